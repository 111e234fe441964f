import { closeFinding, silenceFinding } from '../conversation/circumstances';
import { emptyDetectionState, stepDetection, type MessageFacts } from '../conversation/step-detection';
import { type Signal } from '../types';
import { type Closing, type RulePack, type Silence } from './pack-schema';
import { Watches } from './watches';

type Told = Pick<Signal, 'category' | 'severity'>;

/** Gives what is wrong with the first example of the pack's `silence` or `closing` that does not turn out, or null. */
export function failedWatch(pack: RulePack): string | null {
  const { silence, closing } = pack;
  const watches = new Watches([pack]);
  return (
    failed('silence', silence, (example) => isSilent(watches, example)) ??
    failed('closing', closing, (example) => isClosedOver(watches, example))
  );
}

function failed<Example extends Told>(
  name: string,
  watched: { mustHit: readonly Example[]; mustNotHit: readonly Example[] } | undefined,
  hits: (example: Example) => boolean,
): string | null {
  const hit = watched?.mustHit.find((example) => !hits(example));
  if (hit !== undefined) return `${name}: must hit, but does not: ${JSON.stringify(hit)}`;
  const miss = watched?.mustNotHit.find((example) => hits(example));
  return miss === undefined ? null : `${name}: must not hit, but does: ${JSON.stringify(miss)}`;
}

function isSilent(watches: Watches, example: Silence['mustHit'][number]): boolean {
  const { answeredAfterSeconds } = example;
  const told = toldOf(watches, example);
  if (answeredAfterSeconds === undefined) return silenceFinding(told, Number.POSITIVE_INFINITY) !== null;
  return silenceFinding(told, answeredAfterSeconds * 1000) !== null;
}

function isClosedOver(watches: Watches, example: Closing['mustHit'][number]): boolean {
  return closeFinding(toldOf(watches, example), { outcome: example.outcome, atMs: 1 }) !== null;
}

/** The conversation after a customer has told of this danger, at 0 ms. */
function toldOf(watches: Watches, { category, severity }: Told) {
  const watch = watches.of({ category, severity });
  const signal: Signal = {
    ruleId: 'example',
    category,
    severity,
    score: 1,
    reasons: [],
    spans: [],
    opensFlag: true,
    ...(watch !== null && { watch }),
  };
  const message: MessageFacts = {
    messageId: 'm',
    role: 'customer',
    atMs: 0,
    agentId: null,
    signals: [signal],
  };
  return stepDetection(emptyDetectionState(), message).state;
}
