import { common } from './en/common';
import { conversation } from './en/conversation';
import { faults } from './en/faults';
import { intake } from './en/intake';
import { live } from './en/live';
import { review } from './en/review';
import { safety } from './en/safety';
import { shell } from './en/shell';
import { vocabulary } from './en/vocabulary';
import { why } from './en/why';

/** English words. The type of every other language is taken from here. */
export const en = {
  common,
  conversation,
  intake,
  live,
  review,
  safety,
  shell,
  ...vocabulary,
  ...faults,
  ...why,
};

/** The shape that each language's words have: the same keys, any text. */
export type Translation = Texts<typeof en>;
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
