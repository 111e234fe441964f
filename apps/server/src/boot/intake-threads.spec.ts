import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InProcessLiveBus } from '@earshot/platform/live-bus';
import { createLogger } from '@earshot/platform/logging';
import { until } from '@earshot/testing';
import { IntakeThreads } from './intake-threads';

/** Says on the bus who it is; the second one fails at its first start; ends when told to stop. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { existsSync, writeFileSync } = require('node:fs');
  const mark = __filename + '.failed';
  const { name } = workerData;
  parentPort.postMessage({ kind: 'reading' });
  parentPort.postMessage({ kind: 'live', topic: 'flags.changed', message: { flagIds: [name] } });
  if (name === 'intake-2' && !existsSync(mark)) {
    writeFileSync(mark, '');
    throw new Error('first start');
  }
  parentPort.on('message', () => parentPort.close());
`;

describe('IntakeThreads', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'earshot-threads-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it('repeats what threads say, starts a failed one again, and waits for all to end', async () => {
    const file = join(folder, 'thread.js');
    writeFileSync(file, program);
    const bus = new InProcessLiveBus(() => undefined);
    const heard: string[] = [];
    await bus.subscribe('flags.changed', ({ flagIds }) => heard.push(...flagIds));
    const lines: string[] = [];
    const logger = createLogger({
      level: 'error',
      pretty: false,
      destination: { write: (line) => void lines.push(line) },
    });
    const threads = new IntakeThreads({ file, count: 2, pretty: false }, bus, logger);

    threads.start();
    await until('the second failed', () => threads.state.failures === 1 && threads.state.reading === 1);
    await until('it was started again', () => heard.length === 3 && threads.state.reading === 2);
    expect(heard.sort()).toEqual(['intake-1', 'intake-2', 'intake-2']);
    expect(lines.join()).toContain('first start');

    await threads.stop();
    expect(threads.state).toEqual({ reading: 0, of: 2, failures: 1 });
    await bus.close();
  });
});
