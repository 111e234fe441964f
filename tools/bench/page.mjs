/** Script bytes of the first view: what index.html loads at once, and all chunks, gzipped. `npm run bench:page` */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = new URL('../../dist/apps/dashboard/', import.meta.url);
const html = readFileSync(new URL('index.html', folder), 'utf8');
const first = [...new Set([...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, name]) => name))];
const kilobytes = (names) =>
  Math.round(
    names.reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, folder)), { level: 9 }).length, 0) /
      1000,
  );
const all = readdirSync(folder).filter((name) => name.endsWith('.js'));
console.log({ firstViewKB: kilobytes(first), files: first.length, allScriptsKB: kilobytes(all) });
