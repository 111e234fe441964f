import { createLogger, NestLogger, withRequestId } from './index';

function capture() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'debug',
    pretty: false,
    destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  });
  return { logger, lines };
}

describe('createLogger', () => {
  it.each([
    ['at the top', { password: 'hunter2' }],
    ['below', { person: { passwordHash: 'hunter2' } }],
    ['two below', { request: { headers: { cookie: 'hunter2' } } }],
    ['text of a message', { message: { text: 'hunter2' } }],
    ['in an address', { detail: 'cannot reach postgres://earshot:hunter2@db:5432/x' }],
    ['in an error', { err: new Error('redis://:hunter2@cache:6379 is away') }],
  ])('hides a secret %s', (_name, fields) => {
    const { logger, lines } = capture();
    logger.info(fields, 'x');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines)).toContain('***');
  });

  it('adds the id of the request, however deep', async () => {
    const { logger, lines } = capture();
    await withRequestId('r-1', async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    expect(lines).toMatchObject([{ requestId: 'r-1', level: 'info' }, { msg: 'outside' }]);
    expect(lines[1]).not.toHaveProperty('requestId');
  });
});

describe('NestLogger', () => {
  it('keeps an error with its stack, the sentence and who says it', () => {
    const { logger, lines } = capture();
    new NestLogger(logger).error(new Error('boom'), 'The sweep failed.', 'Sweeper');
    expect(lines).toMatchObject([
      { level: 'error', msg: 'The sweep failed.', context: 'Sweeper', err: { message: 'boom' } },
    ]);
  });

  it('keeps fields given before the sentence', () => {
    const { logger, lines } = capture();
    new NestLogger(logger).warn({ partition: 3 }, 'Paused.', 'Stream');
    expect(lines).toMatchObject([{ level: 'warn', msg: 'Paused.', context: 'Stream', partition: 3 }]);
  });

  it('tells of modules only when debugging', () => {
    const { logger, lines } = capture();
    new NestLogger(logger).log('AppModule dependencies initialized', 'InstanceLoader');
    expect(lines).toMatchObject([{ level: 'debug' }]);
  });
});
