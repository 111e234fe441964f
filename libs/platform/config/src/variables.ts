import { z } from 'zod';

/** What one process does; all of them unless `ROLES` names some. */
export const serverRoles = ['ingest', 'api', 'worker'] as const;
export type ServerRole = (typeof serverRoles)[number];

const port = z.coerce.number().int().min(1).max(65_535);
const kebab = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no id in kebab case, such as my-brand')
  .max(64);
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'is no URL such as postgres://user:password@host:5432/name',
});
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'is no URL such as redis://host:6379' });
const httpUrl = z.url({ protocol: /^https?$/, error: 'is no http or https URL' });

/** 32 bytes in base64. */
const key32 = z.base64('is not base64').transform((text, context) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 32) return bytes;
  context.addIssue(`has ${bytes.length} bytes, not 32`);
  return z.NEVER;
});

/** `kid:base64[,kid:base64…]`, ids unique. */
const keyList = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const [id = '', secret = ''] = splitOnce(part.trim(), ':');
    const bytes = key32.safeParse(secret);
    if (!/^[\w.-]{1,32}$/.test(id)) context.addIssue(`has an entry that is not kid:base64`);
    else if (!bytes.success) context.addIssue(`key "${id}": ${bytes.error.issues[0]?.message}`);
    return { id, bytes: bytes.data ?? Buffer.alloc(0) };
  });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) context.addIssue('names a key twice');
  return keys;
});

const listOf = <T>(item: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item).min(1));

function splitOnce(text: string, by: string): [string, string?] {
  const at = text.indexOf(by);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + by.length)];
}

/**
 * Every variable that the server reads, by area: its form, default and what it is for. `.env.example` is generated
 * from it. A secret's value is never repeated in a message.
 */
export const areas = {
  http: z.object({
    PORT: port.default(3000).describe('Where the server listens.'),
    HOST: z.string().default('127.0.0.1').describe('0.0.0.0 opens it to other machines; put TLS before it.'),
    EARSHOT_PUBLIC_URL: httpUrl
      .optional()
      .describe(
        'Address as people see it, where a proxy stands before the server: for links and the check of Origin.',
      ),
  }),
  data: z.object({
    DATA_DIR: z
      .string()
      .default('.earshot')
      .describe('Folder for the embedded database and for keys that were made.'),
    DATABASE_URL: postgresUrl
      .optional()
      .describe('PostgreSQL 14 or later. Unset: a private one is started, its data kept in DATA_DIR.'),
    EARSHOT_DATA_KEYS: keyList
      .optional()
      .describe(
        'kid:base64 of 32 bytes, several separated by commas; the first encrypts, all decrypt. Unset: made in DATA_DIR. Needed beside DATABASE_URL.',
      ),
    EARSHOT_PLAN_KEY: key32
      .optional()
      .describe(
        'Base64 of 32 bytes: root of the keys of sampling plans. Unset: made in DATA_DIR. Needed beside DATABASE_URL.',
      ),
    RETENTION_DAYS: z.coerce
      .number()
      .int()
      .min(1)
      .max(3650)
      .default(400)
      .describe('How long messages are kept.'),
  }),
  intake: z.object({
    EARSHOT_INTAKE_KEY: z
      .string()
      .min(16, 'is shorter than 16 characters')
      .optional()
      .describe('Key for POST /api/v1/events. Unset: made in DATA_DIR and printed.'),
    EARSHOT_BRAND: kebab
      .optional()
      .describe(
        'Brand of the configured intake key and of the topic. Unset: brand (demo-brand with --demo).',
      ),
    IDLE_CLOSE_HOURS: z.coerce
      .number()
      .positive()
      .max(720)
      .default(24)
      .describe('An open conversation that is silent for so long is closed.'),
  }),
  parts: z.object({
    KAFKA_BROKERS: listOf(z.string().regex(/^[^\s:]+:\d{1,5}$/, 'is no host:port'))
      .optional()
      .describe('host:port, several separated by commas. Unset: HTTP intake only.'),
    KAFKA_TOPIC: z
      .string()
      .min(1)
      .max(249)
      .default('conversation.events')
      .describe('Topic of conversation events.'),
    KAFKA_BRAND: kebab.optional().describe('Brand of the events of the topic. Unset: as EARSHOT_BRAND.'),
    KAFKA_THREADS: z.coerce
      .number()
      .int()
      .min(1)
      .max(32)
      .optional()
      .describe(
        'Threads that read the topic and share its partitions, with up to 500 MB each. Unset: one a core, at most 4.',
      ),
    REDIS_URL: redisUrl
      .optional()
      .describe(
        'Jobs, live bus and sockets through Redis. Unset: in the process. Needed for several processes.',
      ),
    ROLES: listOf(z.enum(serverRoles))
      .optional()
      .describe(
        'What this process does: ingest, api, worker. Unset: all. Naming some needs DATABASE_URL and REDIS_URL.',
      ),
  }),
  alerts: z.object({
    EARSHOT_ALERT_WEBHOOK_URL: httpUrl
      .optional()
      .describe('Told of a critical flag that nobody acknowledged in 60 s, by a POST of JSON.'),
    EARSHOT_ALERT_MAIL: z
      .email('is no mail address')
      .optional()
      .describe('The same by mail; needs SMTP_URL.'),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'is no URL such as smtp://user:password@host:587' })
      .optional()
      .describe('Mail server for alerts.'),
  }),
  running: z.object({
    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
      .default('info')
      .describe('How much the log tells: fatal, error, warn, info, debug, trace.'),
    EARSHOT_DEMO_PASSWORD: z
      .string()
      .min(8, 'is shorter than 8 characters')
      .optional()
      .describe('Password of the demo people. Unset: made in DATA_DIR and printed.'),
  }),
} as const;

/** Names under our prefix that tools and tests read, not the server. */
export const toolVariables = ['EARSHOT_DATA', 'EARSHOT_TEST_DATABASE_URL'] as const;

/** Variables whose value must not be repeated anywhere. */
export const secretVariables: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'EARSHOT_ALERT_WEBHOOK_URL',
  'EARSHOT_DATA_KEYS',
  'EARSHOT_PLAN_KEY',
  'EARSHOT_INTAKE_KEY',
  'EARSHOT_DEMO_PASSWORD',
]);
