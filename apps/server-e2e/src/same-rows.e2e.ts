/**
 * The proofs of `npm run prove`, small: real servers, PostgreSQL, Kafka and Redis; whatever happens on the way, the
 * rows in the end are those of an uninterrupted run.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import {
  anotherWay,
  dumpDifference,
  dumpOf,
  eventsOf,
  frozen,
  killed,
  proofSizes,
  servicesRestarted,
  uninterrupted,
  World,
} from '@earshot/testing';

const size = proofSizes.small;
const missing = ['java', 'mvn', 'redis-server'].find((name) => spawnSync(name, ['--version']).error);
const skip = missing === undefined ? false : `${missing} is not installed`;
const events = eventsOf(size, Date.now());

let world: World | null = null;
let expected = '';

before(async () => {
  if (skip !== false) return;
  world = await World.open({ kafka: true, redis: true });
  expected = (await dumpOf(world, uninterrupted, events)).dump;
});
after(async () => {
  await world?.close();
});

for (const scenario of [killed(size), servicesRestarted(size), frozen(size), ...size.ways.map(anotherWay)]) {
  test(scenario.name, { skip, timeout: 300_000 }, async () => {
    assert.ok(world !== null);
    const { dump } = await dumpOf(world, scenario, events);
    assert.equal(dumpDifference(expected, dump), '');
  });
}
