export { BullJobQueue } from './bull-job-queue';
export { InProcessJobQueue } from './in-process-job-queue';
export {
  JobQueue,
  type Job,
  type JobHandler,
  type JobOptions,
  type JobQueueState,
  type OnJobError,
} from './job-queue';
