import { type Flag, type Severity } from '@earshot/contracts';

const gravity: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3 };

/**
 * What the lane and the lists of what has ended show unless another severity is asked for: flags as grave as this, or
 * graver. Of low ones, mostly promises without content, there are so many that they would bury what needs a person.
 */
export const leastShown = 'medium' satisfies Severity;

/** Whether `severity` is as grave as `least`, or graver. */
export function isAsGrave(severity: Severity, least: Severity): boolean {
  return gravity[severity] <= gravity[least];
}

/** Whether somebody still has to do something about it. */
export function isOpenFlag(flag: Flag): boolean {
  return flag.state === 'open' || flag.state === 'acknowledged';
}

/**
 * Order of the lane: gravest first; of equal ones those that nobody has taken, then the longest waiting, by our own
 * clock at receipt. The id settles the rest, so that the order never flickers.
 */
export function compareFlags(a: Flag, b: Flag): number {
  return (
    gravity[a.severity] - gravity[b.severity] ||
    Number(a.state === 'acknowledged') - Number(b.state === 'acknowledged') ||
    Date.parse(a.receivedAt) - Date.parse(b.receivedAt) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The flags with `flag` put in; an older revision than the one known changes nothing. */
export function mergeFlag(flags: readonly Flag[], flag: Flag): Flag[] {
  const known = flags.findIndex((other) => other.id === flag.id);
  if (known < 0) return [...flags, flag];
  const before = flags[known];
  if (before && before.revision > flag.revision) return [...flags];
  return flags.map((other, index) => (index === known ? flag : other));
}

/**
 * Milliseconds until somebody must have taken the flag; negative when the promise is broken, null when it has been
 * taken or has no deadline.
 */
export function msToDeadline(flag: Flag, now: number): number | null {
  if (flag.state !== 'open' || flag.deadlineAt === null) return null;
  return Date.parse(flag.deadlineAt) - now;
}

/** The flags of one conversation that stand in a list together; never empty. */
export interface FlagGroup {
  /** Of the conversation, or of the rejected event in which they were found. */
  key: string;
  /** Gravest first, as in the lane. */
  flags: readonly Flag[];
  /** The gravest, taken or not. */
  head: Flag;
  /** The one that the group is shown by: the gravest that nobody has taken and is asked for, else the gravest. */
  lead: Flag;
}

/** What flags share that stand in one group: their conversation, or the rejected event in which they were found. */
export function groupKey({ brandId, conversationId, rejectedEventId }: Flag): string {
  return JSON.stringify([brandId, conversationId, rejectedEventId]);
}

/** Whether something in the group that is asked for is still to be taken by somebody. */
export function needsPerson({ lead }: FlagGroup): boolean {
  return lead.state === 'open';
}

/**
 * Order of groups: all that need a person before those that somebody has taken whole; of either the graver first, then
 * the longer waiting, by the flag that the group is shown by. So the order is what the eye reads on it.
 */
function compareGroups(a: FlagGroup, b: FlagGroup): number {
  return Number(needsPerson(b)) - Number(needsPerson(a)) || compareFlags(a.lead, b.lead);
}

/**
 * The flags by conversation, in the order of the lane. One that is less grave than `least` stands with the others of its
 * conversation and leads none of them: what is not asked for must not push down what is.
 */
export function groupFlags(flags: readonly Flag[], least: Severity = leastShown): FlagGroup[] {
  const groups = new Map<string, Flag[]>();
  for (const flag of [...flags].sort(compareFlags)) {
    const key = groupKey(flag);
    const known = groups.get(key);
    if (known) known.push(flag);
    else groups.set(key, [flag]);
  }
  return [...groups]
    .flatMap(([key, own]) => {
      const [head] = own;
      const untaken = own.find(({ state, severity }) => state === 'open' && isAsGrave(severity, least));
      return head ? [{ key, flags: own, head, lead: untaken ?? head }] : [];
    })
    .sort(compareGroups);
}

/**
 * Whether nothing happened to a flag between two looks at it that matters to somebody who closes it: it is in the same
 * hands, as grave, and says the same. That somebody was told of it in the meantime is no such thing.
 */
export function isSameToClose(before: Flag, now: Flag): boolean {
  const findings = ({ findings: own }: Flag): string =>
    own.map(({ ruleId, at, withdrawnAt }) => `${ruleId} ${at} ${withdrawnAt ?? ''}`).join('\n');
  return (
    before.state === now.state &&
    before.severity === now.severity &&
    // By whom, not when: the instant of an act that is under way is our own guess.
    before.acknowledgedBy === now.acknowledgedBy &&
    findings(before) === findings(now)
  );
}
