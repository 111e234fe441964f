import { featuresOf } from '../../libs/domain/detection/src/no-help/features';
import { records, stemOf } from './evaluation-data';
import { auc, fitLogistic, probability, type Row } from './logistic';

/** A reply with its votes. `isNoHelp` where at least 60 % of the annotators called it no help. */
export interface VotedReply extends Row {
  stem: string;
  language: 'zh' | 'en';
  isNoHelp: boolean;
  length: number;
}

/** Penalty of the fit; larger draws the coefficients towards 0. */
export const RIDGE = 2;
const FOLDS = 10;

/** Gives the voted replies of one language. */
export function votedReplies(language: 'zh' | 'en'): VotedReply[] {
  const all: VotedReply[] = [];
  for (const { value } of records(`risk-${language}-agent-reply-usefulness-stc3.jsonl`)) {
    const votes = value['votes'] as Record<string, number>;
    const none = votes['HNaN'] ?? 0;
    const total = Object.values(votes).reduce((sum, count) => sum + count, 0);
    const text = String(value['text']);
    all.push({
      x: featuresOf({ text, customerText: String(value['previousCustomerText'] ?? '') }).map((f) => f.value),
      y: none / total,
      stem: stemOf(value['conversationId']),
      language,
      isNoHelp: none / total >= 0.6,
      length: text.length,
    });
  }
  return all;
}

/** Area under the ROC curve of the model and of the reply's (short) length alone. */
export interface NoHelpQuality {
  replies: number;
  noHelp: number;
  auc: number;
  lengthAuc: number;
}

/** Gives the cross-validated quality by language: ten folds by conversation, Chinese and English of one together. */
export function crossValidate(): Record<'zh' | 'en', NoHelpQuality> {
  const all = [...votedReplies('zh'), ...votedReplies('en')];
  const stems = [...new Set(all.map((reply) => reply.stem))].sort();
  const foldOf = new Map(stems.map((stem, place) => [stem, place % FOLDS]));
  const scored = new Map<VotedReply, number>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fitLogistic(
      all.filter((reply) => foldOf.get(reply.stem) !== fold),
      RIDGE,
    );
    for (const reply of all)
      if (foldOf.get(reply.stem) === fold) scored.set(reply, probability(weights, reply.x));
  }
  const quality = (language: 'zh' | 'en'): NoHelpQuality => {
    const replies = all.filter((reply) => reply.language === language);
    return {
      replies: replies.length,
      noHelp: replies.filter((reply) => reply.isNoHelp).length,
      auc: auc(replies.map((r) => ({ score: scored.get(r) ?? 0, isPositive: r.isNoHelp }))),
      lengthAuc: auc(replies.map((r) => ({ score: -r.length, isPositive: r.isNoHelp }))),
    };
  };
  return { zh: quality('zh'), en: quality('en') };
}
