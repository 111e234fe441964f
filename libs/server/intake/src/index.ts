export { IntakeDesk, IntakeSettings } from './intake-desk';
export { IntakeModule } from './intake.module';
export { KafkaIntake, TopicSettings } from './kafka-intake';
export { TopicWatch } from './topic-watch';
