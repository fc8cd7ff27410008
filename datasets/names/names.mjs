// Writes female/LANGUAGE.txt, male/LANGUAGE.txt and surname/LANGUAGE.txt from the npm package @faker-js/faker.
//
//   node names.mjs PACKAGE FOLDER
//
// Each name once in a file, in the order of its characters; names in other scripts than Latin are left out, as are those that
// the package has for both women and men, and locales that are a joke (en_BORK, en_AU_ocker).
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [from, to] = process.argv.slice(2);
const { allLocales } = await import(pathToFileURL(resolve(from, 'dist/index.js')));
const LATIN = /^\p{Script=Latin}[\p{Script=Latin}\p{M} '’-]+$/u;
const JOKES = new Set(['en_BORK', 'en_AU_ocker']);
const files = new Map();

/** Lists of texts, or of texts with weights. */
function texts(list) {
  return (list ?? []).map((one) => (typeof one === 'string' ? one : one.value));
}

function add(kind, locale, lists) {
  const file = `${kind}/${locale.split('_')[0]}.txt`;
  for (const name of lists.flatMap(texts)) {
    const clean = name.normalize('NFC').replaceAll('’', "'").trim();
    if (LATIN.test(clean)) {
      if (!files.has(file)) files.set(file, new Set());
      files.get(file).add(clean);
    }
  }
}

for (const [locale, { person }] of Object.entries(allLocales)) {
  if (person && !JOKES.has(locale)) {
    add('female', locale, [person.first_name?.female]);
    add('male', locale, [person.first_name?.male]);
    add('surname', locale, [person.last_name?.generic, person.last_name?.female, person.last_name?.male]);
  }
}

const counts = {};
for (const [file, names] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const kind = file.split('/')[0];
  mkdirSync(join(to, kind), { recursive: true });
  writeFileSync(join(to, file), [...names].sort().join('\n') + '\n');
  counts[kind] = (counts[kind] ?? 0) + names.size;
}
console.log(counts);
