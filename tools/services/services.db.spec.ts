import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Kafka, logLevel } from 'kafkajs';
import { createTopic, startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { attach } from './process.mjs';
import { startRedis } from './redis.mjs';

const work = mkdtempSync(join(tmpdir(), 'earshot-services-'));
// PostgreSQL gives up root for a user of its own, who has to get in here.
chmodSync(work, 0o755);
afterAll(() => rmSync(work, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('redis', () => {
  it('comes back after a crash on the same port, is stopped by whoever finds its folder, and leaves nothing', async () => {
    const dir = join(work, 'redis');
    const redis = await startRedis({ dir });
    const first = redis.pid;
    await redis.kill9();
    expect(redis.pid).toBeNull();
    await redis.restart();
    expect(redis.pid).not.toBeNull();
    expect(redis.pid).not.toBe(first);
    await attach(dir)?.stop();
    expect(redis.pid).toBeNull();
    await redis.remove();
    expect(existsSync(dir)).toBe(false);
  });
});

describe('postgres', () => {
  it('keeps what was committed over a crash, in UTF-8', async () => {
    const postgres = await startPostgres({ dir: join(work, 'postgres') });
    try {
      await query(postgres.url, "create table t as select '锁车门' as text");
      await postgres.kill9();
      await postgres.restart();
      expect(await query(postgres.url, 'select text, length(text) as n from t')).toEqual([
        { text: '锁车门', n: 3 },
      ]);
    } finally {
      await postgres.remove();
    }
    expect(postgres.pid).toBeNull();
  }, 30_000);

  it('takes over from a server that was left behind in its folder', async () => {
    const dir = join(work, 'orphan');
    const orphan = await startPostgres({ dir });
    const left = orphan.pid;
    const next = await startPostgres({ dir });
    try {
      expect(next.pid).not.toBe(left);
      expect(await query(next.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await next.remove();
    }
  }, 30_000);
});

describe('kafka', () => {
  it('keeps records over a crash and makes no topic by itself', async () => {
    const kafka = await startKafka({ dir: join(work, 'kafka') });
    try {
      expect(await createTopic(kafka.brokers, 'conversation.events', 6)).toBe(true);
      expect(await createTopic(kafka.brokers, 'conversation.events', 6)).toBe(false);
      const client = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING });
      const producer = client.producer();
      await producer.connect();
      await producer.send({ topic: 'conversation.events', messages: [{ key: 'c1', value: '{}' }] });
      await expect(producer.send({ topic: 'unknown', messages: [{ value: '' }] })).rejects.toThrow();
      await producer.disconnect();

      await kafka.kill9();
      await kafka.restart();
      const admin = client.admin();
      await admin.connect();
      const ends = (await admin.fetchTopicOffsets('conversation.events')).map(({ high }) => Number(high));
      await admin.disconnect();
      expect(ends).toHaveLength(6);
      expect(ends.reduce((sum, end) => sum + end)).toBe(1);
    } finally {
      await kafka.remove();
    }
    expect(readdirSync(work)).not.toContain('kafka');
  }, 120_000);
});
