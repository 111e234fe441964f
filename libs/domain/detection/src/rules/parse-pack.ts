import { parseDocument, LineCounter, type Document } from 'yaml';
import { type z } from 'zod';
import { Detector } from '../detector';
import { type Result } from '../types';
import { failedWatch } from './watch-examples';
import { packSchema, type Example, type Rule, type RulePack } from './pack-schema';

/** Why a pack was refused. `line` is 1-based, null where the fault has no place. */
export interface PackError {
  code: 'not-yaml' | 'not-a-pack' | 'duplicate-rule' | 'bad-term' | 'example-failed';
  line: number | null;
  detail: string;
}

/**
 * Gives the rule pack written in `yaml`, if it is sound: YAML, of the pack's schema, every list known, and every
 * example of every rule as it says. A pack with any fault is refused whole.
 *
 * Examples are run against this pack alone. Aliases of YAML are limited to 100, so a small text cannot unfold into a
 * huge one.
 */
export function parseRulePack(yaml: string): Result<RulePack, PackError> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const lineAt = (offset: number | undefined): number | null =>
    offset === undefined ? null : lines.linePos(offset).line;
  const refuse = (
    code: PackError['code'],
    line: number | null,
    detail: string,
  ): Result<RulePack, PackError> => ({
    ok: false,
    error: { code, line, detail },
  });
  const fault = document.errors[0];
  if (fault !== undefined)
    return refuse('not-yaml', lineAt(fault.pos[0]), fault.message.split('\n')[0] ?? '');
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return refuse('not-yaml', null, messageOf(error));
  }
  const parsed = packSchema.safeParse(content);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path ?? [];
    return refuse(
      'not-a-pack',
      lineAt(offsetOf(document, path)),
      `${path.join('.')}: ${issue?.message ?? ''}`,
    );
  }
  const pack = parsed.data;
  const lineOfRule = (place: number): number | null => lineAt(offsetOf(document, ['rules', place]));
  const ids = new Set<string>();
  for (const [place, { id }] of pack.rules.entries()) {
    if (ids.has(id)) return refuse('duplicate-rule', lineOfRule(place), `The rule "${id}" is given twice.`);
    ids.add(id);
  }
  let detector: Detector;
  try {
    detector = Detector.compile([pack]);
  } catch (error) {
    const place = pack.rules.findIndex((rule) => !compiles({ ...pack, harmless: [], rules: [rule] }));
    return refuse('bad-term', place < 0 ? null : lineOfRule(place), messageOf(error));
  }
  for (const [place, rule] of pack.rules.entries()) {
    const failure = failedExample(detector, rule);
    if (failure !== null) return refuse('example-failed', lineOfRule(place), `${rule.id}: ${failure}`);
  }
  const watched = failedWatch(pack);
  if (watched !== null) {
    const [name = ''] = watched.split(':');
    return refuse('example-failed', lineAt(offsetOf(document, [name])), watched);
  }
  return { ok: true, value: pack };
}

/** Gives what is wrong with the first example that does not turn out as the rule says, or null. */
export function failedExample(detector: Detector, rule: Rule): string | null {
  for (const example of rule.mustHit) {
    if (!opens(detector, rule, example)) return `must hit, but does not: ${textOf(example)}`;
  }
  for (const example of rule.mustNotHit) {
    if (opens(detector, rule, example)) return `must not hit, but does: ${textOf(example)}`;
  }
  return null;
}

function compiles(pack: RulePack): boolean {
  try {
    Detector.compile([pack]);
    return true;
  } catch {
    // The caller reports the error of the whole pack; here only the place is looked for.
    return false;
  }
}

function opens(detector: Detector, rule: Rule, example: Example): boolean {
  const { text, ...about } = typeof example === 'string' ? { text: example } : example;
  const signals = detector.scan(text, { speaker: rule.speaker[0] ?? 'customer', ...about });
  return signals.some((signal) => signal.ruleId === rule.id && signal.opensFlag);
}

function textOf(example: Example): string {
  return typeof example === 'string' ? example : example.text;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Gives where the node at `path`, or its nearest parent that exists, begins. */
function offsetOf(document: Document, path: z.core.$ZodIssue['path']): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
      return Number(node.range[0]);
    }
  }
  return undefined;
}
