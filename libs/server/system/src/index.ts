export { asyncApiDocument } from './asyncapi';
export { openApiDocument } from './openapi';
export { type Route } from './route';
export { routes } from './routes';
export { SystemModule } from './system.module';
