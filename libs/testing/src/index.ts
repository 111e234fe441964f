export { emptyDatabase, testDatabase, type TestDatabase } from './postgres';
export { Rows, rowsNow, type ConversationGiven, type FlagGiven } from './rows';
export { jobQueueConformance } from './conformance/job-queue';
export { liveBusConformance } from './conformance/live-bus';
export { freePort } from '../../../tools/services/process.mjs';
export { hasRedis, testRedis, type TestRedis } from './redis';
export { missingKafka, testKafka, type TestKafka } from './kafka';
export { until } from './until';
export { cookieOf, CookieSessions, testApp, type TestApp } from './test-app';
export { arrivals, aSignal, foldEventSets } from './builders/fold-events';
export { anEvent, eventExamples, eventsNow, mutatedEvents } from './builders/events';
export { numbers, shuffledWithin, traffic, type TrafficOptions } from './builders/traffic';
export { canonicalDump, dumpDifference } from './canonical-dump';
export { TestIngest, type GivenBatch } from './test-ingest';
export { sendOverHttp, sendToTopic, type Sending } from './world/send';
export {
  missingForWorld,
  World,
  worldIntakeKey,
  worldKeys,
  type Place,
  type ServerProcess,
} from './world/world';
export {
  anotherWay,
  dumpOf,
  eventsOf,
  frozen,
  killed,
  proofSizes,
  servicesRestarted,
  uninterrupted,
  type Scenario,
  type Size,
} from './world/scenarios';
