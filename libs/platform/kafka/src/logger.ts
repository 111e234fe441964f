import { logLevel, type logCreator } from 'kafkajs';

/** The part of a logger that the stream uses. */
export interface StreamLogger {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What kafkajs says where the offset that it asked for is not in the log; it goes on from the log's start then. */
const WENT_TO_START = 'Offset out of range, resetting to default offset';

/**
 * kafkajs reports rebalances and a coordinator that is still loading as errors, and retries by itself; they are
 * warnings here. What it gives up on reaches the stream as a crash. That it has gone to the start of a partition's log of
 * its own accord it says nowhere else: `onWentToStart` is told.
 */
export function kafkaLogger(
  logger: StreamLogger,
  onWentToStart: (partition: number) => void = () => undefined,
): logCreator {
  return () =>
    ({ level, log }) => {
      const { message, logger: _inner, timestamp: _time, ...detail } = log;
      if (message === WENT_TO_START) onWentToStart(Number(detail['partition']));
      if (level <= logLevel.WARN) logger.warn(detail, `kafka: ${message}`);
      else logger.info(detail, `kafka: ${message}`);
    };
}
