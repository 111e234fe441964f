import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino';
import { currentRequestId } from './request-context';

/** Structured log: `log.info({ partition }, 'consuming')`. Fields hold ids and counts, never text of a conversation. */
export type Logger = PinoLogger;

/** Names that must never reach a log with their value, at the top of a line or two levels down. */
const hidden = [
  'password',
  'passwordHash',
  'token',
  'cookie',
  'authorization',
  'intakeKey',
  'secret',
  'text',
  'masked',
  'comment',
  'connectionString',
];
const paths = hidden.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Passwords in addresses, as libraries put them into their error messages. */
const addressWithPassword = /(\w+:\/\/[^\s:/@]*):[^\s/@]+@/g;

export interface LoggerOptions {
  readonly level: string;
  /** Readable lines in colour, for a console; otherwise JSON, one line each. */
  readonly pretty: boolean;
  /** Where lines go; standard output unless told. */
  readonly destination?: DestinationStream;
}

/** The log of a process. Hides what must not be kept, and adds the request's id where there is one. */
export function createLogger({ level, pretty, destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '***' },
      mixin: () => {
        const requestId = currentRequestId();
        return requestId === undefined ? {} : { requestId };
      },
      hooks: {
        streamWrite: (line) => line.replaceAll(addressWithPassword, '$1:***@'),
      },
      ...(pretty
        ? {
            transport: {
              target: 'pino-pretty',
              options: { translateTime: 'SYS:HH:MM:ss', ignore: 'requestId', singleLine: true, sync: true },
            },
          }
        : {}),
    },
    ...(destination === undefined || pretty ? [] : [destination]),
  );
}
