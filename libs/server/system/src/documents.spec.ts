import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemCodes } from '@earshot/contracts';
import { asyncApiDocument } from './asyncapi';
import { openApiDocument } from './openapi';
import { routes } from './routes';

const golden = (name: string) => readFileSync(join(__dirname, '../../../../docs/api', name), 'utf8');

describe('the documents (npm run docs:api writes them)', () => {
  it('OpenAPI is what the contracts say', () => {
    expect(golden('openapi.json')).toBe(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
  });

  it('AsyncAPI is what the contracts say', () => expect(golden('asyncapi.yaml')).toBe(asyncApiDocument()));

  it('every reference in OpenAPI leads somewhere', () => {
    const text = JSON.stringify(openApiDocument());
    const document = openApiDocument() as { components: { schemas: Record<string, unknown> } };
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? '',
    );
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/g)).toBeNull();
  });

  it('every call has an operation id of its own, and lists its problems', () => {
    const paths = (openApiDocument() as { paths: Record<string, Record<string, { operationId: string }>> })
      .paths;
    const ids = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids).toHaveLength(routes.length);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { problems = [] } of routes)
      expect(problemCodes).toEqual(expect.arrayContaining([...problems]));
  });
});
