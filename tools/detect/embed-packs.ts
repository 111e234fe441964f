/**
 * Checks the rule packs, examples and all, and writes them as JSON into a module, so that they work in a bundle without
 * a file system and cost no parsing of YAML at a start; and the JSON Schema that editors check them with. Run after editing a pack: `npx tsx --tsconfig tsconfig.base.json tools/detect/embed-packs.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { packSchema } from '../../libs/domain/detection/src/rules/pack-schema';
import { parseRulePack } from '../../libs/domain/detection/src/rules/parse-pack';

const home = join(dirname(fileURLToPath(import.meta.url)), '../../libs/domain/detection');
const packs = join(home, 'packs');
const files = readdirSync(packs)
  .filter((file) => file.endsWith('.yaml'))
  .sort();

const entries = files.map((file) => {
  const pack = parseRulePack(readFileSync(join(packs, file), 'utf8'));
  if (!pack.ok) throw new Error(`${file}:${pack.error.line ?? '?'} ${pack.error.code}: ${pack.error.detail}`);
  return `  {\n    file: '${file}',\n    json: ${JSON.stringify(JSON.stringify(pack.value))},\n  },`;
});
writeFileSync(
  join(home, 'src/packs/embedded.ts'),
  `// Written by tools/detect/embed-packs.ts from packs/*.yaml; edit those.\n/* prettier-ignore */\n/** The rule packs of the repository, parsed and written as JSON. */\nexport const PACKS: readonly { file: string; json: string }[] = [\n${entries.join('\n')}\n];\n`,
);
const schema = z.toJSONSchema(packSchema, { io: 'input' });
writeFileSync(join(packs, 'rule-pack.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
console.log(`${files.length} packs embedded`);
