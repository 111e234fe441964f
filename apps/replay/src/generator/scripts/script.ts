import type { Category, Channel, Severity } from '@earshot/contracts';

/** In which way a conversation is handled badly. `slow` and `abandoned` come from waits, the others from scripts. */
export type BadWay =
  | 'empty-promise'
  | 'canned-deflection'
  | 'not-escalated'
  | 'wrong-answer'
  | 'rude'
  | 'stuck-in-bot'
  | 'privacy'
  | 'slow'
  | 'abandoned';

/**
 * A conversation as written by us; see `turns` for the notation.
 *
 * One line is one step: `c` customer, `a` agent, `b` bot, `s` system, a blank, and the text. After the letter may
 * come `+` (only where it is handled well), `-` (only where it is handled badly), `?` (in half of the cases) and
 * `!category/severity` (the message that a reader must see). In a text `{x|y|z}` is one of several wordings and
 * `{$name}` a slot. Other steps: `> human` leaves the bot, `> team` and `> brand` hand over to another agent,
 * `~ 300` waits so many seconds more, `. resolved customer` closes (outcome and by whom); the signs stand before the blank.
 */
export interface Script {
  /** Unique name, kebab case. */
  readonly id: string;
  readonly language: 'zh' | 'en';
  /** How often it comes, relative to the others. */
  readonly weight: number;
  readonly scenario: string;
  readonly channels?: readonly Channel[];
  readonly segments?: readonly string[];
  /** How it is bad when it is handled badly. */
  readonly badWay: BadWay;
  /** Added to the chance that it is handled badly, in [-1, 1]. */
  readonly harder?: number;
  readonly turns: string;
}

/** One step of a compiled script. */
export type Step =
  | {
      readonly kind: 'say';
      readonly role: 'customer' | 'agent' | 'bot' | 'system';
      readonly when: When;
      readonly text: readonly Part[];
      readonly danger: { readonly category: Category; readonly severity: Severity } | undefined;
    }
  | { readonly kind: 'transfer'; readonly to: 'human' | 'team' | 'brand'; readonly when: When }
  | { readonly kind: 'wait'; readonly seconds: number; readonly when: When }
  | {
      readonly kind: 'close';
      readonly outcome: 'resolved' | 'unresolved' | 'abandoned';
      readonly by: 'customer' | 'agent' | 'system';
      readonly when: When;
    };

/** Whether a step is taken: only when handled `well` or `badly`, and with what chance. */
export interface When {
  readonly handled: 'well' | 'badly' | undefined;
  readonly chance: number;
}

/** A piece of a text: words, a choice between wordings (each made of pieces), or a slot. */
export type Part = string | { readonly oneOf: readonly (readonly Part[])[] } | { readonly slot: string };

const line = /^([cabs>~.])([+-])?(\?)?(?:!([a-z-]+)\/(critical|high|medium|low))?\s+(.*)$/;
const roles = { c: 'customer', a: 'agent', b: 'bot', s: 'system' } as const;

/** Gives the steps of a script's notation. **Errors**: throws on a line that is none. */
export function compile(turns: string): Step[] {
  return turns
    .split('\n')
    .map((raw) => raw.trim())
    .filter((raw) => raw !== '')
    .map(compileLine);
}

function compileLine(raw: string): Step {
  const found = line.exec(raw);
  const [, letter, sign, perhaps, category, severity, rest = ''] = found ?? [];
  if (letter === undefined) throw new Error(`no step of a script: ${raw}`);
  const when: When = {
    handled: sign === '+' ? 'well' : sign === '-' ? 'badly' : undefined,
    chance: perhaps === undefined ? 1 : 0.5,
  };
  if (letter === '>') return { kind: 'transfer', to: rest as 'human' | 'team' | 'brand', when };
  if (letter === '~') return { kind: 'wait', seconds: Number(rest), when };
  if (letter === '.') {
    const [outcome, by] = rest.split(' ');
    return { kind: 'close', outcome: outcome as 'resolved', by: by as 'agent', when };
  }
  return {
    kind: 'say',
    role: roles[letter as keyof typeof roles],
    when,
    text: compileText(rest),
    danger:
      category === undefined ? undefined : { category: category as Category, severity: severity as Severity },
  };
}

/** Gives the pieces of a text. Choices hold words and slots, no further choices. */
export function compileText(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open < 0) break;
    const close = closing(text, open);
    if (open > at) parts.push(text.slice(at, open));
    const inside = text.slice(open + 1, close);
    parts.push(
      inside.startsWith('$') && !inside.includes('|')
        ? { slot: inside.slice(1) }
        : { oneOf: split(inside).map(compileText) },
    );
    at = close + 1;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`a brace is not closed: ${text}`);
}

function split(inside: string): string[] {
  const options: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < inside.length; at += 1) {
    if (inside[at] === '{') depth += 1;
    else if (inside[at] === '}') depth -= 1;
    else if (inside[at] === '|' && depth === 0) {
      options.push(inside.slice(from, at));
      from = at + 1;
    }
  }
  return [...options, inside.slice(from)];
}
