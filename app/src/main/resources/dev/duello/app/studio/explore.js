// What a checkpoint learned: images to choose from, the way between chosen ones, arithmetic, and the discriminator's opinion.

import {during, fill, h, note} from './dom.js';
import {get, mayChange, post, runPath} from './api.js';
import {bytes, draw} from './pixels.js';
import {Pad} from './pad.js';
import {kimg} from './words.js';

const COUNT = 36;
const slotNames = ['A', 'B', 'C', 'D'];

/** A share with a bar, so that it is seen without reading. */
function opinion(score) {
  return h('span', {class: 'opinion', title: 'What the discriminator believes: 0 certainly made, 1 certainly real'},
    h('meter', {min: 0, max: 1, value: score, 'aria-label': 'Probability of being real'}), ` ${score.toFixed(2)}`);
}

export function showExplore(place, [id, wanted]) {
  let checkpoint = wanted;
  let networks = null;
  let seed = Number(sessionStorage.getItem('seed')) || 1;
  let closed = false;
  let mode = 'between';
  const slots = [null, null, null, null];

  const title = h('h1', {}, id);
  const points = h('select', {'aria-label': 'Checkpoint', onchange: () => open(points.value)});
  const seedInput = h('input', {type: 'number', min: 0, max: 1e12, step: 1, value: seed, 'aria-label': 'Seed', onchange: () => setSeed(Number(seedInput.value))});
  const lock = h('input', {type: 'checkbox', checked: sessionStorage.getItem('locked') === 'true', onchange: () => {
    sessionStorage.setItem('locked', lock.checked);
    others.disabled = lock.checked;
  }});
  const others = h('button', {type: 'button', class: 'primary', disabled: lock.checked, onclick: () => setSeed(1 + Math.floor(Math.random() * 1e6))}, 'Other images');
  const truncation = h('input', {type: 'range', min: 0, max: 1.5, step: 0.01, value: 1, 'aria-label': 'Truncation', oninput: () => {
    truncationLabel.textContent = Number(truncation.value).toFixed(2);
    refresh();
  }});
  const truncationLabel = h('span', {class: 'n'}, '1.00');
  const classes = h('select', {'aria-label': 'Class', onchange: () => refresh()});
  const classField = h('label', {class: 'field', hidden: true}, h('span', {}, 'Class'), classes);
  const tiles = h('div', {class: 'tiles', role: 'group', 'aria-label': 'Images to choose from'});
  const cells = Array.from({length: COUNT}, (_, i) => {
    const canvas = h('canvas', {'aria-hidden': 'true'});
    const score = h('span', {class: 'score'});
    const button = h('button', {type: 'button', class: 'tile', 'aria-label': `Image ${i + 1}`, onclick: () => choose(`${seed}.${i}`)}, canvas, score);
    tiles.append(button);
    return {canvas, score, button};
  });
  const opening = h('p', {class: 'soft', role: 'status', hidden: true}, 'Opening the checkpoint…');
  const gridPng = h('a', {class: 'button', download: ''}, 'PNG');
  const gridNpy = h('a', {class: 'button', download: ''}, 'Latents');

  const slotRow = h('div', {class: 'slots', role: 'group', 'aria-label': 'Chosen images'});
  const result = h('canvas', {class: 'result', role: 'img', 'aria-label': 'The image in between'});
  const resultScore = h('div', {class: 'soft'});
  const speed = h('span', {class: 'soft n', id: 'speed'});
  const pad = new Pad(() => refreshResult());
  const modes = h('fieldset', {class: 'modes'}, h('legend', {}, 'Mix them'), [['between', 'In between'], ['sum', 'A − B + C']].map(([name, text]) =>
    h('label', {}, h('input', {type: 'radio', name: 'mode', value: name, checked: name === mode, onchange: () => {
      mode = name;
      showPad();
      refreshResult();
    }}), ' ', text)));
  const onePng = h('a', {class: 'button', download: ''}, 'PNG');
  const oneNpy = h('a', {class: 'button', download: ''}, 'Latent');
  const hint = h('p', {class: 'soft'}, 'Choose two to four images at the left, then drag the point between them.');
  const mixer = h('section', {class: 'mixer', 'aria-label': 'Mix'}, h('h2', {}, 'In between'), slotRow, modes, hint,
    h('div', {class: 'stage'}, h('div', {}, result, resultScore, h('div', {class: 'bar'}, onePng, oneNpy, speed)), pad.element));

  const drop = h('label', {class: 'drop', tabindex: mayChange ? 0 : null}, h('strong', {}, 'Drop an image here'),
    ' or choose one: what does the discriminator think of it?',
    h('input', {type: 'file', accept: 'image/*', class: 'hidden-input', onchange: event => judge(event.target.files[0])}));
  const judged = h('div', {class: 'judged', 'aria-live': 'polite'});
  const judging = h('section', {class: 'judging', 'aria-label': 'The discriminator'}, h('h2', {}, 'Ask the discriminator'), drop, judged);

  fill(place,
    h('div', {class: 'title'}, h('div', {}, h('p', {class: 'soft crumb'}, h('a', {href: '#/run/' + encodeURIComponent(id)}, 'Run'), ' · Explore'), title)),
    h('div', {class: 'controls'},
      h('label', {class: 'field'}, h('span', {}, 'Checkpoint'), points),
      h('label', {class: 'field'}, h('span', {}, 'Seed'), seedInput),
      h('label', {class: 'check'}, lock, ' lock the seed'),
      others,
      h('label', {class: 'field wide'}, h('span', {}, 'Truncation ', truncationLabel), truncation),
      classField),
    h('div', {class: 'explorer'},
      h('section', {'aria-label': 'Images'}, opening, tiles, h('div', {class: 'bar'}, h('span', {class: 'soft'}, 'Download these'), gridPng, gridNpy)),
      h('div', {}, mixer, mayChange && judging)));

  const base = () => `${runPath(id)}/checkpoints/${encodeURIComponent(checkpoint)}`;

  /** How a recipe is asked for; the class only where the networks take one. */
  function query(z) {
    const all = new URLSearchParams({z, truncation: truncation.value});
    if (networks.classes.length > 0 && classes.value !== '') all.set('class', classes.value);
    // A plus is a plus to the studio.
    return String(all).replaceAll('+', '%20');
  }

  function setSeed(value) {
    seed = Number.isInteger(value) && value >= 0 ? value : 1;
    seedInput.value = seed;
    sessionStorage.setItem('seed', seed);
    refreshGrid();
  }

  /** Of requests that come faster than answers only the last is sent. */
  function latestOnly(work) {
    let running = false;
    let again = false;
    return async function run() {
      if (running) {
        again = true;
        return;
      }
      running = true;
      do {
        again = false;
        try {
          await work();
        } catch (problem) {
          note(problem.message, true);
        }
      } while (again && !closed);
      running = false;
    };
  }

  const refreshGrid = latestOnly(async () => {
    if (!networks) return;
    const z = cells.map((_, i) => `${seed}.${i}`).join(';');
    const shown = seed;
    const images = await get(`${base()}/images?${query(z)}`);
    const pixels = bytes(images.pixels);
    tiles.removeAttribute('aria-busy');
    cells.forEach((cell, i) => {
      draw(cell.canvas, images, pixels, i);
      cell.score.textContent = images.scores[i].toFixed(2);
      cell.button.setAttribute('aria-label', `Image ${i + 1} of seed ${shown}, real with probability ${images.scores[i].toFixed(2)}: choose it`);
    });
    gridPng.href = `${base()}/images.png?${query(z)}`;
    gridNpy.href = `${base()}/latents.npy?${query(z)}`;
  });

  function recipe() {
    const chosen = slots.filter(slot => slot !== null);
    if (mode === 'sum') {
      const [a, b, c] = slots;
      return [a && `${a}*1`, b && `${b}*-1`, c && `${c}*1`].filter(Boolean).join(',');
    }
    const weights = pad.weights(chosen.length);
    return chosen.map((slot, i) => `${slot}*${weights[i].toFixed(4)}`).filter(part => !part.endsWith('*0.0000')).join(',');
  }

  let frames = [];
  const refreshResult = latestOnly(async () => {
    if (!networks || slots.every(slot => slot === null)) return;
    const z = recipe();
    const images = await get(`${base()}/images?${query(z)}`);
    draw(result, images, bytes(images.pixels), 0);
    fill(resultScore, 'Real with probability', opinion(images.scores[0]));
    onePng.href = `${base()}/images.png?${query(z)}`;
    oneNpy.href = `${base()}/latents.npy?${query(z)}`;
    const now = performance.now();
    frames = [...frames.filter(at => now - at < 1000), now];
    speed.textContent = frames.length > 2 ? `${frames.length} images/s` : '';
    speed.dataset.frames = frames.length;
  });

  const refreshSlots = latestOnly(async () => {
    if (!networks) return;
    const chosen = slots.map((slot, i) => ({slot, i})).filter(({slot}) => slot !== null);
    if (chosen.length === 0) {
      fill(slotRow, slotNames.map(name => h('div', {class: 'slot empty'}, name)));
      return;
    }
    const images = await get(`${base()}/images?${query(chosen.map(({slot}) => slot).join(';'))}`);
    const pixels = bytes(images.pixels);
    fill(slotRow, slotNames.map((name, i) => {
      const at = chosen.findIndex(found => found.i === i);
      if (at < 0) return h('div', {class: 'slot empty'}, name);
      const canvas = h('canvas', {'aria-hidden': 'true'});
      draw(canvas, images, pixels, at);
      return h('button', {type: 'button', class: 'slot', 'aria-label': `${name}: remove it`, onclick: () => {
        slots.splice(i, 1);
        slots.push(null);
        chosenChanged();
      }}, canvas, h('span', {}, name, ' ×'));
    }));
  });

  function choose(latent) {
    const free = slots.indexOf(null);
    if (free < 0) slots[3] = latent;
    else slots[free] = latent;
    chosenChanged();
  }

  function chosenChanged() {
    showPad();
    refreshSlots();
    refreshResult();
  }

  function showPad() {
    const chosen = slots.filter(slot => slot !== null).length;
    hint.hidden = chosen >= 2;
    result.parentElement.hidden = chosen === 0;
    pad.show(mode === 'between' ? chosen : 0);
  }

  function refresh() {
    refreshGrid();
    refreshSlots();
    refreshResult();
  }

  async function judge(file) {
    if (!file) return;
    await during(drop, async () => {
      const images = await post(`${base()}/judge`, file);
      const canvas = h('canvas', {class: 'seen', 'aria-hidden': 'true'});
      draw(canvas, images, bytes(images.pixels), 0);
      judged.prepend(h('figure', {class: 'verdict'}, canvas, h('figcaption', {}, file.name, h('br'), opinion(images.scores[0]))));
      while (judged.children.length > 6) judged.lastChild.remove();
    });
  }

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
    if (mayChange) [...event.dataTransfer.files].slice(0, 6).forEach(judge);
  });
  drop.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') drop.querySelector('input').click();
  });

  async function open(name) {
    checkpoint = name;
    tiles.setAttribute('aria-busy', 'true');
    opening.hidden = false;
    history.replaceState(null, '', `#/explore/${encodeURIComponent(id)}/${encodeURIComponent(name)}`);
    try {
      networks = await get(base());
      classField.hidden = networks.classes.length === 0;
      const before = classes.value;
      fill(classes, h('option', {value: ''}, 'any'), networks.classes.map(text => h('option', {value: text, selected: text === before}, text)));
      refresh();
    } catch (problem) {
      note(problem.message, true);
    } finally {
      opening.hidden = true;
    }
  }

  async function start() {
    try {
      const {checkpoints} = await get(runPath(id));
      if (closed) return;
      if (checkpoints.length === 0) throw new Error('This run has no checkpoint yet.');
      const best = checkpoints.find(point => point.best);
      if (!checkpoints.some(point => point.name === checkpoint)) checkpoint = (best ?? checkpoints[0]).name;
      fill(points, checkpoints.map(point => h('option', {value: point.name, selected: point.name === checkpoint},
        `${kimg(point.images)} kimg${point.best ? ', the best' : ''}`)));
      points.value = checkpoint;
      showPad();
      await open(checkpoint);
    } catch (problem) {
      fill(place, title, h('p', {class: 'problem'}, problem.message));
    }
  }

  start();
  return () => {
    closed = true;
  };
}
