import { unpackFold } from './stored-fold';

const danger = { category: 'harassment', messageId: 'm1', atMs: 1_000 };
const detectionOf = (detection: object) => unpackFold(JSON.stringify({ messages: 1, detection })).detection;

describe('a fold stored before packs said what is watched for', () => {
  it('still waits for an answer to critical danger, and holds a close as resolved against it', () => {
    const dangers = { harassment: 'critical' };
    expect(
      detectionOf({ dangers, waiting: { ...danger, isTold: true }, critical: danger, promised: 1 }),
    ).toEqual({
      dangers,
      waiting: { ...danger, severity: 'critical', withinMs: 120_000, isTold: true },
      told: { ...danger, severity: 'critical', notClosedAs: ['resolved'] },
      promised: 1,
      firstPromise: null,
      promises: [],
      promisedAtMs: null,
    });
  });

  it('knows of no danger where it knew of none', () => {
    const read = detectionOf({ dangers: {}, waiting: null, critical: null });
    expect(read).toMatchObject({ waiting: null, told: null });
    expect(read).not.toHaveProperty('critical');
  });

  it('is not what was stored since: that is read as it stands', () => {
    const waiting = { ...danger, severity: 'high', withinMs: 9_000 };
    const told = { ...danger, severity: 'high', notClosedAs: ['abandoned'] };
    expect(detectionOf({ waiting, told })).toMatchObject({ waiting, told });
  });
});

it('reads of a fold that did not count its events yet the messages, which are nearly all of them', () => {
  expect(unpackFold(JSON.stringify({ messages: 7 })).events).toBe(7);
  expect(unpackFold(JSON.stringify({ messages: 7, events: 9 })).events).toBe(9);
});
