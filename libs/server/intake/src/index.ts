export { IntakeDesk, IntakeSettings } from './intake-desk';
export { IntakeModule } from './intake.module';
export { PlanKeeper } from './keepers';
export { KafkaIntake, type TopicSettings } from './kafka-intake';
export { TopicWatch } from './topic-watch';
