export { Database, type DatabaseOptions, type Queryable, type Transaction } from './database';
export { isDatabaseTrouble, isTransient, isUniqueViolation, sqlState } from './errors';
