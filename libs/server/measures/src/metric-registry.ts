import { type Measure, type MetricId } from '@earshot/contracts';
import { type Facts, type Source } from './facts';
import * as figures from './figures';

/** How one metric is read and computed. */
export interface MetricDefinition {
  readonly unit: Measure['unit'];
  readonly source: Source;
  readonly figure: (facts: Facts, nowMs: number) => figures.Figure;
  /** Whether it is about this moment rather than the window; then it cannot be cut by time. */
  readonly isNow?: true;
  /** How long after an instant its value may still change, ms. */
  readonly maturesMs?: number;
}

const day = 86_400_000;

/** Every metric of the contract. docs/metrics has a page for each, checked against this table by a test. */
export const metricRegistry: Readonly<Record<MetricId, MetricDefinition>> = {
  'first-response-time': { unit: 'ms', source: 'buckets', figure: figures.firstResponse },
  'response-time': { unit: 'ms', source: 'buckets', figure: figures.response },
  'waiting-now': { unit: 'count', source: 'waiting', figure: figures.waitingNow, isNow: true },
  'time-to-human': { unit: 'ms', source: 'buckets', figure: figures.timeToHuman },
  'resolution-time': { unit: 'ms', source: 'buckets', figure: figures.resolution },
  'first-contact-resolution': {
    unit: 'fraction',
    source: 'firstContacts',
    figure: figures.firstContactResolution,
    maturesMs: 3 * day,
  },
  satisfaction: { unit: 'out-of-5', source: 'buckets', figure: figures.satisfaction },
  'complaint-rate': {
    unit: 'fraction',
    source: 'buckets',
    figure: figures.rate('complained', 'closed', 'nothing-closed'),
  },
  'qa-pass-rate': { unit: 'fraction', source: 'cells', figure: figures.qaPass },
  'qa-score': { unit: 'score', source: 'cells', figure: figures.qaScore },
  'abandoned-rate': {
    unit: 'fraction',
    source: 'buckets',
    figure: figures.rate('abandoned', 'closed', 'nothing-closed'),
  },
  'unanswered-rate': {
    unit: 'fraction',
    source: 'buckets',
    figure: figures.rate('unanswered', 'closed', 'nothing-closed'),
  },
  'intake-lag': { unit: 'ms', source: 'buckets', figure: figures.intakeLag },
  'open-flags': { unit: 'count', source: 'openFlags', figure: figures.openFlags, isNow: true },
  'time-to-acknowledge': {
    unit: 'ms',
    source: 'acknowledged',
    figure: ({ acknowledged }) => figures.acknowledgement(acknowledged),
  },
  'time-to-brand': {
    unit: 'ms',
    source: 'toBrand',
    figure: ({ toBrand }) => figures.acknowledgement(toBrand),
  },
};
