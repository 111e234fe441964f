import { logLevel, type logCreator } from 'kafkajs';

/** The part of a logger that the stream uses. */
export interface StreamLogger {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/**
 * kafkajs reports rebalances and a coordinator that is still loading as errors, and retries by itself; they are
 * warnings here. What it gives up on reaches the stream as a crash.
 */
export function kafkaLogger(logger: StreamLogger): logCreator {
  return () =>
    ({ level, log }) => {
      const { message, logger: _inner, timestamp: _time, ...detail } = log;
      if (level <= logLevel.WARN) logger.warn(detail, `kafka: ${message}`);
      else logger.info(detail, `kafka: ${message}`);
    };
}
