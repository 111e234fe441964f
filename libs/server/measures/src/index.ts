export { MeasuresModule } from './measures.module';
export { metricRegistry, type MetricDefinition } from './metric-registry';
export { ReadMeasures } from './read-measures';
