import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncApiDocument, openApiDocument } from '@earshot/server/system';

const folder = join(__dirname, '../../docs/api');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
writeFileSync(join(folder, 'asyncapi.yaml'), asyncApiDocument());
