import { availableParallelism } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { keepValue, keptFiles, makeDataKeys, makeIntakeKey, makePlanKey, readKept } from './kept-values';
import { Secret } from './secret';
import { areas, secretVariables, serverRoles, toolVariables, type ServerRole } from './variables';

export interface HttpConfig {
  readonly port: number;
  readonly host: string;
  /** Origin of the address as people see it (`https://earshot.example`), or null where it is the server's own. */
  readonly publicOrigin: string | null;
  readonly publicUrl: string | null;
}

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Brand of the topic's events; null: that of the configured intake key. */
  readonly brandId: string | null;
  /** Threads that read the topic. */
  readonly threads: number;
}

export interface IntakeConfig {
  readonly key: Secret;
  /** Brand of that key; null: the one it has already, else `brand`. */
  readonly brandId: string | null;
  readonly idleCloseMs: number;
}

export interface KeyConfig {
  /** The first encrypts, all decrypt; 32 bytes each. */
  readonly data: Secret<readonly { readonly id: string; readonly bytes: Uint8Array }[]>;
  /** Root of the plans' keys, 32 bytes. */
  readonly plan: Secret<Uint8Array>;
}

export interface AlertConfig {
  readonly webhookUrl: Secret | null;
  readonly mailTo: string | null;
  readonly smtpUrl: Secret | null;
}

