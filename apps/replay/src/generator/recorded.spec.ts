import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envelopeSchema, eventData, type EventType } from '@earshot/contracts';
import { toJson, type Conversation } from './conversation';
import { readRecorded, recorded, type Recorded } from './recorded';

const openedAt = Date.UTC(2026, 10, 1);
const conversations: Recorded[] = [
  {
    id: 'one',
    language: 'zh',
    channel: 'social',
    turns: [
      { speaker: 'customer', text: '网络太慢了' },
      { speaker: 'agent', text: '已记录' },
    ],
    labels: { satisfaction: { mean: -1.4 } },
  },
  {
    id: 'two',
    language: 'en',
    channel: 'chat',
    turns: [
      { speaker: 'customer', text: 'a film please' },
      { speaker: 'bot', text: 'which one?' },
    ],
  },
  { id: 'three', language: 'en', channel: 'chat', turns: [{ speaker: 'customer', text: 'hello?' }] },
];
const make = recorded(conversations, 's');
const wordsOf = ({ events }: Conversation): string[] =>
  events.flatMap(({ event }) => (event.type === 'conversation.message.v1' ? [event.data.text] : []));

describe('recorded conversations', () => {
  it('keep their words, and nothing but their words', () => {
    conversations.forEach(({ turns }, index) =>
      expect(wordsOf(make(index, openedAt))).toEqual(turns.map(({ text }) => text)),
    );
  });

  it('begin again under new ids beyond the end of the file', () => {
    const [first, again] = [make(0, openedAt), make(3, openedAt)];
    expect(wordsOf(again)).toEqual(wordsOf(first));
    expect(again.id).not.toBe(first.id);
    const ids = [first, again].flatMap(({ events }) => events.map(({ event }) => event.id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hold only events that the contracts take, marked as made up', () => {
    for (let index = 0; index < 30; index += 1) {
      const { events } = make(index, openedAt);
      for (const timed of events) {
        const parsed = JSON.parse(toJson(timed)) as { type: EventType; data: unknown };
        expect(envelopeSchema.safeParse(parsed).error).toBeUndefined();
        expect(eventData[parsed.type].safeParse(parsed.data).error).toBeUndefined();
      }
      expect(events[0]?.event.data).toMatchObject({ platform: 'recorded-demo' });
    }
  });

  it('are assigned only where an agent speaks, and rated as the annotators felt', () => {
    const typesOf = (index: number): string[] => make(index, openedAt).events.map(({ event }) => event.type);
    expect(typesOf(0)).toContain('conversation.assigned.v1');
    expect(typesOf(1)).not.toContain('conversation.assigned.v1');
    expect(make(2, openedAt).truth.outcome).toBe('abandoned');
    const ratings = Array.from({ length: 300 }, (_, n) => make(3 * n, openedAt).truth.rating).filter(
      (rating) => rating !== undefined,
    );
    expect(ratings.length).toBeGreaterThan(50);
    expect(Math.max(...ratings)).toBeLessThanOrEqual(2);
  });
});

describe('readRecorded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-recorded-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (text: string): string => {
    const path = join(folder, 'conv.jsonl');
    writeFileSync(path, text);
    return path;
  };

  it('reads one conversation a line and ignores what it does not know', async () => {
    const lines = conversations.map((it) => JSON.stringify({ ...it, licence: 'x' })).join('\n');
    expect((await readRecorded(file(`${lines}\n\n`))).map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  });

  it('reads the line that the README shows, with every field', async () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const [, line = ''] = /```jsonl\n(.+)\n```/.exec(readme) ?? [];
    expect(await readRecorded(file(line))).toEqual([JSON.parse(line)]);
  });

  it('says in which line something is missing', async () => {
    await expect(readRecorded(file('{"id":"x","language":"zh","turns":[]}\n'))).rejects.toThrow(/line 1/);
    await expect(readRecorded(file('\n{'))).rejects.toThrow(/line 2: no JSON/);
    await expect(readRecorded(file(''))).rejects.toThrow(/no conversations/);
  });
});
