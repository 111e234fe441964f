import { begin } from './fold';
import { packFold, unpackFold } from './stored-fold';

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

describe('what is stored of a fold', () => {
  const first = begin({ at: 5, sequence: 1, id: 'e1', source: 's' }, null);
  const seal = (text: string) => text;

  it('is nothing that is still as it was before the first event', () => {
    const { detection } = first;
    const whole = {
      ...first,
      danger: {},
      detection: { ...detection, dangers: {}, promises: [], promised: 1, waiting: null },
      identity: {
        vendorId: 'v',
        channel: 'chat' as const,
        platform: null,
        scenario: null,
        language: 'zh',
        segments: [],
        customerHash: 'h',
        openedAt: 5,
      },
    };
    const stored = JSON.parse(packFold(whole, seal)) as Record<string, unknown>;
    expect(stored['detection']).toEqual({ promised: 1 });
    expect(stored['identity']).toEqual({ vendorId: 'v', channel: 'chat', language: 'zh', openedAt: 5 });
    expect(stored).not.toHaveProperty('danger');
    expect(unpackFold(packFold(whole, seal))).toEqual({
      ...whole,
      identity: { ...whole.identity, customerHash: '' },
    });
  });

  it('is what has changed back to nothing as well', () => {
    const told = { ...first, detection: { ...first.detection, dangers: { threat: 'high' as const } } };
    expect(unpackFold(packFold(told, seal)).detection.dangers).toEqual({ threat: 'high' });
    expect(unpackFold(packFold({ ...told, detection: { ...first.detection } }, seal))).toEqual(first);
  });
});
