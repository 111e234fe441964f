import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample } from '../../libs/platform/config/src/env-example';

writeFileSync(join(__dirname, '../../.env.example'), envExample());
