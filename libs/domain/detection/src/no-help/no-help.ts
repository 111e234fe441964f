import { COEFFICIENTS, INTERCEPT } from './coefficients';
import { type Feature, featuresOf, type Reply } from './features';

/** How likely it is that a reply helps nobody, and what speaks for and against it, weightiest first. */
export interface NoHelp {
  /** 0 to 1: the share of readers who would call the reply no help. */
  score: number;
  reasons: string[];
}

/** Reasons that are shown. */
const SHOWN = 4;

/**
 * Gives how likely `reply` is no help: a logistic model over named features, fitted on annotators' votes
 * (`tools/detect/fit-no-help.ts`; its cross-validated quality stands in `docs/detection.md`).
 * Score = 1 / (1 + e^-(intercept + Σ coefficient × feature)).
 */
export function noHelpOf(reply: Reply): NoHelp {
  return weighed(featuresOf(reply));
}

/** As `noHelpOf`, of a reply whose features are known. */
export function weighed(features: readonly Feature[]): NoHelp {
  const parts = features.map(({ name, value }) => ({
    name,
    weight: value * (COEFFICIENTS[name] ?? 0),
  }));
  const sum = parts.reduce((total, { weight }) => total + weight, INTERCEPT);
  const reasons = parts
    .filter(({ name, weight }) => Math.abs(weight) >= 0.15 && !name.startsWith('length'))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, SHOWN)
    .map(({ name, weight }) => `${weight > 0 ? 'no-help' : 'helps'}: ${name}`);
  return { score: Math.round(1000 / (1 + Math.exp(-sum))) / 1000, reasons };
}
