import { z } from 'zod';

type Json = Record<string, unknown>;

/**
 * JSON Schema (2020-12) of a zod schema: `input` as a caller may send it, `output` as we answer. What zod cannot say
 * (a transformation) is left open.
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Json;
  return rest;
}
