import { type PipeTransform } from '@nestjs/common';
import { type z } from 'zod';
import { problem } from './app-error';

/** JSON pointer (RFC 6901) of a path in a value: `['answers', 'a/b', 0]` → `/answers/a~1b/0`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/**
 * Checks a body: `@Body(bodyOf(closeFlagSchema)) body`. Gives the parsed value, with defaults.
 * A value that does not fit: `invalid-input` (422) with a pointer to its first fault.
 */
export function bodyOf<S extends z.ZodType>(schema: S): PipeTransform<unknown, z.output<S>> {
  return {
    transform(value) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      const [first] = result.error.issues;
      throw problem('invalid-input', first?.message ?? 'The body does not fit.', {
        pointer: jsonPointer(pathOf(first)),
      });
    },
  };
}

/**
 * Checks the query: `@Query(queryOf(flagsQuery)) query`. A name that the schema does not know, or a value that
 * does not fit: 400, so that a misspelt filter never passes for "everything".
 */
export function queryOf<S extends z.ZodType>(schema: S): PipeTransform<unknown, z.output<S>> {
  return {
    transform(value) {
      const result = schema.safeParse({ ...(value as object) });
      if (result.success) return result.data;
      const unknown = result.error.issues.find((issue) => issue.code === 'unrecognized_keys');
      const first = unknown ?? result.error.issues[0];
      if (unknown !== undefined) {
        throw problem('unknown-query-name', `Unknown query name: ${unknown.keys.join(', ')}.`);
      }
      const name = pathOf(first).join('.');
      throw problem('invalid-input', `Query "${name}": ${first?.message ?? 'does not fit'}.`, {
        pointer: jsonPointer(pathOf(first)),
        status: 400,
      });
    },
  };
}

/** An unknown key is pointed at itself, not at the object that holds it. */
function pathOf(issue: z.core.$ZodIssue | undefined): readonly PropertyKey[] {
  if (issue === undefined) return [];
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}
