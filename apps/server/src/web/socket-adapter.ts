import { type INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { redisSocketAdapter } from '@earshot/platform/live-bus';
import { type Logger } from '@earshot/platform/logging';
import { type Server, type ServerOptions } from 'socket.io';

/** socket.io for the gateways: same origin only, small messages, rooms over Redis where there are several processes. */
export class SocketAdapter extends IoAdapter {
  private readonly redis: ReturnType<typeof redisSocketAdapter> | null;

  constructor(app: INestApplication, redisUrl: string | null, logger: Logger) {
    super(app);
    this.redis =
      redisUrl === null
        ? null
        : redisSocketAdapter(redisUrl, (error) =>
            logger.debug({ err: error }, 'Redis is away for the sockets.'),
          );
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      serveClient: false,
      // Clients only subscribe: what is larger is no client of ours.
      maxHttpBufferSize: 64 * 1024,
    }) as Server;
    if (this.redis !== null) server.adapter(this.redis.adapter);
    return server;
  }

  async closeRedis(): Promise<void> {
    await this.redis?.close();
  }
}
