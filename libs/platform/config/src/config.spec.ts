import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConfigError, loadConfig } from './config';
import { envExample } from './env-example';
import { Secret } from './secret';

const key = Buffer.alloc(32, 7).toString('base64');
const outside = {
  DATABASE_URL: 'postgres://u:p@db:5432/earshot',
  EARSHOT_DATA_KEYS: `new:${key},old:${Buffer.alloc(32, 8).toString('base64')}`,
  EARSHOT_PLAN_KEY: key,
};

describe('loadConfig', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'earshot-config-'));
    writeFileSync(join(folder, 'postgres-url'), 'postgres://earshot:x@127.0.0.1:1/earshot\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const load = (env: Record<string, string>) => loadConfig({ DATA_DIR: folder, ...env });
  const problemsOf = (env: Record<string, string>): readonly string[] => {
    try {
      load(env);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  it('needs nothing beside the embedded database, and makes keys that stay', () => {
    const first = load({});
    expect(first).toMatchObject({
      http: { port: 3000, host: '127.0.0.1', publicOrigin: null },
      kafka: null,
      redis: null,
      roles: ['ingest', 'api', 'worker'],
      database: { embedded: true },
      retentionMs: 400 * 86_400_000,
    });
    const second = load({});
    expect(second.intake.key.reveal()).toBe(first.intake.key.reveal());
    expect(second.keys.data.reveal()).toEqual(first.keys.data.reveal());
    expect(second.keys.plan.reveal()).toEqual(first.keys.plan.reveal());
    expect(first.keys.plan.reveal()).toHaveLength(32);
    for (const file of ['data-keys', 'plan-key', 'intake-key']) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('reads keys in order, and gives no secret away when printed', () => {
    const config = load(outside);
    expect(config.keys.data.reveal().map(({ id }) => id)).toEqual(['new', 'old']);
    const shown = inspect(config, { depth: 9 }) + JSON.stringify(config) + String(config.database.url);
    expect(shown).not.toContain('u:p@db');
    expect(shown).not.toContain(key);
    expect(shown).toContain('***');
  });

  it('is frozen to the bottom', () => {
    const config = load({ KAFKA_BROKERS: 'a:1, b:2' });
    expect(config.kafka?.brokers).toEqual(['a:1', 'b:2']);
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
  });

  it('counts an empty variable as unset', () => {
    expect(load({ PORT: '', REDIS_URL: ' ' })).toMatchObject({ http: { port: 3000 }, redis: null });
  });

  it.each([
    ['a port that is none', { PORT: '99999' }, [/^PORT: .*99999/]],
    ['two faults at once', { PORT: 'x', LOG_LEVEL: 'loud' }, [/^PORT/, /^LOG_LEVEL.*loud/]],
    ['a misspelt name of ours', { EARSHOT_INTAKE_KEYS: 'x' }, [/^EARSHOT_INTAKE_KEYS is not known/]],
    [
      'no keys beside a database',
      { DATABASE_URL: outside.DATABASE_URL },
      [/^EARSHOT_DATA_KEYS is needed.*openssl/, /^EARSHOT_PLAN_KEY is needed/],
    ],
    [
      'a short data key',
      { EARSHOT_DATA_KEYS: 'k:AAAA' },
      [/^EARSHOT_DATA_KEYS: key "k": has 3 bytes, not 32/],
    ],
    ['a key named twice', { EARSHOT_DATA_KEYS: `k:${key},k:${key}` }, [/names a key twice/]],
    ['roles without parts', { ROLES: 'ingest' }, [/ROLES names only ingest.*DATABASE_URL and REDIS_URL/]],
    ['roles without Redis', { ...outside, ROLES: 'ingest,api' }, [/so set REDIS_URL\./]],
    ['an unknown role', { ROLES: 'boss' }, [/^ROLES/]],
    ['a mail without a server', { EARSHOT_ALERT_MAIL: 'a@b.example' }, [/needs SMTP_URL/]],
    ['a wrong scheme', { REDIS_URL: 'http://secret-host' }, [/^REDIS_URL: is no URL such as redis/]],
  ])('refuses %s, saying so', (_name, env, expected) => {
    const problems = problemsOf(env);
    expect(problems).toHaveLength(expected.length);
    for (const pattern of expected) expect(problems.join('\n')).toMatch(new RegExp(pattern.source, 'm'));
  });

  it('never repeats the value of a secret', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://u:hunter2@db' }).join()).not.toContain('hunter2');
  });

  it('says what to do where no embedded database runs', () => {
    rmSync(join(folder, 'postgres-url'));
    expect(problemsOf({})).toEqual([expect.stringContaining('npm start')]);
  });
});

describe('.env.example', () => {
  it('is what the schema says (npm run env:example writes it)', () => {
    const file = join(__dirname, '../../../../.env.example');
    expect(readFileSync(file, 'utf8')).toBe(envExample());
  });
});

describe('Secret', () => {
  it.each([[(secret: Secret) => `${secret}`], [(secret: Secret) => JSON.stringify({ secret })], [inspect]])(
    'prints as ***',
    (show) => expect(show(new Secret('hunter2'))).toMatch(/^[^h]*\*\*\*[^h]*$/),
  );
});
