import { type Server } from 'node:http';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { NestLogger } from '@earshot/platform/logging';
import { FirstAdministrator } from '@earshot/server/access';
import { AppModule } from '../app.module';
import { dashboardFolder } from '../web/dashboard';
import { useMiddleware } from '../web/middleware';
import { SocketAdapter } from '../web/socket-adapter';
import { addHealthParts } from './health-parts';
import { InFlight } from './in-flight';
import { IntakeThreads } from './intake-threads';
import { closeParts, type Books, type Parts } from './parts';
import { type Stage } from './shutdown';

/** A process that answers, and how it goes down. */
export interface Serving {
  /** Where it is reached: `http://127.0.0.1:3000`. */
  readonly url: string;
  /** The way in where there is no administrator yet, else null. */
  readonly firstAdministratorLink: string | null;
  /** In the order in which they must run. */
  readonly stages: readonly Stage[];
}

/** Starts Nest with the features of the roles and listens. `distFolder`: where the built applications lie. */
export async function serve(parts: Parts, books: Books, distFolder: string): Promise<Serving> {
  const { config, logger } = parts;
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts, books), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
    // What is being answered at the end is waited for by us; sockets and idle connections are closed.
    forceCloseConnections: true,
  });
  const isApi = config.roles.includes('api');
  const folder = isApi ? dashboardFolder(distFolder) : null;
  const inFlight = new InFlight();
  const sockets = new SocketAdapter(app, config.redis?.url.reveal() ?? null, logger);
  app.useWebSocketAdapter(sockets);
  useMiddleware(app, { config, inFlight, dashboardFolder: folder });
  const threads = hasConsumer(parts) ? threadsOf(parts, distFolder) : null;
  addHealthParts(parts, isApi ? { dashboardFolder: folder } : null, threads);
  limitSlowness(app.getHttpServer());
  await app.listen(config.http.port, config.http.host);
  // Their handlers are there once Nest has begun.
  if (config.roles.includes('worker')) await parts.jobs.start();
  threads?.start();

  const url = addressOf(config.http.host, config.http.port);
  const token = isApi ? await app.get(FirstAdministrator).offer() : null;
  return {
    url,
    firstAdministratorLink:
      token === null ? null : `${config.http.publicUrl ?? url}/first-administrator?token=${token}`,
    stages: [
      {
        name: 'stop accepting',
        patienceMs: 3_000,
        run: () => {
          const server = app.getHttpServer();
          server.close();
          server.closeIdleConnections();
          return inFlight.idle();
        },
      },
      {
        name: 'stop consumers',
        patienceMs: 4_000,
        run: async () => threads?.stop(),
      },
      { name: 'drain jobs', patienceMs: 2_000, run: () => parts.jobs.close() },
      // Nest ends the rest: sweeps and outbox first, then the sockets, then what only reads.
      { name: 'flush outbox and close sockets', patienceMs: 3_000, run: () => app.close() },
      {
        name: 'close database',
        patienceMs: 2_000,
        run: async () => {
          await sockets.closeRedis();
          await closeParts(parts);
        },
      },
    ],
  };
}

/**
 * How long a request may take to arrive. The intake ends a body of which nothing comes much sooner; one that comes by
 * drops, or waits for room, has until then.
 */
function limitSlowness(server: Server): void {
  server.headersTimeout = 20_000;
  server.requestTimeout = 300_000;
}

/** `dist/apps` of a server that was built to `dist/apps/server`. */
export function distFolderOf(mainFolder: string): string {
  return join(mainFolder, '..');
}

function hasConsumer({ config }: Parts): boolean {
  return config.kafka !== null && config.roles.includes('ingest');
}

function threadsOf({ config, bus, logger }: Parts, distFolder: string): IntakeThreads {
  const file = join(distFolder, 'server', 'intake-thread.js');
  const options = { file, count: config.kafka?.threads ?? 1, pretty: process.stdout.isTTY === true };
  return new IntakeThreads(options, bus, logger);
}

function addressOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`;
}
