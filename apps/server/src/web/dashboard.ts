import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type NextFunction, type Request, type Response, type Router } from 'express';

/** Paths that are never the dashboard's. */
const notPages = /^\/(api|health|metrics|socket\.io)(\/|$)/;
/** Files with a content hash in their name never change. */
const hashed = /[-.][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|webp|ico|json)$/;

/** The folder of the built dashboard beside the server's, or null where it is not built. */
export function dashboardFolder(distFolder: string): string | null {
  const places = [join(distFolder, 'dashboard', 'browser'), join(distFolder, 'dashboard')];
  return places.find((place) => existsSync(join(place, 'index.html'))) ?? null;
}

/** Serves the dashboard: hashed files for a year, `index.html` for every page of it and always asked for anew. */
export function dashboard(folder: string): Router {
  const router = express.Router();
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        response.setHeader(
          'Cache-Control',
          hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    }),
  );
  router.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(folder, 'index.html'));
  });
  return router;
}

/** A page has no file ending and is asked for by a browser; anything else that is not there is a 404. */
function isPage(request: Request): boolean {
  const { method, path } = request;
  if ((method !== 'GET' && method !== 'HEAD') || notPages.test(path)) return false;
  return !/\.[a-z0-9]{2,5}$/i.test(path) && request.accepts('html') === 'html';
}
