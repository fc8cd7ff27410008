// What a translator makes of an image: dropped, from the data, or drawn; before and after, several variants, holes painted and filled.

import {fill, h, note} from './dom.js';
import {get, mayChange, post, runPath} from './api.js';
import {Easel} from './easel.js';
import {latestOnly} from './latest.js';
import {bytes, draw} from './pixels.js';
import {kimg} from './words.js';

// The address holds checkpoint and pair, so that it can be shared: #/translate/RUN/CHECKPOINT?pair=3
const VARIANTS = 4;
const LONGEST = 512;
/** While a brush moves, one result is enough. */
const REST_MILLISECONDS = 250;

export function showTranslate(place, [id, wanted], query = new URLSearchParams()) {
  let checkpoint = wanted;
  let facts = null;
  let closed = false;
  let number = Math.max(0, Math.floor(Number(query.get('pair')) || 0));
  let seed = 0;
  let chosen = 0;
  let dropped = null;
  let pair = null;
  let shown = null;
  const isClosed = () => closed;
  const base = () => `${runPath(id)}/checkpoints/${encodeURIComponent(checkpoint)}`;

  const points = h('select', {'aria-label': 'Checkpoint', onchange: () => open(points.value)});
  const input = h('input', {type: 'file', accept: 'image/*', class: 'hidden-input', onchange: event => {
    takeFile(event.target.files[0]);
    event.target.value = '';
  }});
  const drop = h('label', {class: 'drop', tabindex: mayChange ? 0 : null}, h('strong', {}, 'Drop an image here'), ' or choose one.', input);
  drop.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') input.click();
  });
  const another = h('button', {type: 'button', onclick: () => takePair(number + 1)}, 'Next of the data');
  const blank = h('button', {type: 'button', onclick: takeBlank}, 'Blank');
  const size = h('select', {'aria-label': 'Size', onchange: () => dropped && takeImage(dropped)});
  const sizeField = h('label', {class: 'field', hidden: true}, h('span', {}, 'Size'), size);

  const classes = h('select', {'aria-label': 'Class', onchange: () => translate()});
  const classField = h('label', {class: 'field', hidden: true}, h('span', {}, 'Class'), classes);

  const easel = new Easel(() => translate());
  const radius = h('input', {type: 'range', min: 1, max: 16, step: 0.5, value: easel.radius, 'aria-label': 'Brush', oninput: () => { easel.radius = Number(radius.value); }});
  const color = h('input', {type: 'color', value: '#000000', 'aria-label': 'Color of the brush', oninput: setColor});
  const reset = h('button', {type: 'button', onclick: () => easel.reset()}, 'Remove what was painted');
  const about = h('p', {class: 'soft', 'aria-live': 'polite'});

  const before = h('canvas', {'aria-hidden': 'true'});
  const after = h('canvas', {role: 'img', 'aria-label': 'The result'});
  const frame = h('div', {class: 'before-after'}, after, before, h('span', {class: 'side left'}, 'Source'), h('span', {class: 'side right'}, 'Result'));
  const divide = h('input', {type: 'range', min: 0, max: 100, step: 1, value: 50, class: 'divide', 'aria-label': 'Source at the left, result at the right', oninput: showDivide});
  frame.append(h('div', {class: 'divider', 'aria-hidden': 'true'}), divide);
  const variants = h('div', {class: 'variants', role: 'group', 'aria-label': 'Variants', hidden: true});
  const others = h('button', {type: 'button', hidden: true, onclick: () => {
    seed += VARIANTS;
    chosen = 0;
    translate();
  }}, 'Other variants');
  const png = h('a', {class: 'button', download: `${id}.png`}, 'PNG');
  const speed = h('span', {class: 'soft n', id: 'speed', role: 'status'});
  const target = h('figure', {class: 'target', hidden: true});
  const opening = h('p', {class: 'soft', role: 'status'}, 'Opening the checkpoint…');
  const tools = h('div', {class: 'bar'}, h('label', {class: 'field'}, h('span', {}, 'Brush'), radius), color, reset);
  const work = h('div', {class: 'translating', hidden: true},
    h('section', {'aria-label': 'Source'}, h('h2', {}, 'Source'), drop, h('div', {class: 'bar'}, another, blank, sizeField), about, easel.element, tools),
    h('section', {'aria-label': 'Result'}, h('h2', {}, 'Before and after'), frame, h('div', {class: 'bar'}, classField, png, others, speed), variants, target));
  fill(place, h('p', {class: 'crumb'}, h('a', {href: '#/run/' + encodeURIComponent(id)}, 'The run')), h('div', {class: 'title'}, h('h1', {}, id), h('label', {class: 'field'}, h('span', {}, 'Checkpoint'), points)), opening, work);

  for (const type of ['dragenter', 'dragover']) {
    place.addEventListener(type, event => {
      if (mayChange && event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        drop.classList.add('over');
      }
    });
  }
  place.addEventListener('dragleave', () => drop.classList.remove('over'));
  place.addEventListener('drop', event => {
    event.preventDefault();
    drop.classList.remove('over');
    if (mayChange) takeFile(event.dataTransfer.files[0]);
  });

  function setColor() {
    easel.color = facts?.holes ? null : [1, 3, 5].map(at => parseInt(color.value.slice(at, at + 2), 16));
  }

  function showDivide() {
    frame.style.setProperty('--at', `${divide.value}%`);
  }

  async function takeFile(file) {
    if (!file || !facts) return;
    try {
      // Upright, as its EXIF orientation has it.
      dropped = {name: file.name, bitmap: await createImageBitmap(file, {imageOrientation: 'from-image'})};
    } catch {
      note(`${file.name} is no image that this browser can show.`, true);
      return;
    }
    takeImage(dropped);
  }

  /** Brings a dropped image to the size that the network knows, or leaves its size where that is possible. */
  function takeImage({name, bitmap}) {
    pair = null;
    let {width, height} = facts;
    const isOwn = size.value === 'own';
    if (isOwn) {
      const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
      width = Math.max(1, Math.round(bitmap.width * scale));
      height = Math.max(1, Math.round(bitmap.height * scale));
    }
    const cover = Math.max(width / bitmap.width, height / bitmap.height);
    const w = bitmap.width * cover;
    const t = bitmap.height * cover;
    easel.take(width, height, context => {
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, (width - w) / 2, (height - t) / 2, w, t);
    });
    about.textContent = `${name}, ${bitmap.width} × ${bitmap.height}, as ${width} × ${height}.`;
    sizeField.hidden = false;
    started();
  }

  function takeBlank() {
    pair = null;
    dropped = null;
    sizeField.hidden = true;
    easel.take(facts.width, facts.height, context => {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, facts.width, facts.height);
    });
    about.textContent = 'A white image to paint on.';
    started();
  }

  async function takePair(wantedNumber) {
    try {
      const found = await get(`${base()}/pair?number=${wantedNumber}`);
      if (closed) return;
      pair = found;
    } catch (problem) {
      about.textContent = `There is no image of the data: ${problem.message}`;
      if (!easel.clean) takeBlank();
      return;
    }
    number = pair.number;
    dropped = null;
    sizeField.hidden = true;
    const {source} = pair;
    // The result of its own class is what the target can be compared with.
    if (pair.className) classes.value = pair.className;
    easel.take(source.width, source.height, context => draw(context.canvas, source, bytes(source.pixels), 0));
    about.textContent = `Image ${pair.number + 1} of ${pair.count.toLocaleString('en')} that ${pair.heldOut ? 'no training saw' : 'it learned from'}.`;
    history.replaceState(null, '', `#/translate/${encodeURIComponent(id)}/${encodeURIComponent(checkpoint)}?pair=${number}`);
    started();
  }

  function started() {
    chosen = 0;
    target.hidden = !pair?.target;
    if (pair?.target) {
      const canvas = h('canvas', {role: 'img', 'aria-label': 'The target'});
      draw(canvas, pair.target, bytes(pair.target.pixels), 0);
      fill(target, canvas, h('figcaption', {class: 'soft'}, 'The target'));
    }
    translate();
  }

  let resting = null;
  /** One result at once; the variants when the brush rests. */
  const translate = () => {
    clearTimeout(resting);
    if (facts?.random) resting = setTimeout(() => !closed && translateAll(), REST_MILLISECONDS);
    translateOne();
  };
  const translateOne = latestOnly(() => translateNow(1), isClosed);
  const translateAll = latestOnly(() => translateNow(VARIANTS), isClosed);

  const ofClass = () => facts.classes.length > 0 ? `&class=${encodeURIComponent(classes.value)}` : '';

  async function translateNow(count) {
    if (!facts || !easel.clean || !mayChange) return;
    const began = performance.now();
    const file = await easel.png();
    const first = count === 1 ? seed + chosen : seed;
    const {source, results} = await post(`${base()}/translate?variants=${count}&seed=${first}${ofClass()}`, file);
    if (closed) return;
    const pixels = bytes(results.pixels);
    draw(before, source, bytes(source.pixels), 0);
    frame.style.aspectRatio = `${results.width} / ${results.height}`;
    if (count > 1) showVariants(results, pixels);
    shown = {results, pixels, index: count === 1 ? 0 : chosen};
    showResult();
    const took = Math.round(performance.now() - began);
    speed.textContent = `Translated in ${took} ms`;
    speed.dataset.milliseconds = took;
    speed.dataset.count = Number(speed.dataset.count ?? 0) + 1;
  }

  function showResult() {
    draw(after, shown.results, shown.pixels, shown.index);
    after.toBlob(blob => {
      if (closed || !blob) return;
      URL.revokeObjectURL(png.href);
      png.href = URL.createObjectURL(blob);
    });
  }

  function showVariants(results, pixels) {
    fill(variants, Array.from({length: VARIANTS}, (_, i) => {
      const canvas = h('canvas', {'aria-hidden': 'true'});
      draw(canvas, results, pixels, i);
      return h('button', {type: 'button', class: 'tile', 'aria-label': `Variant ${i + 1}`, 'aria-pressed': String(i === chosen), onclick: () => {
        chosen = i;
        for (const [at, button] of [...variants.children].entries()) button.setAttribute('aria-pressed', String(at === i));
        shown = {results, pixels, index: i};
        showResult();
      }}, canvas);
    }));
  }

  async function open(name) {
    checkpoint = name;
    opening.hidden = false;
    try {
      const isFirst = facts === null;
      facts = await get(`${base()}/translator`);
      if (closed) return;
      easel.element.classList.toggle('takes-holes', facts.holes);
      color.hidden = facts.holes;
      blank.hidden = facts.holes;
      variants.hidden = others.hidden = !facts.random;
      setColor();
      const wantedClass = classes.value;
      fill(classes, facts.classes.map(name => h('option', {value: name, selected: name === wantedClass}, name)));
      classField.hidden = facts.classes.length === 0;
      fill(size, h('option', {value: 'trained'}, `${facts.width} × ${facts.height}, as trained`), h('option', {value: 'own'}, `its own, up to ${LONGEST}`));
      radius.max = Math.max(4, Math.round(Math.min(facts.width, facts.height) / 4));
      if (isFirst) {
        easel.radius = radius.value = facts.holes ? Math.max(2, Math.min(facts.width, facts.height) / 10) : Math.max(0.75, Math.min(facts.width, facts.height) / 64);
      }
      easel.element.style.aspectRatio = frame.style.aspectRatio = `${facts.width} / ${facts.height}`;
      work.hidden = false;
      if (!easel.clean) await takePair(number);
      else translate();
      if (!mayChange) about.textContent = 'Without its token this page translates nothing: open the address that duello studio printed.';
    } catch (problem) {
      if (!closed) fill(place, h('h1', {}, id), h('p', {class: 'problem'}, problem.message), h('p', {}, h('a', {href: '#/run/' + encodeURIComponent(id)}, 'What can be seen of this run')));
    } finally {
      opening.hidden = true;
    }
  }

  async function start() {
    try {
      const {checkpoints} = await get(runPath(id));
      if (closed) return;
      if (checkpoints.length === 0) throw new Error('This run has no checkpoint yet.');
      if (!checkpoints.some(point => point.name === checkpoint)) checkpoint = (checkpoints.find(point => point.best) ?? checkpoints[0]).name;
      fill(points, checkpoints.map(point => h('option', {value: point.name, selected: point.name === checkpoint}, `${kimg(point.images)} kimg${point.best ? ', the best' : ''}`)));
      points.value = checkpoint;
      showDivide();
      await open(checkpoint);
    } catch (problem) {
      fill(place, h('h1', {}, id), h('p', {class: 'problem'}, problem.message));
    }
  }

  start();
  return () => {
    closed = true;
    clearTimeout(resting);
    URL.revokeObjectURL(png.href);
  };
}
