import { type Severity } from '@earshot/contracts';
import { type Normaliser } from '../normalise/normalise';
import { type About, type Signal, type Span } from '../types';
import { loweringsOf } from './lowering';
import { type Occurrence } from './occurrences';
import { hourIn } from './hour';
import { type CompiledClause, type CompiledRule, type Slot } from './rule-set';
import { titleIn } from './titles';

/** A score from which on a finding opens a flag. */
export const FLAG_FROM = 0.5;
/** How many occurrences of a rule's rarest slot are tried; later ones add nothing to a flag. */
const MOST_ANCHORS = 64;
/** What one of the forms that somebody hides a word in takes from the certainty. */
const DISGUISE_FACTOR = 0.95;
/** What is left of the certainty where a title holds the words. */
const TITLE_FACTOR = 0.4;

/** So many units apart two words may be of one thing. */
const BESIDE = 24;
const CLAUSE_END = /[，。！？；、…,.!?;\n]/;

/** What one message offers to the rules. */
export interface Scene {
  text: Normaliser;
  about: About;
  /** Whether each slot of the clause may have a term in the text; where not, it has none. */
  mayHold(clause: CompiledClause): boolean;
  /** Gives the occurrences of a slot, by start. */
  of(slot: Slot): readonly Occurrence[];
}

interface Match {
  parts: readonly Occurrence[];
  anchor: Occurrence;
}

/**
 * Adds the signals of `compiled` in the scene to `signals`: at most one that counts as it is, and one for each clause
 * that asks something of the conversation.
 */
export function evaluateRule(compiled: CompiledRule, scene: Scene, signals: Signal[]): void {
  if (!isAddressed(compiled, scene.about)) return;
  let best: Signal | null = null;
  for (const clause of compiled.clauses) {
    if (!scene.mayHold(clause)) continue;
    if (clause.conditions !== null) {
      const open = bestOf(compiled, clause, { scene, best: null });
      if (open !== null) signals.push({ ...open, if: clause.conditions });
      continue;
    }
    best = bestOf(compiled, clause, { scene, best });
    if (best !== null && best.score >= compiled.rule.score) break;
  }
  if (best !== null) signals.push(best);
}

function isAddressed({ rule, timeZone }: CompiledRule, { speaker, hour, atMs }: About): boolean {
  if (!rule.speaker.includes(speaker)) return false;
  if (rule.hours === undefined) return true;
  const at = hour ?? (atMs === undefined || timeZone === null ? null : hourIn(timeZone, atMs));
  if (at === null) return false;
  const { from, to } = rule.hours;
  return from <= to ? at >= from && at <= to : at >= from || at <= to;
}

/** Gives the best of the clause's signals and `best`; once one has the rule's whole score no more are tried. */
function bestOf(
  compiled: CompiledRule,
  clause: CompiledClause,
  { scene, best }: { scene: Scene; best: Signal | null },
): Signal | null {
  for (const slot of clause.slots) if (scene.of(slot).length === 0) return best;
  const bySlot = clause.slots.map((slot) => scene.of(slot));
  if (clause.times > 1 && separate(bySlot[0] ?? []) < clause.times) return best;
  const banned = clause.none === null ? NOTHING : scene.of(clause.none);
  if (banned.length > 0 && clause.noneWithin === null) return best;
  const anchors = bySlot[clause.anchor] ?? NOTHING;
  for (let i = 0; i < anchors.length && i < MOST_ANCHORS; i++) {
    const anchor = anchors[i] as Occurrence;
    const parts = assemble(clause, bySlot, anchor);
    if (parts === null || (banned.length > 0 && isNearBanned(parts, banned, clause.noneWithin ?? 0)))
      continue;
    const signal = signalOf(compiled, { parts, anchor }, scene);
    if (best === null || signal.score > best.score) best = signal;
    if (best.score >= compiled.rule.score) return best;
  }
  return best;
}

const NOTHING: readonly Occurrence[] = [];

function isNearBanned(parts: readonly Occurrence[], banned: readonly Occurrence[], reach: number): boolean {
  const from = Math.min(...parts.map((part) => part.start)) - reach;
  const to = Math.max(...parts.map((part) => part.end)) + reach;
  return banned.some((o) => o.start < to && o.end > from);
}

/** How many of the occurrences do not overlap. */
function separate(occurrences: readonly Occurrence[]): number {
  let count = 0;
  let end = -1;
  for (const o of occurrences) {
    if (o.start < end) continue;
    count++;
    end = o.end;
  }
  return count;
}

/** Gives one occurrence for each slot around `anchor`, the nearest that fits, or null. */
function assemble(
  clause: CompiledClause,
  bySlot: readonly (readonly Occurrence[])[],
  anchor: Occurrence,
): Occurrence[] | null {
  const parts: Occurrence[] = [];
  parts[clause.anchor] = anchor;
  return walk(clause, bySlot, parts, 1) && walk(clause, bySlot, parts, -1) ? parts : null;
}

