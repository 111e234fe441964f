import {
  claimAnswerSchema,
  conversationRowSchema,
  conversationSchema,
  flagSchema,
  intakeStatusSchema,
  measureSchema,
  problemCodes,
  problemSchema,
  rejectedEventDetailSchema,
  rejectedEventSchema,
  reviewRowSchema,
  reviewSchema,
  scorecardSchema,
  selectionSchema,
  whoAmISchema,
} from '@earshot/contracts';
import { problemTable } from '@earshot/platform/http';
import { z } from 'zod';
import { jsonSchema } from './json-schema';
import { type Route } from './route';
import { routes } from './routes';

type Json = Record<string, unknown>;

/** Schemas that have a name of their own in the document; everything else stands where it is used. */
const named: Record<string, z.ZodType> = {
  Problem: problemSchema,
  WhoAmI: whoAmISchema,
  Conversation: conversationSchema,
  ConversationRow: conversationRowSchema,
  Flag: flagSchema,
  Measure: measureSchema,
  Selection: selectionSchema,
  Scorecard: scorecardSchema,
  Review: reviewSchema,
  ReviewRow: reviewRowSchema,
  ClaimAnswer: claimAnswerSchema,
  IntakeStatus: intakeStatusSchema,
  RejectedEvent: rejectedEventSchema,
  RejectedEventDetail: rejectedEventDetailSchema,
};

/** The OpenAPI 3.1 document of the outside interface, from the contracts. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Earshot',
      version: '1',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Reads and commands of Earshot. Every time is ISO 8601 UTC with milliseconds. Errors are application/problem+json ' +
        `with one of these codes: ${problemCodes.join(', ')}. Lists take \`limit\` and \`cursor\` and answer \`{items, nextCursor}\`.`,
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'earshot',
          description: 'Given by POST /api/v1/session.',
        },
        'intake-key': {
          type: 'http',
          scheme: 'bearer',
          description: 'An intake key of a brand or a vendor.',
        },
      },
      schemas: components(),
    },
  };
}

const idOf = new Map(Object.entries(named).map(([name, schema]) => [schema, name]));
const uri = (name: string) => `#/components/schemas/${name}`;

function components(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(named)) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri, unrepresentable: 'any', io: 'output' }) as {
    schemas: Record<string, Json>;
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]),
  );
}

function operation(route: Route): Json {
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query)];
  return {
    tags: [route.tag],
    summary: route.summary,
    operationId: operationId(route),
    ...(route.access === 'none' ? { security: [] } : { security: [{ [route.access]: [] }] }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined ? {} : { requestBody: requestBody(route, route.body) }),
    responses: responses(route),
  };
}

/** `POST /api/v1/flags/{id}/close` → `postFlagsByIdClose`. */
function operationId({ method, path }: Route): string {
  const words = path.replace(/^\/(api\/(v1\/)?)?/, '').split(/[/\-.]/);
  return (
    method +
    words.map((word) => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : capital(word))).join('')
  );
}
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject | undefined): Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function requestBody({ bodyTypes = ['application/json'] }: Route, body: z.ZodType): Json {
  const schema = jsonSchema(body, 'input');
  return {
    required: !body.safeParse(undefined).success,
    content: Object.fromEntries(bodyTypes.map((type) => [type, { schema }])),
  };
}

function responses(route: Route): Json {
  const codes = [
    ...(route.query === undefined ? [] : (['unknown-query-name'] as const)),
    ...(route.body === undefined ? [] : (['invalid-input', 'malformed-json'] as const)),
    ...(route.access === 'session' ? (['not-logged-in', 'forbidden'] as const) : []),
    ...(route.problems ?? []),
  ];
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const { status } = problemTable[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return {
    [route.status]: success(route),
    ...Object.fromEntries(
      [...byStatus].map(([status, found]) => [
        status,
        {
          description: found.join(', '),
          content: { 'application/problem+json': { schema: { $ref: uri('Problem') } } },
        },
      ]),
    ),
  };
}

function success({ answer, summary, path }: Route): Json {
  if (path === '/metrics')
    return { description: summary, content: { 'text/plain': { schema: { type: 'string' } } } };
  if (answer === undefined) return { description: 'Done.' };
  return { description: 'As asked.', content: { 'application/json': { schema: answerSchema(answer) } } };
}

/** By name where it has one; a page by the name of its items. */
function answerSchema(answer: z.ZodType): Json {
  const name = idOf.get(answer);
  if (name !== undefined) return { $ref: uri(name) };
  const items =
    answer instanceof z.ZodObject ? (answer.shape as Record<string, z.ZodType>)['items'] : undefined;
  const item = items instanceof z.ZodArray ? idOf.get(items.element as z.ZodType) : undefined;
  const schema = jsonSchema(answer, 'output');
  if (item === undefined) return schema;
  return {
    ...schema,
    properties: { ...(schema['properties'] as Json), items: { type: 'array', items: { $ref: uri(item) } } },
  };
}
