export {
  ConfigError,
  loadConfig,
  type AlertConfig,
  type Config,
  type HttpConfig,
  type IntakeConfig,
  type KafkaConfig,
  type KeyConfig,
} from './config';
export { envExample } from './env-example';
export { keepValue, keptFiles, readKept } from './kept-values';
export { Secret } from './secret';
export { serverRoles, type ServerRole } from './variables';
