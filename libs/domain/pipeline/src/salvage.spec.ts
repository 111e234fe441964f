import { builtInPacks, Detector } from '@earshot/domain/detection';
import { salvage } from './salvage';

const detector = Detector.compile(builtInPacks());
const saying = (text: string) => salvage({ data: { text } }, detector);
const plea = '司机把车门锁了不让我下车，他说要杀了我';

describe('salvage', () => {
  it('finds the plea wherever it stands, and what else can be made out', () => {
    const value = {
      id: 'e1',
      subject: 'c1',
      data: { vendorId: 'v1', numbers: Array<number>(300_000).fill(1), notes: [{ said: ['hi', plea] }] },
    };
    const { signals, ...rest } = salvage(value, detector);
    expect(rest).toEqual({ eventId: 'e1', conversationId: 'c1', vendorId: 'v1', excerpt: `hi\n${plea}` });
    expect(signals.some(({ opensFlag }) => opensFlag)).toBe(true);
  });

  it.each([
    ['numbers', '[1]', 4_000_000],
    ['lists', '[[]]', 2_000_000],
    ['texts', '["a"]', 2_000_000],
    ['named values', '{"a":1}', 300_000],
  ])('walks millions of %s without a copy of them', (_, one, count) => {
    const inner = one.slice(1, -1);
    const listed = inner.startsWith('"a":')
      ? `{${Array.from({ length: count }, (__, n) => `"k${n}":1`).join(',')}}`
      : `[${`${inner},`.repeat(count - 1)}${inner}]`;
    const value: unknown = JSON.parse(`{"type":"conversation.message.v1","data":{"x":${listed}}}`);
    const before = process.memoryUsage().heapUsed;
    salvage(value, detector);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100e6);
  });

  it('shows no beginning of a number where it cuts', () => {
    const mail = `${'a'.repeat(20)}${'.b'.repeat(20)}@example.com `;
    for (let before = 370; before <= 400; before++)
      expect(saying('好'.repeat(before) + '11010519491231002X').excerpt).not.toMatch(/\d/);
    for (let before = 1_570; before <= 1_600; before++)
      expect(
        saying(mail.repeat(20).slice(0, before).padEnd(before) + '11010519491231002X').excerpt,
      ).not.toMatch(/\d/);
  });

  it('stops at a depth that no event has', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}"x"${']'.repeat(50_000)}`);
    expect(salvage(deep, detector).excerpt).toBe('');
  });
});