/** All that the environment tells, checked and frozen. */
export interface Config {
  readonly http: HttpConfig;
  /** Absolute path. */
  readonly dataDir: string;
  readonly database: { readonly url: Secret; readonly embedded: boolean };
  readonly keys: KeyConfig;
  readonly intake: IntakeConfig;
  /** null: HTTP intake only. */
  readonly kafka: KafkaConfig | null;
  /** null: jobs and live bus in the process. */
  readonly redis: { readonly url: Secret } | null;
  readonly roles: readonly ServerRole[];
  readonly alerts: AlertConfig;
  readonly retentionMs: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Every problem of the environment at once; `message` lists them and is meant for the person who starts it. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`Earshot cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const dayMs = 86_400_000;
/** More threads than this are asked for by name: each has a heap and a pool of connections. */
const mostThreads = 4;

/**
 * The configuration from environment variables; what none gives and may be made (keys beside the embedded database)
 * is made in the data folder. An empty variable counts as unset.
 *
 * @throws ConfigError listing all that is missing, malformed or unknown under our own prefix.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const problems = [...unknownNames(env)];
  const http = read(areas.http, env, problems);
  const data = read(areas.data, env, problems);
  const intake = read(areas.intake, env, problems);
  const parts = read(areas.parts, env, problems);
  const alerts = read(areas.alerts, env, problems);
  const running = read(areas.running, env, problems);
  if (!http || !data || !intake || !parts || !alerts || !running) throw new ConfigError(problems);

  problems.push(...contradictions(env));
  const dataDir = isAbsolute(data.DATA_DIR) ? data.DATA_DIR : resolve(data.DATA_DIR);
  const databaseUrl = data.DATABASE_URL ?? readKept(dataDir, keptFiles.databaseUrl);
  if (databaseUrl === null) {
    problems.push(
      `DATABASE_URL is not set, and no embedded PostgreSQL runs in ${dataDir}: start with "npm start", or set DATABASE_URL.`,
    );
  }
  if (problems.length > 0 || databaseUrl === null) throw new ConfigError(problems);

  return deepFreeze({
    http: {
      port: http.PORT,
      host: http.HOST,
      publicUrl: http.EARSHOT_PUBLIC_URL ?? null,
      publicOrigin: http.EARSHOT_PUBLIC_URL === undefined ? null : new URL(http.EARSHOT_PUBLIC_URL).origin,
    },
    dataDir,
    database: { url: new Secret(databaseUrl), embedded: data.DATABASE_URL === undefined },
    keys: {
      data: new Secret(
        data.EARSHOT_DATA_KEYS ??
          areas.data.shape.EARSHOT_DATA_KEYS.unwrap().parse(
            keepValue(dataDir, keptFiles.dataKeys, makeDataKeys),
          ),
      ),
      plan: new Secret(
        data.EARSHOT_PLAN_KEY ??
          areas.data.shape.EARSHOT_PLAN_KEY.unwrap().parse(
            keepValue(dataDir, keptFiles.planKey, makePlanKey),
          ),
      ),
    },
    intake: {
      key: new Secret(intake.EARSHOT_INTAKE_KEY ?? keepValue(dataDir, keptFiles.intakeKey, makeIntakeKey)),
      brandId: intake.EARSHOT_BRAND ?? null,
      idleCloseMs: intake.IDLE_CLOSE_HOURS * 3_600_000,
    },
    kafka:
      parts.KAFKA_BROKERS === undefined
        ? null
        : {
            brokers: parts.KAFKA_BROKERS,
            topic: parts.KAFKA_TOPIC,
            brandId: parts.KAFKA_BRAND ?? intake.EARSHOT_BRAND ?? null,
            threads: parts.KAFKA_THREADS ?? Math.min(availableParallelism(), mostThreads),
          },
    redis: parts.REDIS_URL === undefined ? null : { url: new Secret(parts.REDIS_URL) },
    roles: [...new Set(parts.ROLES ?? serverRoles)],
    alerts: {
      webhookUrl: secretOrNull(alerts.EARSHOT_ALERT_WEBHOOK_URL),
      mailTo: alerts.EARSHOT_ALERT_MAIL ?? null,
      smtpUrl: secretOrNull(alerts.SMTP_URL),
    },
    retentionMs: data.RETENTION_DAYS * dayMs,
    logLevel: running.LOG_LEVEL,
  });
}

/** One area, or undefined with its problems added. */
function read<S extends z.ZodObject>(
  schema: S,
  env: Environment,
  problems: string[],
): z.output<S> | undefined {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const name = String(issue.path[0]);
    const found = secretVariables.has(name) ? '' : ` (found: ${JSON.stringify(env[name])})`;
    const meant = (schema.shape[name] as z.ZodType | undefined)?.description ?? '';
    problems.push(`${name}: ${issue.message}${found}. ${meant}`);
  }
  return undefined;
}

function unknownNames(env: Environment): string[] {
  const known = new Set<string>([
    ...Object.values(areas).flatMap((area) => Object.keys(area.shape)),
    ...toolVariables,
  ]);
  return Object.keys(env)
    .filter((name) => name.startsWith('EARSHOT_') && !known.has(name))
    .map(
      (name) => `${name} is not known. .env.example lists the names; a misspelt one would be without effect.`,
    );
}

/** What cannot be true together. Looks at what is set, so that it is told beside malformed values. */
function contradictions(env: Environment): string[] {
  const found: string[] = [];
  const missing = (...names: string[]) => names.filter((name) => env[name] === undefined);
  if (env['DATABASE_URL'] !== undefined) {
    for (const name of missing('EARSHOT_DATA_KEYS', 'EARSHOT_PLAN_KEY')) {
      const prefix = name === 'EARSHOT_DATA_KEYS' ? 'k1:' : '';
      found.push(
        `${name} is needed beside DATABASE_URL: a database that outlives this folder must not depend on a key in it. ` +
          `Make one with: echo "${prefix}$(openssl rand -base64 32)", and keep it as you keep the database.`,
      );
    }
  }
  const roles = new Set((env['ROLES'] ?? serverRoles.join(',')).split(',').map((role) => role.trim()));
  if (serverRoles.some((role) => !roles.has(role))) {
    const lacking = missing('DATABASE_URL', 'REDIS_URL');
    if (lacking.length > 0) {
      found.push(
        `ROLES names only ${[...roles].join(', ')}: several processes share PostgreSQL and Redis from outside, so set ${lacking.join(' and ')}.`,
      );
    }
  }
  if (env['EARSHOT_ALERT_MAIL'] !== undefined && env['SMTP_URL'] === undefined) {
    found.push('EARSHOT_ALERT_MAIL needs SMTP_URL, the mail server.');
  }
  return found;
}

function secretOrNull(value: string | undefined): Secret | null {
  return value === undefined ? null : new Secret(value);
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Secret)) deepFreeze(inner);
  }
  return Object.freeze(value);
}
