import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitment } from '@earshot/domain/selection';

const root = join(__dirname, '../..');
const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index));

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as an outsider would. */
function run(args: readonly string[]): Promise<Run> {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const command = [
    tsx,
    '--tsconfig',
    join(root, 'tsconfig.base.json'),
    join(__dirname, 'replay.ts'),
    ...args,
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('the replay command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const jsonLines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
  const plan = {
    planId: 'plan-7f3a',
    key: key.toString('hex'),
    commitment: commitment('plan-7f3a', key),
    rates: { chat: [{ version: 1, from: '2026-03-01T00:00:00.000Z', p: '0.05' }] },
  };
  const rows = Array.from({ length: 120 }, (_, index) => ({
    conversationId: `bulk-${String(index).padStart(7, '0')}`,
    closedAt: '2026-03-02T10:00:00.000Z',
    stratum: 'chat',
  }));
  const planPath = file('plan.json', JSON.stringify(plan));
  const rowsPath = file('rows.jsonl', jsonLines(rows));

  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps the conversations that the reference file keeps, and agrees with itself', async () => {
    const { code, out } = await run(['--plan', planPath, '--conversations', rowsPath]);
    expect(code).toBe(0);
    const decisions = out.trim().split('\n');
    const kept = decisions.flatMap((line, index) => (line.includes('"kept":true') ? [index] : []));
    // sampling_hash.json, bulk_counts: first_10_selected_at_0.05
    expect(kept.slice(0, 10)).toEqual([19, 33, 46, 74, 80, 104, 105, 107, 110, 116]);

    const published = file('published.jsonl', out);
    expect(
      (await run(['--plan', planPath, '--conversations', rowsPath, '--published', published])).code,
    ).toBe(0);

    const forged = file('forged.jsonl', out.replace('"kept":true', '"kept":false'));
    const found = await run(['--plan', planPath, '--conversations', rowsPath, '--published', forged]);
    expect(found.code).toBe(1);
    expect(found.out.trim()).toBe('{"conversationId":"bulk-0000019","reason":"kept-differs"}');
  }, 60_000);

  it('lets a vendor check the random stream, which is all that it is shown', async () => {
    const { out } = await run(['--plan', planPath, '--conversations', rowsPath]);
    const shown = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { conversationId: string; streams: { random: boolean } })
      .map(({ streams, ...rest }) => ({ ...rest, kept: streams.random, purpose: 'random' }));
    const published = file('vendor.jsonl', jsonLines(shown));
    const { code, err } = await run([
      '--plan',
      planPath,
      '--conversations',
      rowsPath,
      '--published',
      published,
    ]);
    expect([code, err]).toEqual([0, expect.stringContaining('120 published (random), 0 differences')]);
    const left = file('left.jsonl', jsonLines(shown.slice(1)));
    const found = await run(['--plan', planPath, '--conversations', rowsPath, '--published', left]);
    expect([found.code, found.out]).toEqual([1, expect.stringContaining('not-published')]);
  }, 60_000);

  it('refuses a key that was not committed to, and names a line that it cannot read', async () => {
    const other = file('other.json', JSON.stringify({ ...plan, key: 'ff'.repeat(32) }));
    const mismatch = await run(['--plan', other, '--conversations', rowsPath]);
    expect([mismatch.code, mismatch.err]).toEqual([2, expect.stringContaining('commitment-mismatch')]);
    const broken = file('broken.jsonl', jsonLines([...rows.slice(0, 2), { conversationId: 'x' }]));
    const unread = await run(['--plan', planPath, '--conversations', broken]);
    expect([unread.code, unread.err]).toEqual([2, expect.stringContaining('line 3')]);
  }, 60_000);
});
