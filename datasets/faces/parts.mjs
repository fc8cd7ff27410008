// Writes the parts of the avatars as JSON: node parts.mjs PACKAGE OUT
// PACKAGE is the unpacked npm package @dicebear/toon-head; svgpath is installed beside it. Each part is a list of filled paths in
// absolute commands, each named (M, L, C, Q, Z), so that whoever draws them needs no parser of SVG.
import fs from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import svgpath from 'svgpath';

const [folder, out] = process.argv.slice(2);
// From the back to the front, as the package stacks them.
const groups = ['rearHair', 'body', 'head', 'clothes', 'mouth', 'beard', 'eyes', 'eyebrows', 'hair'];
// As the package moves one group when it stacks them.
const shifts = {rearHair: 'translate(0 10)'};
const colors = {skin: 'skin', hair: 'hair', clothes: 'clothes'};

const attributes = text => Object.fromEntries([...text.matchAll(/([a-z-]+)="([^"]*)"/g)].map(m => [m[1], m[2]]));

const ellipse = (cx, cy, rx, ry) => `M${cx - rx} ${cy}A${rx} ${ry} 0 1 0 ${cx + rx} ${cy}A${rx} ${ry} 0 1 0 ${cx - rx} ${cy}Z`;

function outline(tag, a) {
  const number = name => Number(a[name]);
  if (tag === 'path') return a.d;
  if (tag === 'circle') return ellipse(number('cx'), number('cy'), number('r'), number('r'));
  if (tag === 'ellipse') return ellipse(number('cx'), number('cy'), number('rx'), number('ry'));
  throw new Error(`There is no outline of <${tag}>.`);
}

// M, L, C, Q and Z only, rounded to a hundredth of a unit, of which the image has 768.
function absolute(d, transform) {
  const commands = svgpath(d).transform(transform ?? '').unshort().unarc().abs();
  commands.iterate((segment, index, atX, atY) => {
    if (segment[0] === 'H') return [['L', segment[1], atY]];
    if (segment[0] === 'V') return [['L', atX, segment[1]]];
  });
  return commands.round(2).segments.map(segment => {
    if (!/^[MLCQZz]$/.test(segment[0])) throw new Error(`There is ${segment[0]} in ${d}.`);
    return segment.join(' ').toUpperCase();
  }).join(' ');
}

function paths(svg, shift) {
  const found = [], masks = {};
  const inherited = [{}];
  let mask = null;
  for (const [, close, tag, text, empty] of svg.matchAll(/<(\/?)([a-z]+)([^>]*?)(\/?)>/g)) {
    if (close) {
      if (tag === 'mask') mask = null; else inherited.pop();
      continue;
    }
    const own = attributes(text);
    if (tag === 'mask') { mask = own.id; continue; }
    const all = {...inherited.at(-1), ...own};
    if (tag === 'g') { inherited.push(all); continue; }
    if (!empty) throw new Error(`<${tag}> holds something.`);
    const d = absolute(outline(tag, all), `${shift} ${all.transform ?? ''}`);
    if (mask) { masks[mask] = d; continue; }
    const path = {path: d, fill: all.fill};
    if (all['fill-opacity']) path.opacity = Number(all['fill-opacity']);
    if (all['fill-rule'] === 'evenodd') path.evenOdd = true;
    if (all.stroke) path.stroke = all.stroke;
    if (all.mask) path.inside = masks[all.mask.match(/#([^)]*)\)/)[1]];
    found.push(path);
  }
  return found;
}

const parts = {};
for (const group of groups) {
  const module = await import(pathToFileURL(path.join(folder, 'lib/components', `${group}.js`)));
  parts[group] = {};
  for (const [name, draw] of Object.entries(module[group])) parts[group][name] = paths(draw({}, colors), shifts[group] ?? '');
}
fs.writeFileSync(out, JSON.stringify(parts, null, 1) + '\n');
