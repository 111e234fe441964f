export { endRedis, openRedis } from './redis';
