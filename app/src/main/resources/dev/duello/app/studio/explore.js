// What a checkpoint learned: images to choose from, the way between chosen ones, arithmetic, and the discriminator's score.

import {fill, h, note} from './dom.js';
import {get, mayChange, runPath} from './api.js';
import {Directions} from './directions.js';
import {Heat} from './heat.js';
import {latestOnly} from './latest.js';
import {bytes, draw} from './pixels.js';
import {Pad} from './pad.js';
import {Photos, opinion} from './photos.js';
import {ShapeView} from './shape.js';
import {Units} from './units.js';
import {kimg} from './words.js';

// The address holds all that is chosen, so that it can be shared, and the back button undoes:
//   #/explore/RUN/CHECKPOINT?seed=1&truncation=0.8&class=NAME&z=1.0;1.3&mode=between|sum|walk&view=images|classes&move=sefa-1:2.5
// In z, g1.5 is image 5 of the sample grids of a training with seed 1: what the run's page shows. p with twelve digits is a photo,
// which the studio knows until it is closed.

const COUNT = 36;
const COLUMNS = 8;
const MOST_ROWS = 20;
const slotNames = ['A', 'B', 'C', 'D'];
const headings = {between: 'Interpolate', sum: 'Arithmetic', walk: 'Walk'};
const hints = {
  between: 'Choose two to four images, then drag the point between them.',
  sum: 'Choose three images: A minus B plus C.',
  walk: 'A smooth walk through the latent space: through the images that you choose, or endlessly through new ones if you choose none.',
};
// Pictures of a walk: between two latents, asked for at once, and shown in a second.
const WALK_STEPS = 24;
const WALK_BATCH = 12;
const WALK_PACE = 20;

/** What is said of an image beside its number; nothing where there is no discriminator. */
const probability = score => score === '' ? '' : `, real with probability ${score}`;

