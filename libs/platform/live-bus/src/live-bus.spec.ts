import { liveBusConformance } from '@earshot/testing';
import { InProcessLiveBus } from './in-process-live-bus';

describe('InProcessLiveBus', () => liveBusConformance((onError) => new InProcessLiveBus(onError)));
