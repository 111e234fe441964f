import { type LoggerService } from '@nestjs/common';
import { type Logger } from './logger';

/** Lets what Nest and the feature modules say through `@nestjs/common`'s Logger go to ours. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest tells every module and route that it has found; that is for debugging.
    const context = rest.at(-1);
    const isNoise = typeof context === 'string' && noisy.has(context);
    this.write(isNoise ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest puts the context last; an error's text or stack may stand before it. */
  private write(
    level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace',
    message: unknown,
    rest: unknown[],
  ) {
    const words = rest.filter((part): part is string => typeof part === 'string');
    const context = words.at(-1);
    if (message instanceof Error) {
      this.logger[level]({ context, err: message }, words.length > 1 ? words[0] : message.message);
      return;
    }
    if (typeof message === 'object' && message !== null) {
      this.logger[level]({ context, ...message }, words.length > 1 ? words[0] : undefined);
      return;
    }
    const detail = words.slice(0, -1).join('\n');
    this.logger[level]({ context, ...(detail === '' ? {} : { detail }) }, String(message));
  }
}

const noisy = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
  'WebSocketsController',
]);
