// Sliders for latents, classes and directions; each change makes the sample anew. What a sample looks like is in sample.js.
import { save, saving, show as showSample } from './sample.js';
import { normals, open } from './generator.js';

const FIRST = 12;
const at = (id) => document.getElementById(id);

let model;
let z;
let moves;
let busy = false;
let again = false;

/** A slider with its label, and a function that is told its value. */
function slider(name, title, value, changed) {
  const label = document.createElement('label');
  label.className = 'slider';
  label.title = title;
  const input = document.createElement('input');
  Object.assign(input, { type: 'range', min: -3, max: 3, step: 0.05 });
  input.value = value;
  input.addEventListener('input', () => changed(Number(input.value)));
  label.append(name, input);
  return label;
}

function latents(count) {
  at('latents').replaceChildren(
    ...Array.from({ length: count }, (_, i) =>
      slider(`z ${i + 1}`, '', z[i], (value) => {
        z[i] = value;
        show();
      })
    )
  );
  at('more').hidden = count >= z.length;
}

function seeded() {
  z = normals(Number(at('seed').value), model.facts.latent);
  moves = model.facts.directions.map(() => 0);
  at('directions').replaceChildren(
    ...model.facts.directions.map((direction, i) =>
      slider(direction.name, direction.description, 0, (value) => {
        moves[i] = value;
        show();
      })
    )
  );
  latents(Math.min(FIRST, z.length));
  return show();
}

function moved() {
  const sum = Float32Array.from(z);
  model.facts.directions.forEach((direction, k) => direction.vector.forEach((part, i) => (sum[i] += moves[k] * part)));
  return sum;
}

/** Of changes while a sample is made, only the last counts. */
async function show() {
  again = busy;
  if (busy) {
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      const start = performance.now();
      const chosen = at('class').selectedIndex;
      showSample(await model.generate(moved(), model.facts.classes.map((_, i) => (i === chosen ? 1 : 0))), model.facts);
      at('status').textContent = `Made here in ${Math.round(performance.now() - start)} ms.`;
    } while (again);
  } catch (problem) {
    at('status').textContent = `It cannot be made: ${problem.message}`;
  } finally {
    busy = false;
  }
}

try {
  model = await open();
  const { facts } = model;
  document.title = facts.name;
  at('name').textContent = facts.name;
  at('facts').textContent = facts.about;
  at('class').replaceChildren(...facts.classes.map((name) => new Option(name)));
  at('class-line').hidden = facts.classes.length === 0;
  at('seed').addEventListener('change', seeded);
  at('class').addEventListener('change', show);
  at('more').addEventListener('click', () => latents(z.length));
  at('download').textContent = saving;
  at('download').addEventListener('click', () => save(`sample-${at('seed').value}`));
  at('next').addEventListener('click', () => {
    at('seed').value = (Number(at('seed').value) + 1) % 4294967296;
    seeded();
  });
  await seeded();
} catch (problem) {
  at('status').textContent = `The generator cannot be loaded: ${problem.message} The folder has to come from a web server.`;
}
