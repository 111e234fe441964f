export { InProcessLiveBus } from './in-process-live-bus';
export {
  LiveBus,
  type LiveBusState,
  type LiveListener,
  type LiveTopic,
  type LiveTopics,
  type OnBusError,
} from './live-bus';
export { redisSocketAdapter, RedisLiveBus } from './redis-live-bus';
export { PortLiveBus, relayLive } from './port-live-bus';
