/** Throwaway: the ingestor alone, without Kafka. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { IngestStore, keepPartitions, runMigrations } from '@earshot/data-access';
import { builtInPacks, Detector } from '@earshot/domain/detection';
import { SelectionKey } from '@earshot/domain/selection';
import { DataKeys } from '@earshot/platform/crypto';
import { Database } from '@earshot/platform/database';
import { Ingestor } from '../../libs/server/intake/src/ingestor';
import { eventsOfBody } from '../../libs/server/intake/src/raw-event';
import { startPostgres } from '../services/postgres.mjs';

async function main() {
  const pg = await startPostgres({ dir: '/tmp/earshot-direct' });
  try {
    await runMigrations(pg.url);
    const db = new Database(pg.url);
    const now = Date.now();
    await keepPartitions(db, now, 400);
    const keys = new DataKeys([{ id: 'k', bytes: randomBytes(32) }]);
    const detector = Detector.compile(process.env['NOPACK'] ? [] : builtInPacks());
    const key = SelectionKey.fromBytes(randomBytes(32));
    const def = {
      random: '0.1',
      randomByStratum: {},
      triggers: { severity: { critical: '1', high: '0.5' }, complained: '0.3', worstRating: '0.2' },
    };
    const plan = {
      planId: 'baseline',
      versions: [{ version: 1, fromMs: 0, value: def }],
      keyOf: () => key,
      isRevealed: () => false,
    };
    const rules = {
      detectorAt: () => detector,
      hashCustomer: (b: string, r: string) => keys.hash(`${b}\0${r}`, 'customer').toString('hex'),
      idleMs: 86_400_000,
    };
    const ingestor = new Ingestor(
      new IngestStore(db, keys),
      {
        rules,
        planOf: () => plan,
        salvage: () => ({ eventId: null, conversationId: null, vendorId: null, excerpt: '', signals: [] }),
      },
      { retentionMs: 400 * 86_400_000, futureMs: 86_400_000 },
      (e) => console.error('DEFECT', e),
    );
    const lines = readFileSync('../shared/data/conv-zh-stc3.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((l) => JSON.parse(l));
    const N = Number(process.argv[2] ?? 100_000);
    const interleave = process.argv[3] === 'i' ? 5000 : 1;
    const open: unknown[][] = [];
    let c = 0,
      made = 0;
    const next = () => {
      const conv = lines[c % lines.length];
      const id = `conv-${c++}`;
      const t0 = now - 3600_000 + (c % 3000) * 1000;
      const e = (type: string, at: number, data: unknown, n: string) => ({
        specversion: '1.0',
        id: `${id}-${n}`,
        source: 'bench',
        type,
        subject: id,
        time: new Date(at).toISOString(),
        data,
      });
      const out: unknown[] = [
        e(
          'conversation.opened.v1',
          t0,
          {
            vendorId: `vendor-${'abc'[c % 3]}`,
            channel: 'chat',
            scenario: ['pre-sale', 'after-sale', 'complaint'][c % 3],
            customer: { ref: `cust-${c}` },
          },
          'o',
        ),
      ];
      conv.turns.forEach((t: { speaker: string; text: string }, i: number) =>
        out.push(
          e(
            'conversation.message.v1',
            t0 + i * 20_000 + 1000,
            { messageId: `m${i}`, sender: { role: t.speaker, id: 'a1' }, text: t.text },
            `m${i}`,
          ),
        ),
      );
      out.push(
        e(
          'conversation.closed.v1',
          t0 + conv.turns.length * 20_000 + 5000,
          { outcome: 'resolved', closedBy: 'agent' },
          'c',
        ),
      );
      return out;
    };
    const slots = [0, 0, 0];
    const nextEvent = (w: number) => {
      slots[w] = (slots[w]! + 1) % Math.ceil(interleave / 3);
      const at = slots[w]! * 3 + w;
      open[at] ??= [];
      if (open[at]!.length === 0) open[at] = next();
      return open[at]!.shift()!;
    };
    const B = 2000;
    const start = process.hrtime.bigint();
    let done = 0;
    const cpu = process.cpuUsage();
    while (done < N) {
      const buf: Promise<unknown>[] = [];
      for (let w = 0; w < 3; w++) {
        const batch = Array.from({ length: B }, () => nextEvent(w));
        made += B;
        const raws = eventsOfBody(JSON.parse(JSON.stringify(batch)))!;
        buf.push(
          ingestor
            .ingest({
              events: raws,
              brandId: 'b',
              boundVendorId: null,
              writer: null,
              offset: null,
              receivedAt: Date.now(),
            })
            .then((o) => {
              if (o.accepted !== B) console.log(o.accepted, o.duplicates.length, o.rejected.slice(0, 2));
            }),
        );
      }
      await Promise.all(buf);
      done += 3 * B;
      if (done % 30_000 === 0) {
        const s = Number(process.hrtime.bigint() - start) / 1e9;
        const u = process.cpuUsage(cpu);
        console.log(
          done,
          Math.round(done / s),
          'ev/s',
          'cpu',
          ((u.user + u.system) / 1e6 / s).toFixed(2),
          Math.round(process.memoryUsage().rss / 1e6),
          'MB',
        );
      }
    }
    void made;
    console.log(
      await db.query('select count(*) from messages'),
      await db.query('select count(*) from flags'),
      await db.query('select count(*) from selections where kept'),
      await db.query('select count(*), sum(length(payload)) from metric_buckets'),
    );
    await db.close();
  } finally {
    await pg.stop();
  }
}
void main();
