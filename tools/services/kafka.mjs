/**
 * A private Apache Kafka, one node, KRaft, without Docker: the jars come from Maven Central through `mvn`, once,
 * or from `KAFKA_HOME`; the broker is the class `kafka.Kafka` inside them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcess, freePort, handle, keptPid, launch, pidFileOf, untilReady } from './process.mjs';

/** The version that is fetched where no `KAFKA_HOME` is given. */
export const kafkaVersion = '3.9.1';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const cache = join(repository, '.services', 'cache', `kafka-${kafkaVersion}`);

const can = (command, args) => {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/**
 * Gives the folder with Kafka's jars; fetches them once (46 MB, some seconds). **Errors**: without Java 11 or newer,
 * or without `KAFKA_HOME` and Maven, with what to do.
 */
export function provideKafka({ say = () => undefined } = {}) {
  if (!can('java', ['-version'])) {
    throw new Error(
      'Kafka needs Java 17 ("sudo apt-get install openjdk-17-jre-headless"), or start without it.',
    );
  }
  const home = process.env.KAFKA_HOME;
  if (home) {
    const libs = join(home, 'libs');
    if (!existsSync(libs)) throw new Error(`KAFKA_HOME is ${home}, but there is no folder libs in it.`);
    return libs;
  }
  if (existsSync(cache)) return cache;
  if (!can('mvn', ['--version'])) {
    throw new Error(
      'Kafka is fetched with Maven ("sudo apt-get install maven"); or unpack a Kafka 3.9 yourself and set KAFKA_HOME.',
    );
  }
  say(`fetching Apache Kafka ${kafkaVersion} from Maven Central`);
  mkdirSync(dirname(cache), { recursive: true });
  const work = mkdtempSync(join(dirname(cache), 'kafka-'));
  try {
    writeFileSync(join(work, 'pom.xml'), pom);
    const goal = [
      '-q',
      '-B',
      'dependency:copy-dependencies',
      '-DoutputDirectory=libs',
      '-DincludeScope=runtime',
    ];
    execFileSync('mvn', goal, { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
    if (!readdirSync(join(work, 'libs')).includes(`kafka_2.13-${kafkaVersion}.jar`)) {
      throw new Error('Maven ended well but brought no Kafka.');
    }
    // Whole or not at all, also when two fetch at once.
    if (!existsSync(cache)) renameSync(join(work, 'libs'), cache);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return cache;
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>earshot</groupId><artifactId>kafka</artifactId><version>1</version><dependencies><dependency>
<groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version>
</dependency><dependency>
<groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version>
</dependency></dependencies></project>
`;

const properties = ({ folder, port, controllerPort, settings }) => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'controller.listener.names': 'CONTROLLER',
  'inter.broker.listener.name': 'PLAINTEXT',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  'log.dirs': join(folder, 'logs'),
  'num.partitions': '6',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '4',
  'group.initial.rebalance.delay.ms': '0',
  // A topic that is missing is missing: nobody makes one by asking for it.
  'auto.create.topics.enable': 'false',
  // Room for the longest text we take (256 KiB) and for longer ones that are to be rejected with a reason.
  'message.max.bytes': '4194304',
  // After a crash the broker's own old session must run out before it may register again.
  'broker.session.timeout.ms': '3000',
  'broker.heartbeat.interval.ms': '500',
  ...settings,
});

const log4j = `log4j.rootLogger=WARN, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d{ISO8601} %p %c{1} %m%n
`;

/** Gives a kafkajs client of `brokers` that stays silent. */
export async function kafkaClient(brokers) {
  const { Kafka, logLevel } = await import('kafkajs');
  return new Kafka({
    clientId: 'services',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2000,
    retry: { retries: 1, initialRetryTime: 100 },
  });
}

/** Makes `topic` with `partitions` partitions unless it is there. Gives whether it was made. */
export async function createTopic(brokers, topic, partitions = 6) {
  const admin = (await kafkaClient(brokers)).admin({ retry: { retries: 10, initialRetryTime: 200 } });
  await admin.connect();
  try {
    return await admin.createTopics({ topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }] });
  } finally {
    await admin.disconnect();
  }
}

/**
 * Starts a Kafka in `dir` on `port` (free ones unless given), or starts it again with what it held.
 * `settings` are broker properties that replace ours; `heap` is Java's (`768m`).
 * Gives `{brokers, port, dir, pid, stop(), kill9(), restart(), remove()}`.
 */
export async function startKafka({ dir, port, controllerPort, settings = {}, heap = '768m', say }) {
  const libs = provideKafka({ say });
  const folder = resolve(dir);
  mkdirSync(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  const controller = controllerPort ?? (await freePort());
  const file = join(folder, 'server.properties');
  const values = properties({ folder, port: chosen, controllerPort: controller, settings });
  writeFileSync(
    file,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  writeFileSync(join(folder, 'log4j.properties'), log4j);
  const java = [`-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`, '-cp', join(libs, '*')];
  if (!existsSync(join(folder, 'logs', 'meta.properties'))) {
    const tool = [...java, 'kafka.tools.StorageTool'];
    const id = execFileSync('java', [...tool, 'random-uuid'], { encoding: 'utf8' }).trim();
    execFileSync('java', [...tool, 'format', '-t', id, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  }

  const mark = file;
  const pidFile = pidFileOf(folder);
  const log = join(folder, 'kafka.log');
  const brokers = `127.0.0.1:${chosen}`;
  const start = async () => {
    await endProcess(keptPid(pidFile), { mark });
    const args = [`-Xmx${heap}`, `-Xms256m`, ...java, 'kafka.Kafka', file];
    const pid = launch({ command: 'java', args, cwd: folder, log, pidFile });
    await untilReady(() => answer(brokers), { name: 'Kafka', pid, mark, log, patienceMs: 90_000 });
    return pid;
  };
  await start();
  return handle({ dir: folder, mark, start, facts: { brokers, port: chosen, controllerPort: controller } });
}

async function answer(brokers) {
  const admin = (await kafkaClient(brokers)).admin();
  await admin.connect();
  try {
    const { brokers: nodes } = await admin.describeCluster();
    if (nodes.length === 0) throw new Error('no broker has registered yet');
  } finally {
    await admin.disconnect();
  }
}
