// Writes the icons of the three styles as SVG files, sorted into classes: node icons.mjs PACKAGES OUT
// PACKAGES holds the unpacked npm packages that make.sh names; OUT gets STYLE/CLASS/ICON.svg.
import fs from 'node:fs';
import path from 'node:path';

const [packages, out] = process.argv.slice(2);
const read = file => JSON.parse(fs.readFileSync(path.join(packages, file), 'utf8'));

const styles = {
  'emoji': read('fluent-emoji/icons.json').icons,
  'emoji-flat': read('fluent-emoji-flat/icons.json').icons,
  'emoji-line': read('fluent-emoji-high-contrast/icons.json').icons,
};

const slug = name => name
  .normalize('NFD').replace(/[\u0300-\u036f]/g, '')
  .toLowerCase().replace(/[’'“”().!:,&]/g, '')
  .replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');

// The groups of Unicode's emoji list, by name: smileys-emotion, people-body, ...
const groups = new Map();
for (const {name, group} of Object.values(read('unicode-emoji-json/data-by-emoji.json'))) groups.set(slug(name), slug(group));

// Icons that bear another name than Unicode's.
const others = {
  'blackbird': 'animals-nature',
  'hugging-face': 'smileys-emotion',
  'keycap-asterisk': 'symbols',
  'keycap-hashtag': 'symbols',
  'knocked-out-face': 'smileys-emotion',
  'phoenix-bird': 'animals-nature',
  'piata': 'activities',
  'pouting-face': 'smileys-emotion',
  'red-triangle': 'symbols',
};

const classOf = icon => {
  const group = groups.get(icon) ?? others[icon] ?? (/^(person|man|woman)-/.test(icon) ? 'people-body' : undefined);
  if (!group) throw new Error(`The icon ${icon} is in no group.`);
  return group;
};

// The shaded drawings of these use more memory than rsvg-convert grants.
const leftOut = new Set(['umbrella', 'umbrella-with-rain-drops']);

// Line drawings have no skin, so they list each icon once; the other styles repeat people and hands in five more tones.
const icons = Object.keys(styles['emoji-line']).filter(icon => !leftOut.has(icon)).sort();
for (const [style, drawings] of Object.entries(styles)) {
  for (const icon of icons) {
    const file = path.join(out, style, classOf(icon), `${icon}.svg`);
    fs.mkdirSync(path.dirname(file), {recursive: true});
    // One view box for all, also for the few icons that are a unit larger, so that the styles lie on each other.
    fs.writeFileSync(file, '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
      + `width="256" height="256" viewBox="0 0 32 32">${drawings[icon].body}</svg>\n`);
  }
}
