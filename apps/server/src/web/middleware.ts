import { type NestExpressApplication } from '@nestjs/platform-express';
import { type Config } from '@earshot/platform/config';
import { httpMetrics } from '@earshot/platform/health';
import { originCheck, requestId, sendProblem, type AppRequest } from '@earshot/platform/http';
import { withRequestId } from '@earshot/platform/logging';
import compression from 'compression';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { type InFlight } from '../boot/in-flight';
import { dashboard } from './dashboard';

const eventsPath = '/api/v1/events';

/** Everything before the routes, in the order in which a request meets it. */
export function useMiddleware(
  app: NestExpressApplication,
  given: { config: Config; inFlight: InFlight; dashboardFolder: string | null },
): void {
  const { config, inFlight, dashboardFolder } = given;
  app.disable('x-powered-by');
  // No proxy is believed: addresses are those of the connection.
  app.set('trust proxy', false);
  app.set('query parser', 'simple');
  app.use(inFlight.middleware);
  app.use(requestId);
  app.use((request: Request, _response: Response, next: NextFunction) =>
    withRequestId((request as AppRequest).requestId, next),
  );
  app.use(httpMetrics);
  app.use(helmet(securityHeaders(config)));
  app.use(compression({ threshold: 1024 }));
  app.use(originCheck(config.http.publicOrigin));
  if (dashboardFolder !== null) app.use(dashboard(dashboardFolder));
  // The intake reads its own body, up to 16 MB, from the raw stream.
  const json = express.json({
    limit: '1mb',
    type: ['application/json', 'application/*+json'],
    strict: false,
  });
  app.use((request: Request, response: Response, next: NextFunction) =>
    request.path === eventsPath ? next() : json(request, response, next),
  );
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    sendProblem(error, request as AppRequest, response);
  });
  app.use('/api', (_request: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
}

/**
 * Nothing but our own files runs or is loaded. Styles may be inline: Angular's components bring theirs as style
 * elements, and charts set sizes as attributes. HTTPS is demanded only where people reach us by it.
 */
function securityHeaders({ http }: Config): Parameters<typeof helmet>[0] {
  const isSecure = http.publicOrigin?.startsWith('https:') ?? false;
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 15_552_000 } : false,
    crossOriginOpenerPolicy: isSecure ? { policy: 'same-origin' } : false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  };
}
