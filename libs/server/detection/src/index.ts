export { RulesInForce } from './detection.controller';
export { DetectionModule } from './detection.module';