/** Fills `parts` from the anchor in one direction; gives whether all slots on the way have one that fits. */
function walk(
  { anchor, within, isOrdered }: CompiledClause,
  bySlot: readonly (readonly Occurrence[])[],
  parts: Occurrence[],
  step: 1 | -1,
): boolean {
  const reach = within ?? Number.POSITIVE_INFINITY;
  let neighbour = parts[anchor] as Occurrence;
  for (let place = anchor + step; place >= 0 && place < bySlot.length; place += step) {
    const next = nearest(bySlot[place] ?? [], neighbour, isOrdered ? step : 0, reach);
    if (next === null) return false;
    parts[place] = next;
    if (isOrdered) neighbour = next;
  }
  return true;
}

/** Gives the occurrence nearest to `to`: after it (1), before it (-1) or on either side (0), not overlapping it. */
function nearest(
  occurrences: readonly Occurrence[],
  to: Occurrence,
  side: 1 | -1 | 0,
  reach: number,
): Occurrence | null {
  let best: Occurrence | null = null;
  let bestGap = reach + 1;
  for (const o of occurrences) {
    const after = o.start - to.end;
    const before = to.start - o.end;
    const gap = side === 1 ? after : side === -1 ? before : Math.max(after, before);
    if (gap < 0 || gap >= bestGap) continue;
    best = o;
    bestGap = gap;
  }
  return best;
}

function signalOf({ rule, mark, raise, lower }: CompiledRule, match: Match, scene: Scene): Signal {
  const reasons = new Set(match.parts.map((part) => `term: ${part.form.written}`));
  if (rule.hours !== undefined) reasons.add(`at-hours: ${rule.hours.from}–${rule.hours.to}`);
  let score = rule.score;
  let severity: Severity = rule.severity;
  let isNamed = false;
  for (const { disguise } of match.parts) {
    if (disguise === null || reasons.has(`disguise: ${disguise}`)) continue;
    reasons.add(`disguise: ${disguise}`);
    score *= DISGUISE_FACTOR;
  }
  for (const { slot, to, score: added, because } of raise) {
    if (scene.of(slot).length === 0) continue;
    score += added;
    severity = to ?? severity;
    reasons.add(`raised-by: ${because}`);
  }
  /** What the words are worth where those that lower them are believed only beside them. */
  let meant = score;
  for (const { slot, to, score: added, because } of lower) {
    const words = scene.of(slot);
    if (words.length === 0) continue;
    score += added;
    severity = to ?? severity;
    reasons.add(`lowered-by: ${because}`);
    if (words.some((word) => isBeside(match.parts, word, scene.text))) meant += added;
  }
  if (rule.lowering) {
    for (const { because, factor } of loweringsOf(scene.text, match.anchor.start, match.anchor.end)) {
      score *= factor;
      reasons.add(`lowered-by: ${because}`);
    }
    const title = titleIn(scene.text, match.parts);
    if (title !== null) {
      score *= TITLE_FACTOR;
      isNamed = title === 'sure';
      reasons.add('lowered-by: title');
    }
  }
  // Nothing that is said elsewhere in the message, and no negation and its like, talks a critical finding away: a
  // lowered score orders it, a person decides. Of what is surely a title nobody need be woken.
  const isKept = severity === 'critical' && meant >= FLAG_FROM;
  if (isKept && isNamed) severity = 'low';
  score = Math.round(Math.min(1, Math.max(0, score)) * 1000) / 1000;
  return {
    ruleId: rule.id,
    category: rule.category,
    severity,
    score,
    reasons: [...reasons],
    spans: spansOf(match.parts, scene.text),
    opensFlag: mark === null && (score >= FLAG_FROM || isKept),
    ...(mark !== null && { mark }),
  };
}

/** Whether `word` stands in the clause of one of the parts, and near it: there it may be what the words are about. */
function isBeside(
  parts: readonly Occurrence[],
  word: Occurrence,
  { source, starts, ends }: Normaliser,
): boolean {
  return parts.some((part) => {
    const [first, second] = part.start <= word.start ? [part, word] : [word, part];
    if (second.start - first.end > BESIDE) return false;
    const between = source.slice(ends[first.end - 1], starts[second.start]);
    return !CLAUSE_END.test(between);
  });
}

function spansOf(parts: readonly Occurrence[], text: Normaliser): Span[] {
  const spans = parts
    .map(({ start, end }) => ({ start: text.starts[start] as number, end: text.ends[end - 1] as number }))
    .sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged[merged.length - 1];
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push(span);
  }
  return merged;
}
