export { createDataSource, runMigrations, undoMigrations } from './data-source';
