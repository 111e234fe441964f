import {
  type Acknowledgements,
  type Dimensions,
  type FirstContacts,
  type OpenFlags,
  type ReviewCell,
  type Waiting,
} from '@earshot/data-access';
import { Bucket } from '@earshot/domain/metrics';

/** Everything known of one group, from which its measures are computed. null or empty: nothing was counted. */
export interface Facts {
  readonly dimensions: Dimensions;
  readonly bucket: Bucket;
  readonly waiting: Waiting | null;
  readonly firstContacts: FirstContacts | null;
  readonly openFlags: OpenFlags | null;
  readonly acknowledged: Acknowledgements | null;
  readonly toBrand: Acknowledgements | null;
  readonly cells: readonly ReviewCell[];
}

/** Which stores a metric reads. */
export type Source =
  'buckets' | 'waiting' | 'firstContacts' | 'openFlags' | 'acknowledged' | 'toBrand' | 'cells';

/** Facts of a group in which nothing was counted. */
export function noFacts(dimensions: Dimensions): Facts {
  return {
    dimensions,
    bucket: new Bucket(),
    waiting: null,
    firstContacts: null,
    openFlags: null,
    acknowledged: null,
    toBrand: null,
    cells: [],
  };
}
