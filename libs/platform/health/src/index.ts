export { HealthController } from './health.controller';
export { HealthRegistry, type HealthPart, type PartHealth, type Readiness } from './health-registry';
export { httpMetrics } from './http-metrics';
