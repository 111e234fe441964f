import { type Language } from '@earshot/contracts';
import { CLOSED_OVER_DANGER, NO_HUMAN_ANSWER } from './conversation/circumstances';
import { REPEATED_PROMISE } from './conversation/step-detection';
import { builtInPacks } from './packs/built-in';
import { type Rationale } from './rules/pack-schema';

/** Why something is looked for, by language; empty for a rule that only an older build had. */
export type RationaleByLanguage = Partial<Record<Language, string>>;

/** What is found without a rule of a pack has no other place to say why. */
const LIKENESS: Rationale = {
  en: 'Such things are seldom said in the words that rules know; as a whole this sounds like one of them.',
  zh: '这类话未必用到规则收录的词；这段话整体上与此类表述相近。',
};
const PROMISED_AGAIN: Rationale = {
  en: 'Promises without who, when or what next, one after the other: nobody has taken the matter, and a plea is lost like this.',
  zh: '一再应承却不说谁来办、何时办、下一步做什么，等于无人接手，求助就这样被拖没了。',
};

let known: ReadonlyMap<string, Rationale> | null = null;

/**
 * Why the rule of a finding exists, as the packs of this build say it. It is looked up when a finding is read and never
 * stored: a better wording is read in old findings too.
 */
export function rationaleOf(ruleId: string): RationaleByLanguage {
  known ??= rationales();
  const rationale = ruleId.startsWith('likeness.') ? LIKENESS : known.get(ruleId);
  return rationale === undefined ? {} : { en: rationale.en, 'zh-CN': rationale.zh };
}

function rationales(): ReadonlyMap<string, Rationale> {
  const packs = builtInPacks();
  return new Map<string, Rationale>([
    [REPEATED_PROMISE, PROMISED_AGAIN],
    ...packs.flatMap(({ silence, closing }) => [
      ...(silence ? [[NO_HUMAN_ANSWER, silence.rationale] as const] : []),
      ...(closing ? [[CLOSED_OVER_DANGER, closing.rationale] as const] : []),
    ]),
    ...packs.flatMap(({ rules }) => rules.map(({ id, rationale }) => [id, rationale] as const)),
  ]);
}