export function showExplore(place, [id, wanted], query = new URLSearchParams()) {
  let checkpoint = wanted;
  let networks = null;
  let seed = Number(query.get('seed') ?? sessionStorage.getItem('seed')) || 1;
  let closed = false;
  const isClosed = () => closed;
  let mode = query.get('mode') in headings ? query.get('mode') : 'between';
  let view = query.get('view') === 'classes' ? 'classes' : 'images';
  let wantedClass = query.get('class') ?? '';
  const slots = (query.get('z') ?? '').split(';').filter(z => /^(g?\d{1,15}\.\d{1,3}|p[0-9a-f]{12})$/.test(z)).slice(0, 4);
  while (slots.length < 4) slots.push(null);
  const startTruncation = Math.min(1.5, Math.max(0, Number(query.get('truncation') ?? 1) || 0));

  const title = h('h1', {}, id);
  const heading = h('h2', {}, headings[mode]);
  const points = h('select', {'aria-label': 'Checkpoint', onchange: () => open(points.value)});
  const seedInput = h('input', {type: 'number', min: 0, max: 1e12, step: 1, value: seed, 'aria-label': 'Seed', onchange: () => setSeed(Number(seedInput.value))});
  const lock = h('input', {type: 'checkbox', checked: sessionStorage.getItem('locked') === 'true', onchange: () => {
    sessionStorage.setItem('locked', lock.checked);
    others.disabled = lock.checked;
  }});
  const others = h('button', {type: 'button', class: 'primary', disabled: lock.checked, onclick: () => setSeed(1 + Math.floor(Math.random() * 1e6))}, 'New seed');
  const truncation = h('input', {type: 'range', min: 0, max: 1.5, step: 0.01, value: startTruncation, 'aria-label': 'Truncation', oninput: () => {
    truncationLabel.textContent = Number(truncation.value).toFixed(2);
    remember(false);
    refresh();
  }});
  const truncationLabel = h('span', {class: 'n'}, startTruncation.toFixed(2));
  const classes = h('select', {'aria-label': 'Class', onchange: () => {
    remember(true);
    refresh();
  }});
  const classField = h('label', {class: 'field', hidden: true}, h('span', {}, 'Class'), classes);
  const tiles = h('div', {class: 'tiles', role: 'group', 'aria-label': 'Images to choose from'});
  const cells = Array.from({length: COUNT}, (_, i) => {
    const canvas = h('canvas', {'aria-hidden': 'true'});
    const score = h('span', {class: 'score'});
    const check = h('span', {class: 'tile-check', 'aria-hidden': 'true'});
    const button = h('button', {type: 'button', class: 'tile', 'aria-label': `Image ${i + 1}`, 'aria-pressed': 'false', onclick: () => choose(`${seed}.${i}`)}, canvas, score, check);
    const enlarge = h('button', {type: 'button', class: 'enlarge', 'aria-label': `Enlarge image ${i + 1}`, onclick: () => showLarge(i)}, '⤢');
    tiles.append(h('div', {class: 'tile-cell'}, button, enlarge));
    return {canvas, score, button, check};
  });
  const table = h('div', {class: 'class-grid', hidden: true});
  const views = h('div', {class: 'views', role: 'group', 'aria-label': 'What is shown', hidden: true}, [['images', 'Images'], ['classes', 'Classes × latents']].map(([name, text]) =>
    h('button', {type: 'button', 'data-view': name, onclick: () => {
      view = name;
      showView();
      remember(true);
    }}, text)));
  const opening = h('p', {class: 'soft', role: 'status', hidden: true}, 'Opening the checkpoint…');
  const gridPng = h('a', {class: 'button', download: ''}, 'PNG');
  const gridNpy = h('a', {class: 'button', download: ''}, 'Latents');
  const trainingGif = h('a', {class: 'button', download: '', href: `${runPath(id)}/samples.gif`}, 'GIF of the training');

  const slotRow = h('div', {class: 'slots', role: 'group', 'aria-label': 'Chosen images'});
  const result = h('canvas', {class: 'result', role: 'img', 'aria-label': 'The interpolated image'});
  // Plays the sound in the mixer; for images it stays away.
  const audio = h('audio', {controls: true, preload: 'none', 'aria-label': 'The sound'});
  // Shows the clip in the mixer as it moves; for others it stays away.
  const clip = h('img', {class: 'clip', alt: 'The clip, moving', hidden: true});
  // Turns the shape in the mixer; for others it stays away.
  const shape = new ShapeView('The shape');
  shape.element.hidden = true;
  const resultFrame = h('div', {class: 'result-frame'}, result);
  const resultScore = h('div', {class: 'soft result-score'});
  const speed = h('span', {class: 'soft n', id: 'speed'});
  const pad = new Pad(() => {
    remember(false);
    refreshResult();
  });
  const modes = h('fieldset', {class: 'modes'}, h('legend', {class: 'hidden-legend'}, 'Mode'), [['between', 'Interpolate'], ['sum', 'A − B + C'], ['walk', 'Walk']].map(([name, text]) =>
    h('label', {}, h('input', {type: 'radio', name: 'mode', value: name, checked: name === mode, onchange: () => {
      mode = name;
      showPad();
      refreshResult();
      remember(true);
    }}), ' ', text)));
  const walkPlay = h('button', {type: 'button', class: 'primary', onclick: () => setWalking(!walking)}, '▶ Play');
  const walkPace = h('input', {type: 'range', min: 0.25, max: 3, step: 0.25, value: 1, 'aria-label': 'Pace of the walk'});
  const walkGif = h('a', {class: 'button', download: ''}, 'GIF');
  const walkBar = h('div', {class: 'bar walk', hidden: true}, walkPlay, h('label', {class: 'walk-pace'}, h('span', {class: 'soft'}, 'Pace'), walkPace), walkGif);
  const replacing = h('div', {class: 'replacing', role: 'alertdialog', 'aria-label': 'All four places are taken', hidden: true});
  const onePng = h('a', {class: 'button', download: ''}, 'PNG');
  const oneNpy = h('a', {class: 'button', download: ''}, 'Latent');
  const hint = h('p', {class: 'soft mixer-hint'});
  const oneBar = h('div', {class: 'bar'}, onePng, oneNpy, speed);
  const mixer = h('section', {class: 'mixer', 'aria-label': 'Mix'}, heading, modes, slotRow, replacing, hint,
    h('div', {class: 'stage'}, h('div', {}, resultFrame, shape.element, clip, audio, resultScore, oneBar, walkBar), pad.element));

  const directions = new Directions({base: () => base(), onchange: moved});
  directions.set(query.get('move') ?? '');
  const photoNames = new Map();
  const photos = new Photos({place, base: () => base(), networks: () => networks, className: () => classes.value, onlatent: photoFound, onheat: file => {
    heat.element.scrollIntoView({block: 'nearest'});
    heat.show(file);
  }});
  /** How the image in the mixer is asked for; empty while there is none. */
  const sample = () => mode === 'walk' || slots.every(slot => slot === null) ? '' : asked(recipe());
  const heat = new Heat({base: () => base(), sample, className: () => classes.value});
  const units = new Units({frameOf: resultFrame, base: () => base(), sample, onchange: () => moved(true)});

  const top = h('div', {class: 'title'}, h('div', {}, h('p', {class: 'soft crumb'}, h('a', {href: '#/run/' + encodeURIComponent(id)}, 'Run'), ' · Explore'), title), opening);
  fill(place, top);
  let shown = false;
  /** Everything at once, when it is known how large the images are and whether they have classes: nothing moves afterwards. */
  const show = () => {
    if (shown || closed) return;
    shown = true;
    fill(place, top, h('div', {class: 'controls'},
      h('label', {class: 'field'}, h('span', {}, 'Checkpoint'), points),
      h('label', {class: 'field'}, h('span', {}, 'Seed'), seedInput),
      h('label', {class: 'check'}, lock, ' lock the seed'),
      others,
      h('label', {class: 'field wide'}, h('span', {}, 'Truncation ', truncationLabel), truncation),
      classField),
    h('div', {class: 'explorer'},
      h('div', {}, h('section', {class: 'tiles-section', 'aria-label': 'Images'}, views, tiles, table,
        h('div', {class: 'bar'}, h('span', {class: 'soft'}, 'Download these'), gridPng, gridNpy, trainingGif)),
      mayChange && photos.isUseful() && photos.element),
      h('div', {}, mixer, directions.element, networks?.critic && !isSound() && !isVideo() && !isShape() && heat.element, units.element)));
  };

  const base = () => `${runPath(id)}/checkpoints/${encodeURIComponent(checkpoint)}`;

  /** How a recipe is asked for; the class only where the networks take one. */
  function asked(z, className = classes.value) {
    const all = new URLSearchParams({z, truncation: truncation.value});
    if (networks.classes.length > 0 && className !== '') all.set('class', className);
    const move = String(directions);
    if (move) all.set('move', move);
    const set = String(units);
    if (set) all.set('units', set);
    // A plus is a plus to the studio.
    return String(all).replaceAll('+', '%20');
  }

  function setSeed(value) {
    seed = Number.isInteger(value) && value >= 0 ? value : 1;
    seedInput.value = seed;
    sessionStorage.setItem('seed', seed);
    remember(true);
    showView();
  }

  let remembering = null;
  /** Writes into the address what is chosen; as a step that can be undone, or, while something is dragged, in its place. */
  function remember(step) {
    const now = new URLSearchParams({seed});
    if (Number(truncation.value) !== 1) now.set('truncation', truncation.value);
    if (classes.value) now.set('class', classes.value);
    const chosen = slots.filter(slot => slot !== null);
    if (chosen.length > 0) now.set('z', chosen.join(';'));
    if (mode !== 'between') now.set('mode', mode);
    if (view !== 'images') now.set('view', view);
    const move = String(directions);
    if (move) now.set('move', move);
    const address = `#/explore/${encodeURIComponent(id)}/${encodeURIComponent(checkpoint)}?${now}`;
    clearTimeout(remembering);
    if (address === location.hash) return;
    if (step) history.pushState(null, '', address);
    // Browsers do not like an address that changes with every pixel.
    else remembering = setTimeout(() => !closed && history.replaceState(null, '', address), 300);
  }

  function showView() {
    views.hidden = !networks || networks.classes.length === 0;
    if (views.hidden) view = 'images';
    for (const button of views.children) button.setAttribute('aria-pressed', String(button.dataset.view === view));
    tiles.hidden = view !== 'images';
    table.hidden = view === 'images';
    if (view === 'images') refreshGrid();
    else refreshTable();
  }

  /** A row a class, a column a latent: what a class changes, and what it keeps. */
  const refreshTable = latestOnly(async () => {
    if (!networks) return;
    const z = Array.from({length: COLUMNS}, (_, i) => `${seed}.${i}`);
    const rows = [];
    for (const name of networks.classes.slice(0, MOST_ROWS)) {
      const images = await get(`${base()}/images?${asked(z.join(';'), name)}`);
      const pixels = bytes(images.pixels);
      rows.push(h('span', {class: 'class-name'}, name), z.map((latent, i) => {
        const canvas = h('canvas', {'aria-hidden': 'true'});
        draw(canvas, images, pixels, i);
        return h('button', {type: 'button', class: 'tile', 'aria-label': `Latent ${latent} as ${name}: choose both`, onclick: () => {
          classes.value = name;
          choose(latent);
          refresh();
        }}, canvas);
      }));
    }
    const left = networks.classes.length - MOST_ROWS;
    fill(table, rows, left > 0 && h('p', {class: 'soft'}, `and ${left} more classes`));
    gridPng.href = `${base()}/images.png?${asked(z.join(';'))}`;
    gridNpy.href = `${base()}/latents.npy?${asked(z.join(';'))}`;
  }, isClosed);

  let large = null;
  let largeIndex = 0;
  function showLarge(index) {
    largeIndex = (index + COUNT) % COUNT;
    if (!large) {
      const canvas = h('canvas', {class: 'large', role: 'img'});
      const text = h('p', {class: 'soft'});
      const dialog = h('dialog', {class: 'large-dialog', 'aria-label': 'Image, enlarged', onkeydown: event => {
        // A shape takes the arrows to turn.
        if (event.defaultPrevented) return;
        if (event.key === 'ArrowLeft') showLarge(largeIndex - 1);
        if (event.key === 'ArrowRight') showLarge(largeIndex + 1);
      }, onclick: event => event.target === dialog && dialog.close()}, canvas, text, h('div', {class: 'bar'},
        h('button', {type: 'button', 'aria-label': 'Image before', onclick: () => showLarge(largeIndex - 1)}, '←'),
        h('button', {type: 'button', 'aria-label': 'Next image', onclick: () => showLarge(largeIndex + 1)}, '→'),
        h('button', {type: 'button', class: 'primary', onclick: () => {
          choose(`${seed}.${largeIndex}`);
          dialog.close();
        }}, 'Choose'),
        h('button', {type: 'button', onclick: () => dialog.close()}, 'Close')));
      place.append(dialog);
      const turned = new ShapeView('The shape, enlarged');
      canvas.after(turned.element);
      turned.element.hidden = !isShape();
      canvas.hidden = isShape();
      large = {dialog, canvas, text, turned};
    }
    if (isShape()) get(`${base()}/shape?${asked(`${seed}.${largeIndex}`)}`).then(found => large.turned.show(found), problem => note(problem.message, true));
    const from = cells[largeIndex].canvas;
    large.canvas.width = from.width;
    large.canvas.height = from.height;
    large.canvas.getContext('2d').drawImage(from, 0, 0);
    large.canvas.setAttribute('aria-label', `${noun()} ${largeIndex + 1} of seed ${seed}`);
    large.text.textContent = `${noun()} ${largeIndex + 1} of seed ${seed}${probability(cells[largeIndex].score.textContent)}`;
    if (!large.dialog.open) large.dialog.showModal();
  }

  const refreshGrid = latestOnly(async () => {
    if (!networks) return;
    const z = cells.map((_, i) => `${seed}.${i}`).join(';');
    const shown = seed;
    const images = await get(`${base()}/images?${asked(z)}`);
    const pixels = bytes(images.pixels);
    tiles.removeAttribute('aria-busy');
    markChosen();
    cells.forEach((cell, i) => {
      draw(cell.canvas, images, pixels, i);
      cell.score.textContent = images.scores[i]?.toFixed(2) ?? '';
      cell.button.setAttribute('aria-label', `${noun()} ${i + 1} of seed ${shown}${probability(cell.score.textContent)}: choose it`);
    });
    gridPng.href = `${base()}/images.png?${asked(z)}`;
    gridNpy.href = `${base()}/latents.npy?${asked(z)}`;
  }, isClosed);

  function recipe() {
    const chosen = slots.filter(slot => slot !== null);
    if (mode === 'sum') {
      const [a, b, c] = slots;
      return [a && `${a}*1`, b && `${b}*-1`, c && `${c}*1`].filter(Boolean).join(',');
    }
    const weights = pad.weights(chosen.length);
    return chosen.map((slot, i) => `${slot}*${weights[i].toFixed(4)}`).filter(part => !part.endsWith('*0.0000')).join(',');
  }

  const isSound = () => networks?.medium === 'sound';
  const isText = () => networks?.medium === 'text';
  const isVideo = () => networks?.medium === 'video';
  const isShape = () => networks?.medium === 'shape';
  const noun = () => isSound() ? 'Sound' : isText() ? 'Text' : isVideo() ? 'Clip' : isShape() ? 'Shape' : 'Image';

  let listening = null;
  /** Not while a point is dragged. */
  function listenTo(address) {
    clearTimeout(listening);
    listening = setTimeout(() => {
      if (!closed && audio.getAttribute('src') !== address) audio.src = address;
    }, 300);
  }

  let watching = null;
  /** As for sounds. */
  function watch(address) {
    clearTimeout(watching);
    watching = setTimeout(() => {
      if (!closed && clip.getAttribute('src') !== address) clip.src = address;
    }, 300);
  }

  let frames = [];
  const refreshResult = latestOnly(async () => {
    if (!networks || mode === 'walk' || slots.every(slot => slot === null)) return;
    const z = recipe();
    const made = await get(`${base()}/${isShape() ? 'shape' : 'images'}?${asked(z)}`);
    if (isShape()) shape.show(made);
    else draw(result, made, bytes(made.pixels), 0);
    if (networks.critic) fill(resultScore, 'Real with probability', opinion(made.scores[0]));
    onePng.href = `${base()}/images.png?${asked(z)}`;
    oneNpy.href = `${base()}/latents.npy?${asked(z)}`;
    if (isSound()) listenTo(`${base()}/sound.wav?${asked(z)}`);
    if (isVideo()) watch(`${base()}/clip.gif?${asked(z)}`);
    const now = performance.now();
    frames = [...frames.filter(at => now - at < 1000), now];
    speed.textContent = frames.length > 2 ? `${frames.length} images/s` : '';
    speed.dataset.frames = frames.length;
  }, isClosed);

  const slotCanvases = new Map();
  const refreshSlots = latestOnly(async () => {
    if (!networks) return;
    const chosen = slots.map((slot, i) => ({slot, i})).filter(({slot}) => slot !== null);
    if (chosen.length === 0) {
      fill(slotRow, slotNames.map(name => h('div', {class: 'slot empty'}, name)));
      return;
    }
    // The frames first, so that nothing moves when the images come.
    fill(slotRow, slotNames.map((name, i) => {
      if (slots[i] === null) return h('div', {class: 'slot empty'}, name);
      const canvas = slotCanvases.get(slots[i]) ?? h('canvas', {'aria-hidden': 'true'});
      slotCanvases.set(slots[i], canvas);
      return h('button', {type: 'button', class: 'slot', 'aria-label': `${name}: remove it`, onclick: () => {
        slots.splice(i, 1);
        slots.push(null);
        chosenChanged();
      }}, canvas, h('span', {}, name, ' ×'));
    }));
    const images = await get(`${base()}/images?${asked(chosen.map(({slot}) => slot).join(';'))}`);
    const pixels = bytes(images.pixels);
    chosen.forEach(({slot}, at) => draw(slotCanvases.get(slot), images, pixels, at));
  }, isClosed);

  function choose(latent) {
    const at = slots.indexOf(latent);
    if (at >= 0) {
      slots.splice(at, 1);
      slots.push(null);
      chosenChanged();
      return;
    }
    const free = slots.indexOf(null);
    if (free < 0) {
      askWhich(latent);
      return;
    }
    slots[free] = latent;
    chosenChanged();
  }

  /** A fifth image needs the place of another. */
  function askWhich(latent) {
    fill(replacing, h('p', {}, `All four places are taken. Which image should be replaced by ${photoNames.get(latent) ?? `image ${Number(latent.split('.')[1]) + 1}`}?`),
      h('div', {class: 'bar'}, slotNames.map((name, i) => h('button', {type: 'button', onclick: () => {
        slots[i] = latent;
        chosenChanged();
      }}, `Replace ${name}`)), h('button', {type: 'button', onclick: () => {
        replacing.hidden = true;
      }}, 'Cancel')));
    replacing.hidden = false;
    replacing.scrollIntoView({block: 'nearest'});
    replacing.querySelector('button').focus({preventScroll: true});
  }

  function chosenChanged() {
    replacing.hidden = true;
    remember(true);
    markChosen();
    showPad();
    refreshSlots();
    refreshResult();
  }

  function markChosen() {
    cells.forEach((cell, i) => {
      const at = slots.indexOf(`${seed}.${i}`);
      cell.button.setAttribute('aria-pressed', String(at >= 0));
      cell.check.textContent = at >= 0 ? `✓ ${slotNames[at]}` : '';
    });
  }

  function showPad() {
    const chosen = slots.filter(slot => slot !== null).length;
    const walks = mode === 'walk';
    heading.textContent = headings[mode];
    result.setAttribute('aria-label', {between: 'The interpolated image', sum: 'The image of the sum', walk: 'The image of the walk'}[mode]);
    hint.textContent = hints[mode];
    hint.hidden = walks ? chosen > 0 : chosen >= (mode === 'sum' ? 3 : 2);
    resultFrame.parentElement.hidden = chosen === 0 && !walks;
    resultFrame.hidden = isShape() && !walks;
    shape.element.hidden = !isShape() || walks;
    oneBar.hidden = walks;
    walkBar.hidden = !walks;
    resultScore.hidden = walks;
    mixer.classList.toggle('walks', walks);
    pad.show(mode === 'between' ? chosen : 0);
    setWalking(walks && !matchMedia('(prefers-reduced-motion: reduce)').matches);
  }

  // A walk: pictures are asked for ahead of being shown.
  let walking = false;
  let walkAt = 0;
  let ahead = [];
  let fetching = false;
  let walkTimer = null;
  const walkPoint = i => {
    const chosen = slots.filter(slot => slot !== null);
    return chosen.length > 1 ? chosen[i % chosen.length] : `${seed}.${i % 256}`;
  };

  function walkRecipe(step) {
    const from = Math.floor(step / WALK_STEPS);
    const angle = (step % WALK_STEPS) / WALK_STEPS * Math.PI / 2;
    return `${walkPoint(from)}*${Math.cos(angle).toFixed(5)},${walkPoint(from + 1)}*${Math.sin(angle).toFixed(5)}`;
  }

  function setWalking(wanted) {
    walking = wanted;
    walkPlay.textContent = walking ? '❚❚ Pause' : '▶ Play';
    clearTimeout(walkTimer);
    ahead = [];
    if (mode === 'walk') {
      const chosen = slots.filter(slot => slot !== null);
      const points = chosen.length > 1 ? chosen : Array.from({length: 8}, (_, i) => walkPoint(Math.floor(walkAt / WALK_STEPS) + i));
      if (networks) walkGif.href = `${base()}/walk.gif?steps=16&${asked(points.join(';'))}`;
      if (walking) walkOn();
      else fetchAhead().then(() => ahead.length > 0 && drawStep());
    }
  }

  async function fetchAhead() {
    if (fetching || !networks || ahead.length >= 2 * WALK_BATCH) return;
    fetching = true;
    try {
      const first = walkAt + ahead.length;
      const of = ahead;
      const z = Array.from({length: WALK_BATCH}, (_, i) => walkRecipe(first + i)).join(';');
      const images = await get(`${base()}/images?${asked(z)}`);
      const pixels = bytes(images.pixels);
      // Whoever has changed the walk meanwhile does not want these.
      if (of === ahead) for (let i = 0; i < WALK_BATCH; i++) ahead.push({images, pixels, i});
    } catch (problem) {
      walking = false;
      walkPlay.textContent = '▶ Play';
      if (!closed) note(problem.message, true);
    } finally {
      fetching = false;
    }
  }

  function drawStep() {
    const {images, pixels, i} = ahead[0];
    draw(result, images, pixels, i);
  }

  function walkOn() {
    if (!walking || closed || mode !== 'walk') return;
    if (ahead.length > 0) {
      drawStep();
      ahead.shift();
      walkAt++;
      result.dataset.step = walkAt;
    }
    if (ahead.length < WALK_BATCH && !document.hidden) fetchAhead();
    walkTimer = setTimeout(walkOn, 1000 / (WALK_PACE * walkPace.value));
  }

  function refresh() {
    showView();
    refreshSlots();
    refreshResult();
    if (mode === 'walk') setWalking(walking);
  }

  /** A slider moved, or came to rest. */
  function moved(settled) {
    if (mode !== 'walk' && slots.every(slot => slot === null)) choose(`${seed}.0`);
    remember(settled);
    if (settled) refresh();
    else refreshResult();
  }

  /** The latent of a photo takes a free place by itself; that of another image only when somebody asks for it. */
  function photoFound(latent, name, asked) {
    photoNames.set(latent, name);
    if (closed || slots.includes(latent)) return;
    if (asked || slots.includes(null)) choose(latent);
  }

  /** Photos that the studio does not know any more leave their places. */
  async function forgetPhotos() {
    for (const slot of slots.filter(slot => slot?.startsWith('p'))) {
      try {
        await get(`${base()}/images?${asked(slot)}`);
      } catch (problem) {
        slots.splice(slots.indexOf(slot), 1);
        slots.push(null);
        note(problem.message, true);
      }
    }
  }

  async function open(name) {
    checkpoint = name;
    tiles.setAttribute('aria-busy', 'true');
    opening.hidden = false;
    try {
      networks = await get(base());
      place.style.setProperty('--aspect', networks.width / networks.height);
      classField.hidden = networks.classes.length === 0;
      const before = classes.value || wantedClass;
      wantedClass = '';
      fill(classes, h('option', {value: ''}, 'any'), networks.classes.map(text => h('option', {value: text, selected: text === before}, text)));
      await directions.load();
      clip.hidden = !isVideo();
      showPad();
      audio.hidden = !isSound();
      result.classList.toggle('sound', isSound() || isText());
      if (networks.generator) await units.load();
      await forgetPhotos();
      if (closed) return;
      photos.tell();
      remember(false);
      views.hidden = networks.classes.length === 0;
      show();
      refresh();
      if (mode === 'walk') showPad();
    } catch (problem) {
      if (shown) note(problem.message, true);
      // Of networks that make nothing there is nothing to show.
      else if (!closed) fill(place, top, h('p', {class: 'problem'}, problem.message), h('p', {}, h('a', {href: '#/run/' + encodeURIComponent(id)}, 'What can be seen of this run')));
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
    clearTimeout(remembering);
    clearTimeout(walkTimer);
    clearTimeout(listening);
    large?.dialog.remove();
  };
}
