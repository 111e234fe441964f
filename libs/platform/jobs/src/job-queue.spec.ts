import { jobQueueConformance } from '@earshot/testing';
import { InProcessJobQueue } from './in-process-job-queue';

describe('InProcessJobQueue', () => jobQueueConformance((onError) => new InProcessJobQueue(onError)));
