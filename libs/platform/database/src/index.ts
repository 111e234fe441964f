export { Database, type DatabaseOptions, type Queryable, type Transaction } from './database';
export {
  isDatabaseTrouble,
  isEndedIdle,
  isTooSlow,
  isTransient,
  isUniqueViolation,
  sqlState,
} from './errors';
