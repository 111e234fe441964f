/** Fits the no-help model on all votes and writes its coefficients: `npx tsx --tsconfig tsconfig.base.json tools/detect/fit-no-help.ts`. */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { featuresOf } from '../../libs/domain/detection/src/no-help/features';
import { fitLogistic } from './logistic';
import { crossValidate, RIDGE, votedReplies } from './no-help-data';

const weights = fitLogistic([...votedReplies('zh'), ...votedReplies('en')], RIDGE);
const names = featuresOf({ text: '', customerText: '' }).map((feature) => feature.name);
const lines = names.map((name, i) => `  '${name}': ${(weights[i] ?? 0).toFixed(4)},`);
const home = join(dirname(fileURLToPath(import.meta.url)), '../../libs/domain/detection/src/no-help');
writeFileSync(
  join(home, 'coefficients.ts'),
  `// Written by tools/detect/fit-no-help.ts.\n/** Weight of each feature: above 0 speaks for "no help". */\nexport const COEFFICIENTS: Readonly<Record<string, number>> = {\n${lines.join('\n')}\n};\n\n/** The model's value where every feature is 0. */\nexport const INTERCEPT = ${(weights[names.length] ?? 0).toFixed(4)};\n`,
);
console.log(crossValidate());
