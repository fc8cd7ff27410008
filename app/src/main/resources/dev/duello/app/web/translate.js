// An image is chosen or dropped; what the network makes of it appears beside it.
import { normals, open } from './generator.js';
import { save } from './save.js';
import { translate } from './tiles.js';

/** Of the result, in pixels: more takes too much memory and time. */
const MOST = 8 * 1024 * 1024;
const at = (id) => document.getElementById(id);

let model;
let given;
let name;
/** Counts what was wanted; what is not wanted any more ends. */
let wanted = 0;

function draw(canvas, image) {
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').putImageData(image, 0, 0);
  canvas.hidden = false;
}

/** The pixels of a file, upright. */
async function pixels(file) {
  const bitmap = await createImageBitmap(file);
  const { factor } = model.facts;
  if (bitmap.width * bitmap.height * factor * factor > MOST) {
    throw new Error(`${bitmap.width} x ${bitmap.height} pixels are too many for a browser. Choose a smaller one.`);
  }
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

async function take(file) {
  if (!file) {
    return;
  }
  try {
    given = await pixels(file);
    name = file.name.replace(/\.[^.]*$/, '');
    draw(at('source'), given);
  } catch (problem) {
    at('status').textContent = `The image cannot be read: ${problem.message}`;
    return;
  }
  await make();
}

async function make() {
  if (!given) {
    return;
  }
  const mine = ++wanted;
  const start = performance.now();
  let shown = start;
  at('stop').hidden = false;
  const chosen = at('class').selectedIndex;
  const classes = model.facts.classes.map((_, i) => (i === chosen ? 1 : 0));
  const z = normals(Number(at('seed').value), model.facts.latent);
  const told = async (done, all) => {
    if (performance.now() - shown > 100) {
      shown = performance.now();
      at('status').textContent = `Tile ${done} of ${all} …`;
      await new Promise((next) => setTimeout(next));
    }
    return mine === wanted;
  };
  try {
    const made = await translate(given, model.facts, (tile) => model.translate(tile, z, classes), told);
    if (made) {
      draw(at('image'), made);
      at('download').hidden = false;
      at('status').textContent = `Made here in ${Math.round(performance.now() - start)} ms.`;
    }
  } catch (problem) {
    at('status').textContent = `The image cannot be made: ${problem.message}`;
  } finally {
    if (mine === wanted) {
      at('stop').hidden = true;
    }
  }
}

try {
  model = await open();
  const { facts } = model;
  document.title = facts.name;
  at('name').textContent = facts.name;
  at('facts').textContent = facts.about;
  at('noise-line').hidden = facts.latent === 0;
  at('class').replaceChildren(...facts.classes.map((name) => new Option(name)));
  at('class-line').hidden = facts.classes.length === 0;
  at('class').addEventListener('change', make);
  at('file').addEventListener('change', () => take(at('file').files[0]));
  at('seed').addEventListener('change', make);
  at('next').addEventListener('click', () => {
    at('seed').value = (Number(at('seed').value) + 1) % 4294967296;
    make();
  });
  at('stop').addEventListener('click', () => {
    wanted++;
    at('stop').hidden = true;
    at('status').textContent = 'Stopped.';
  });
  at('download').addEventListener('click', () =>
    at('image').toBlob((blob) => save(blob, `${name}-made.png`), 'image/png')
  );
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
  at('status').textContent = 'Choose an image. It stays on this machine.';
} catch (problem) {
  at('status').textContent = `The generator cannot be loaded: ${problem.message} The folder has to come from a web server.`;
}
