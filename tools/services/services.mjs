#!/usr/bin/env node
/**
 * `npm run services`: a real Redis, Apache Kafka and PostgreSQL on this machine, without Docker, each with a port
 * and a folder of its own below `.services/`. They run on after this program ends, until `npm run services -- stop`.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createTopic, startKafka } from './kafka.mjs';
import { startPostgres } from './postgres.mjs';
import { attach } from './process.mjs';
import { startRedis } from './redis.mjs';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What can be brought up, in the order of starting, with the variable that points the server to it. */
export const services = {
  postgres: { start: startPostgres, variable: 'DATABASE_URL', value: ({ url }) => url },
  redis: { start: startRedis, variable: 'REDIS_URL', value: ({ url }) => url },
  kafka: { start: startKafka, variable: 'KAFKA_BROKERS', value: ({ brokers }) => brokers },
};

/** The topic of the events (DESIGN section 5) and how many partitions it gets here. */
export const eventTopic = { name: 'conversation.events', partitions: 6 };

/**
 * Brings up the services named in `only` (all unless given) below `dir`, leaving alone what runs already, and makes
 * the topic. `ports` gives fixed ports by service. Gives `{running, variables}`: handles by name, and the
 * variables to set; they are also written to `dir/env`.
 */
export async function startServices({
  dir = join(repository, '.services'),
  only,
  ports = {},
  say = () => undefined,
}) {
  mkdirSync(dir, { recursive: true });
  const running = {};
  for (const name of only ?? Object.keys(services)) {
    const before = attach(join(dir, name));
    if (before?.pid) {
      running[name] = before;
      say(`${name}: runs already, pid ${before.pid}`);
      continue;
    }
    const from = Date.now();
    running[name] = await services[name].start({
      dir: join(dir, name),
      port: ports[name] ?? before?.port,
      say,
    });
    say(`${name}: up in ${((Date.now() - from) / 1000).toFixed(1)} s, pid ${running[name].pid}`);
  }
  if (running.kafka) await createTopic(running.kafka.brokers, eventTopic.name, eventTopic.partitions);
  const variables = { ...(running.postgres ? keysIn(dir) : {}) };
  for (const [name, service] of Object.entries(running)) {
    variables[services[name].variable] = services[name].value(service);
  }
  writeFileSync(join(dir, 'env'), asLines(variables), { mode: 0o600 });
  return { running, variables };
}

/** Stops what runs below `dir`, Kafka first and PostgreSQL last. Gives the names of what was stopped. */
export async function stopServices({ dir = join(repository, '.services'), only } = {}) {
  const stopped = [];
  for (const name of Object.keys(services).reverse()) {
    const service = only && !only.includes(name) ? null : attach(join(dir, name));
    if (!service?.pid) continue;
    await service.stop();
    stopped.push(name);
  }
  return stopped;
}

/** The keys that a server with a database of its own must be given; made once, kept beside the services. */
function keysIn(dir) {
  const file = join(dir, 'keys.json');
  if (!existsSync(file)) {
    const key = () => randomBytes(32).toString('base64');
    const made = { EARSHOT_DATA_KEYS: `local:${key()}`, EARSHOT_PLAN_KEY: key() };
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

const asLines = (variables) =>
  Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');

const usage = `npm run services [-- start]     bring up Redis, Kafka and PostgreSQL, print the variables to set
npm run services -- stop        stop them (--clean removes their folders as well)
npm run services -- status      what runs
npm run services -- env         the variables again

  --only=kafka,redis,postgres   some of them
  --redis-port=N --kafka-port=N --postgres-port=N
  --dir=FOLDER                  another folder than .services
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      dir: { type: 'string', default: join(repository, '.services') },
      only: { type: 'string' },
      clean: { type: 'boolean', default: false },
      'redis-port': { type: 'string' },
      'kafka-port': { type: 'string' },
      'postgres-port': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const command = values.help ? 'help' : (positionals[0] ?? 'start');
  const dir = resolve(values.dir);
  const only = values.only?.split(',');
  const unknown = only?.find((name) => !(name in services));
  if (unknown !== undefined)
    throw new Error(`--only: no service "${unknown}"; there are ${Object.keys(services)}`);

  if (command === 'start') {
    const ports = {};
    for (const name of Object.keys(services)) {
      const given = values[`${name}-port`];
      if (given !== undefined) ports[name] = portFrom(given);
    }
    const { variables } = await startServices({ dir, only, ports, say: (line) => console.error(line) });
    console.error(`\nSet these (or: . ${join(dir, 'env')}), stop with: npm run services -- stop\n`);
    process.stdout.write(asLines(variables));
  } else if (command === 'stop') {
    const stopped = await stopServices({ dir, only });
    console.error(stopped.length === 0 ? 'nothing was running' : `stopped: ${stopped.join(', ')}`);
    if (values.clean) {
      for (const name of only ?? [...Object.keys(services), 'env', 'keys.json']) {
        rmSync(join(dir, name), { recursive: true, force: true });
      }
    }
  } else if (command === 'status') {
    for (const name of Object.keys(services)) {
      const service = attach(join(dir, name));
      console.log(
        `${name}: ${service?.pid ? `runs, port ${service.port}, pid ${service.pid}` : 'does not run'}`,
      );
    }
  } else if (command === 'env') {
    if (!existsSync(join(dir, 'env'))) throw new Error('Nothing was started here: npm run services');
    process.stdout.write(readFileSync(join(dir, 'env'), 'utf8'));
  } else {
    process.stdout.write(usage);
    if (command !== 'help') process.exitCode = 2;
  }
}

function portFrom(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Error(`"${text}" is no port`);
  return port;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
