import { mask } from './mask';
import { type MaskOptions, type Masked } from './types';

/** Masks several messages of one speaker, in order. */
export function maskMessages(texts: readonly string[], options: MaskOptions = {}): Masked[] {
  return texts.map((text) => mask(text, options));
}
