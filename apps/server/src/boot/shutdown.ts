import { type Logger } from '@earshot/platform/logging';

/** One step of going down. */
export interface Stage {
  readonly name: string;
  /** After this it is left behind, said so, and the next one begins. */
  readonly patienceMs: number;
  run(): Promise<unknown>;
}

/**
 * Runs the stages one after the other, in the order given, whatever happens in one of them. Gives the names of those
 * that failed or took too long.
 */
export async function runStages(
  stages: readonly Stage[],
  logger: Pick<Logger, 'warn' | 'debug'>,
): Promise<string[]> {
  const unwell: string[] = [];
  for (const stage of stages) {
    const problem = await outcomeOf(stage);
    if (problem === null) {
      logger.debug({ stage: stage.name }, 'Stage of the shutdown done.');
      continue;
    }
    unwell.push(stage.name);
    logger.warn({ stage: stage.name, err: problem }, 'A stage of the shutdown did not end well; going on.');
  }
  return unwell;
}

async function outcomeOf({ run, patienceMs }: Stage): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((done) => {
    timer = setTimeout(() => done(new Error(`not done within ${patienceMs} ms`)), patienceMs);
  });
  try {
    return await Promise.race([run().then(() => null), late]);
  } catch (error) {
    return error;
  } finally {
    clearTimeout(timer);
  }
}
