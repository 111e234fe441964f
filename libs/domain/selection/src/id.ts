import { SelectionError } from './errors';

/** U+0000 separates the parts of a hashed message; a lone surrogate has no UTF-8 form of its own. */
const UNHASHABLE = /[\0\p{Surrogate}]/u;

/**
 * Gives `id` back if it can be hashed without ambiguity: not empty, no U+0000, no lone surrogate. Nothing is
 * trimmed, folded or normalised. **Errors**: `bad-id`.
 */
export function requireId(id: string, argument: string): string {
  if (id === '' || UNHASHABLE.test(id)) {
    throw new SelectionError(
      'bad-id',
      `${argument}: expected a non-empty id without U+0000 or lone surrogates`,
    );
  }
  return id;
}
