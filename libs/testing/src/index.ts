export { emptyDatabase, testDatabase, type TestDatabase } from './postgres';
export { Rows, rowsNow, type ConversationGiven, type FlagGiven } from './rows';
