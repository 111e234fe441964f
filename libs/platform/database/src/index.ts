export { Database, type DatabaseOptions, type Queryable, type Transaction } from './database';
export { isTransient, isUniqueViolation, sqlState } from './errors';
