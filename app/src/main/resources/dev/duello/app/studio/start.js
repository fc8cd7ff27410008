// The page that starts a training: which images, what is in them, by which preset, how long, and every setting with its help.
//
// Its address may hold what is filled in already, so that other pages can link to "one like this": settings by their dotted keys,
// a few of them also by a short name, the name of the run, and its length as a time (for=10m) in the place of kimg; values are
// percent-encoded.
//   #/start?data=NAME-OR-PATH&preset=NAME&kimg=100&until=fid<8&name=RUN&penalty.r1=5&set=KEY=VALUE
// startAddress() of actions.js makes such an address.

import {during, fill, h, note} from './dom.js';
import {get, mayChange, post} from './api.js';
import {nameLike} from './actions.js';
import {duration} from './words.js';

// The page waits as long for what is in the images.
const FIRST_MILLISECONDS = 1500;
const LOOK_MILLISECONDS = 500;
const SHOWN_CLASSES = 12;
// What has a field of its own above all settings.
const ownFields = ['preset', 'data.source', 'training.kimg', 'evaluation.until'];

const shortNames = {data: 'data.source', kimg: 'training.kimg', until: 'evaluation.until'};

/** The settings in an address, by their dotted keys. */
function given(query) {
  const all = new Map();
  for (const [key, value] of query) {
    const equals = value.indexOf('=');
    if (key === 'set' && equals > 0) all.set(value.slice(0, equals), value.slice(equals + 1));
    else if (!['set', 'name', 'for'].includes(key)) all.set(shortNames[key] ?? key, value);
  }
  return all;
}

const count = value => value.toLocaleString('en');
const megabytes = bytes => `${Math.max(1, Math.round(bytes / 1e6)).toLocaleString('en')} MB`;

function sizeOf(found) {
  if (found.medium === 'shape') return `${found.side}x${found.side}x${found.side}${found.channels > 1 ? ', color' : ''}`;
  if (found.medium === 'sound') return `${count(found.length)} samples at ${count(found.rate)} Hz`;
  if (found.medium === 'text') return `up to ${count(found.length)} of ${count([...found.alphabet].length)} characters`;
  const kind = {1: 'gray', 3: 'color', 4: 'color with transparency'}[found.channels];
  if (found.medium === 'video') return `${found.frames} frames of ${found.height}×${found.width}, ${kind}`;
  return `${found.height}×${found.width}, ${kind}`;
}

export function showStart(place, _, query = new URLSearchParams()) {
  if (!mayChange) {
    fill(place, h('h1', {}, 'Start a training'), h('p', {}, 'Open the address that duello studio printed: starting needs the token in it.'));
    return () => {};
  }
  let closed = false;
  let choices = null;
  let found = null;
  let looking = 0;
  const fields = new Map();
  const filled = given(query);

  // Which images.
  const data = h('input', {name: 'data', required: true, autocomplete: 'off', spellcheck: 'false', value: filled.get('data.source') ?? '',
    placeholder: 'A name above, or the path of a folder or an archive', onchange: () => look()});
  const cards = h('div', {class: 'data-cards', role: 'group', 'aria-label': 'Data sets'});
  const browse = h('button', {type: 'button', 'aria-expanded': 'false', onclick: () => during(browse, toggleBrowser)}, 'Browse…');
  const browser = h('div', {class: 'browser', hidden: true});
  const inside = h('div', {class: 'inside', 'aria-live': 'polite'});
  const drop = h('div', {class: 'drop start-drop'}, h('strong', {}, 'Drop a folder or its path here'), ', or type, paste or browse:',
    h('div', {class: 'bar'}, data, browse), browser);

  // By which preset.
  const presets = h('div', {class: 'preset-cards', role: 'radiogroup', 'aria-label': 'Preset'});
  const size = h('select', {name: 'size', onchange: () => changed()}, h('option', {value: ''}, 'as the preset'), h('option', {value: '-tiny'}, 'half, for a first look'),
    h('option', {value: '-base'}, 'four times, for a GPU'));

  // How long, and under which name.
  const length = h('input', {name: 'kimg', type: 'number', min: 0.001, step: 'any', 'aria-label': 'Length in kimg', value: filled.get('training.kimg') ?? '', oninput: () => changed()});
  const time = h('input', {name: 'for', 'aria-label': 'Length as a time', placeholder: 'such as 10m or 1h30m', autocomplete: 'off', value: query.get('for') ?? '', oninput: () => changed()});
  const unit = h('select', {name: 'unit', 'aria-label': 'Unit of the length', onchange: () => {
    showUnit();
    changed();
  }}, h('option', {value: 'kimg'}, 'kimg'), h('option', {value: 'time'}, 'time'));
  unit.value = query.has('for') ? 'time' : 'kimg';
  const lengthHint = h('small', {class: 'soft'});
  const until = h('input', {name: 'until', placeholder: 'such as fid<8', autocomplete: 'off', value: filled.get('evaluation.until') ?? '', oninput: () => changed()});
  const name = h('input', {name: 'name', pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{0,99}', placeholder: 'date, data and preset', autocomplete: 'off', value: query.get('name') ?? ''});

  // Everything else.
  const search = h('input', {type: 'search', placeholder: 'Search all settings: rate, penalty, classes, seed…', 'aria-label': 'Search the settings', oninput: () => filter()});
  const table = h('div', {class: 'setting-list'});
  const more = h('textarea', {name: 'more', rows: 3, spellcheck: 'false', 'aria-label': 'Settings that differ, one a line', placeholder: 'generator.width=96', oninput: () => {
    showValues();
    changed();
  }});
  more.value = [...filled].filter(([key]) => !ownFields.includes(key)).map(([key, value]) => `${key}=${value}`).join('\n');
  const noMatch = h('p', {class: 'soft', hidden: true}, 'No setting matches.');

  // What is wrong is said at the field that it is about, where there is one.
  const wrongs = new Map();
  function wrong(key, input) {
    const id = 'wrong-' + key.replaceAll('.', '-');
    const text = h('small', {class: 'problem', id, role: 'alert', hidden: true});
    input.setAttribute('aria-describedby', id);
    wrongs.set(key, {input, text});
    return text;
  }

  const summary = h('p', {class: 'start-summary', role: 'status'});
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const go = h('button', {type: 'submit', class: 'primary'}, 'Start');
  const form = h('form', {class: 'start-form', novalidate: true},
    h('section', {'aria-label': 'Images'}, h('h2', {}, '1. Images'), cards, drop, inside),
    h('div', {class: 'start-side'},
      h('section', {'aria-label': 'Preset'}, h('h2', {}, '2. Preset'), presets,
        h('label', {class: 'field'}, h('span', {}, 'Width of the networks'), size)),
      h('section', {'aria-label': 'Length'}, h('h2', {}, '3. Length'),
        h('div', {class: 'start-fields'},
          h('div', {class: 'field'}, h('span', {}, 'Length'), h('div', {class: 'length'}, length, time, unit), wrong('training.kimg', length), wrong('for', time), lengthHint),
          h('label', {class: 'field'}, h('span', {}, 'Stop earlier when'), until, wrong('evaluation.until', until), h('small', {class: 'soft'}, 'A goal for a metric; empty for none')),
          h('label', {class: 'field'}, h('span', {}, 'Name of the run'), name, wrong('name', name))))),
    h('section', {class: 'start-more', 'aria-label': 'All settings'},
      h('details', {open: more.value !== ''}, h('summary', {}, h('strong', {}, 'All settings')),
        h('p', {class: 'soft'}, 'Empty fields keep the value of the preset, which they show. Settings that differ are listed here; you can also paste them:'), more, search, table, noMatch)),
    h('div', {class: 'start-go'}, problem, summary, go));

  const title = h('h1', {}, 'Start a training');
  fill(place, title, h('p', {class: 'soft'}, 'Opening…'));

  function showUnit() {
    const timed = unit.value === 'time';
    length.hidden = timed;
    time.hidden = !timed;
    lengthHint.textContent = timed ? 'The length in kimg is determined at the start, from the speed of this machine' : 'Thousands of training images seen';
  }

  /** Says what is wrong, or, with null, that nothing is. */
  function complain(what) {
    const key = what && (what.field ?? [...wrongs.keys()].find(each => what.message.includes(each)));
    const field = wrongs.get(key);
    for (const {input, text} of wrongs.values()) {
      text.hidden = true;
      input.removeAttribute('aria-invalid');
    }
    problem.hidden = !what || Boolean(field);
    if (!what) return;
    const text = field ? field.text : problem;
    text.textContent = what.message;
    text.hidden = false;
    field?.input.setAttribute('aria-invalid', 'true');
    return field;
  }

  // Settings as text: the lines are what counts, the fields show them.
  function lines() {
    const all = new Map();
    for (const line of more.value.split('\n').map(text => text.trim()).filter(Boolean)) {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`'${line}' is no setting: write KEY=VALUE.`);
      all.set(line.slice(0, equals).trim(), line.slice(equals + 1).trim());
    }
    return all;
  }

  function setLine(key, value) {
    let all;
    try {
      all = lines();
    } catch {
      return;
    }
    if (value === '') all.delete(key);
    else all.set(key, value);
    more.value = [...all].map(([each, text]) => `${each}=${text}`).join('\n');
    more.rows = Math.max(3, Math.min(12, all.size));
    showValues();
    changed();
  }

  const preset = () => presets.querySelector('input:checked')?.value ?? 'auto';

  function settings() {
    const all = {preset: preset() + size.value, 'data.source': data.value.trim()};
    if (unit.value === 'kimg' && length.value) all['training.kimg'] = length.value;
    if (until.value.trim()) all['evaluation.until'] = until.value.trim();
    for (const [key, value] of lines()) all[key] = value;
    return all;
  }

  const asked = () => unit.value === 'time' ? {settings: settings(), for: time.value.trim()} : {settings: settings()};

  /** What each setting is without being set: the preset's value, or what auto chose for these images. */
  function usual(key) {
    if (preset() === 'auto' && found?.chosen[key] !== undefined) return found.chosen[key];
    return choices.presets.find(each => each.name === preset())?.values[key] ?? '';
  }

  function showValues() {
    let set = new Map();
    try {
      set = lines();
    } catch {
      // Told when it is started.
    }
    for (const [key, field] of fields) {
      const value = set.get(key) ?? '';
      if (document.activeElement !== field.input) field.input.value = value;
      if (field.input.tagName === 'SELECT') field.input.options[0].textContent = `${usual(key)} (preset)`;
      else field.input.placeholder = usual(key);
      field.row.classList.toggle('set', value !== '');
    }
    length.placeholder = usual('training.kimg');
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    // Another learner has other settings.
    const values = choices.presets.find(each => each.name === preset())?.values ?? {};
    let shown = 0;
    for (const group of table.children) {
      let any = 0;
      for (const row of group.querySelectorAll('.setting')) {
        row.hidden = !(row.dataset.key in values) || !words.every(word => row.dataset.text.includes(word));
        any += row.hidden ? 0 : 1;
      }
      group.hidden = any === 0;
      shown += any;
    }
    noMatch.hidden = shown > 0;
  }

  function showSettings() {
    const hidden = new Set(ownFields);
    const groups = Map.groupBy(choices.settings.filter(setting => !hidden.has(setting.key)), setting => setting.group);
    fill(table, [...groups].map(([group, all]) => h('fieldset', {}, h('legend', {}, group), all.map(setting => {
      const id = 'set-' + setting.key.replaceAll('.', '-');
      const write = () => setLine(setting.key, input.value.trim());
      const input = setting.choices.length > 0
        ? h('select', {id, onchange: write}, h('option', {value: ''}), setting.choices.map(value => h('option', {value}, value)))
        : h('input', {id, autocomplete: 'off', spellcheck: 'false', onchange: write});
      const row = h('div', {class: 'setting', 'data-key': setting.key, 'data-text': `${setting.key} ${setting.help} ${setting.values}`.toLowerCase()},
        h('label', {for: id}, setting.key), input, h('p', {class: 'soft'}, setting.help, setting.choices.length === 0 && h('span', {}, ` ${setting.values[0].toUpperCase()}${setting.values.slice(1)}.`)));
      fields.set(setting.key, {input, row});
      return row;
    }))));
  }

  function showPresets() {
    const wanted = filled.get('preset') ?? 'auto';
    const suffix = /-(tiny|small|base)$/.exec(wanted)?.[0] ?? '';
    size.value = suffix === '-small' ? '' : suffix;
    const plain = wanted.slice(0, wanted.length - suffix.length);
    const known = choices.presets.some(each => each.name === plain) ? plain : 'auto';
    fill(presets, choices.presets.map(each => h('label', {class: 'preset-card'},
      h('input', {type: 'radio', name: 'preset', value: each.name, checked: each.name === known, onchange: () => {
        showValues();
        filter();
        changed();
        showFound();
      }}),
      h('span', {}, h('strong', {}, each.name), h('span', {class: 'soft'}, each.help)))));
  }

  function showCards() {
    fill(cards, choices.data.map(each => h('button', {type: 'button', class: 'data-card', 'data-name': each.name, 'aria-pressed': 'false', onclick: () => {
      data.value = each.name;
      look();
    }},
      each.here ? h('img', {src: `api/data/${encodeURIComponent(each.name)}/card.png`, alt: '', loading: 'lazy'}) : h('span', {class: 'no-sheet'}, `downloads ${megabytes(each.download)} first`),
      h('strong', {}, each.name), h('span', {class: 'soft'}, each.description))));
  }

  // What is in the images.
  async function look() {
    const source = data.value.trim();
    const own = ++looking;
    found = null;
    for (const card of cards.children) card.setAttribute('aria-pressed', String(card.dataset.name === source));
    if (!source) {
      fill(inside);
      changed();
      return;
    }
    changed();
    try {
      while (!closed && own === looking) {
        const state = await post('api/look', {source});
        if (own !== looking) return;
        if (!state.done) {
          inside.classList.add('reading');
          fill(inside, h('p', {class: 'soft'}, `Reading the images… ${Math.round(state.seconds)} s`));
          await new Promise(done => setTimeout(done, LOOK_MILLISECONDS));
          continue;
        }
        inside.classList.remove('reading');
        if (state.error) fill(inside, h('p', {class: 'problem'}, state.error));
        else if (state.download > 0) fill(inside, h('p', {}, `These images are not on this machine yet: the training first downloads ${megabytes(state.download)}.`));
        else {
          found = state.found;
          showFound();
        }
        break;
      }
    } catch (wrong) {
      inside.classList.remove('reading');
      fill(inside, h('p', {class: 'problem'}, wrong.message));
    }
    showValues();
    changed();
  }

  function showFound() {
    if (!found) return;
    const most = Math.max(1, ...found.classes.map(each => each.count));
    const classes = [...found.classes].slice(0, SHOWN_CLASSES);
    const chosen = Object.entries(found.chosen).filter(([key]) => key !== 'preset');
    fill(inside,
      h('h3', {}, `${found.name}: ${count(found.count)} ${found.medium}s of ${sizeOf(found)}`),
      found.skippedCount > 0 && h('details', {class: 'skipped'}, h('summary', {}, `${count(found.skippedCount)} file${found.skippedCount > 1 ? 's' : ''} skipped`),
        h('ul', {}, found.skipped.map(each => h('li', {}, h('code', {}, each.file), ': ', each.reason)), found.skippedCount > found.skipped.length && h('li', {}, '…'))),
      h('div', {class: 'inside-pair'},
        h('img', {class: 'sheet', src: 'data:image/png;base64,' + found.sheet, alt: `Contact sheet: some of the ${found.medium}s`}),
        h('div', {},
          found.classes.length === 0 ? h('p', {class: 'soft'}, 'No classes: folders at the top would be classes.')
            : h('div', {class: 'class-bars'}, h('p', {class: 'soft'}, `${found.classes.length} classes`),
              classes.map(each => h('div', {}, h('span', {}, each.name), h('meter', {min: 0, max: most, value: each.count, 'aria-label': each.name}), h('span', {class: 'n'}, count(each.count)))),
              found.classes.length > SHOWN_CLASSES && h('p', {class: 'soft'}, `and ${found.classes.length - SHOWN_CLASSES} more`)),
          preset() === 'auto' && chosen.length > 0 && h('div', {class: 'chosen'}, h('p', {class: 'soft'}, `For these ${found.medium}s auto chooses`),
            h('ul', {}, chosen.map(([key, value]) => h('li', {}, h('code', {}, `${key}=${value}`))))))));
  }

  // How long it takes.
  let estimating = false;
  let again = false;
  async function changed() {
    if (!choices || closed) return;
    if (estimating) {
      again = true;
      return;
    }
    estimating = true;
    do {
      again = false;
      try {
        const answer = await post('api/estimate', asked());
        complain(answer.problem ? {message: answer.problem} : null);
        const timed = unit.value === 'time' && time.value.trim() !== '';
        const what = data.value.trim() ? `Trains ${preset()}${size.value} on ${found?.name ?? data.value.trim()} for ${timed ? duration(answer.seconds) : `${answer.kimg.toLocaleString('en')} kimg`}` : 'Choose images first';
        const more = !data.value.trim() ? ''
          : timed ? answer.kimg === undefined ? '.' : `: about ${Number(answer.kimg.toPrecision(2)).toLocaleString('en')} kimg, judging by ${answer.from}.`
          : answer.seconds === undefined ? ': how long is known after the first seconds, as no earlier run here tells.'
          : `: about ${duration(answer.seconds)} on this machine, ${answer.same ? 'as' : 'judging by'} ${answer.from}${answer.same ? ' took' : ', which had other work to do'}.`;
        fill(summary, what + more);
        summary.dataset.seconds = answer.seconds ?? '';
      } catch (refused) {
        complain(refused);
        fill(summary);
      }
    } while (again && !closed);
    estimating = false;
  }

  // Folders of the machine that the studio runs on.
  async function toggleBrowser() {
    browser.hidden = !browser.hidden;
    browse.setAttribute('aria-expanded', String(!browser.hidden));
    if (!browser.hidden && browser.children.length === 0) await showRoots();
  }

  async function showRoots() {
    const {roots} = await post('api/folders');
    fill(browser, h('p', {class: 'soft'}, 'Folders of the machine that the studio runs on'), h('ul', {}, roots.map(path => h('li', {}, folderButton(path, path)))));
  }

  const folderButton = (path, text) => h('button', {type: 'button', class: 'quiet', onclick: event => during(event.currentTarget, () => openFolder(path))}, text);

  async function openFolder(path) {
    const listing = await post('api/folders', {path});
    const choose = (where, text = 'Choose') => h('button', {type: 'button', 'aria-label': `Choose ${where}`, onclick: () => {
      data.value = where;
      browser.hidden = true;
      browse.setAttribute('aria-expanded', 'false');
      look();
    }}, text);
    const holds = each => each.archive ? 'archive' : [each.images > 0 && `${count(each.images)}${each.more ? '+' : ''} images`, each.folders > 0 && `${each.folders} folder${each.folders > 1 ? 's' : ''}`]
      .filter(Boolean).join(', ');
    fill(browser,
      h('div', {class: 'bar'}, h('button', {type: 'button', class: 'quiet', onclick: event => during(event.currentTarget, showRoots)}, 'Start'),
        listing.parent && folderButton(listing.parent, '↑ up'), h('code', {}, listing.path),
        listing.images > 0 && h('span', {class: 'soft'}, `${count(listing.images)} images`), choose(listing.path, 'Choose this folder')),
      listing.entries.length === 0 ? h('p', {class: 'soft'}, 'There are no folders or archives in it.')
        : h('ul', {}, listing.entries.map(each => h('li', {}, each.archive ? h('span', {}, each.name) : folderButton(each.path, each.name), h('span', {class: 'soft'}, holds(each)), choose(each.path)))),
      listing.cut && h('p', {class: 'soft'}, 'There are more; type the path.'));
    browser.querySelector('button')?.focus({preventScroll: true});
  }

  // Dropping: most browsers tell only the name of a folder, never where it is.
  for (const type of ['dragenter', 'dragover']) {
    place.addEventListener(type, event => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  place.addEventListener('dragleave', () => drop.classList.remove('over'));
  place.addEventListener('drop', async event => {
    event.preventDefault();
    drop.classList.remove('over');
    const text = (event.dataTransfer.getData('text/uri-list') || event.dataTransfer.getData('text/plain')).split('\n').map(line => line.trim()).find(line => line && !line.startsWith('#'));
    const path = text?.startsWith('file:') ? decodeURIComponent(new URL(text).pathname) : text;
    if (path?.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path ?? '')) {
      data.value = path;
      await look();
      return;
    }
    const dropped = event.dataTransfer.files[0]?.name;
    if (!dropped) return;
    const {found: places} = await post('api/folders', {find: dropped});
    if (places.length === 1) {
      data.value = places[0];
      await look();
      return;
    }
    browser.hidden = false;
    browse.setAttribute('aria-expanded', 'true');
    fill(browser, h('p', {}, places.length === 0
      ? `The browser gives only the name “${dropped}”, not where it is, and no folder near the studio has that name: paste its path above, or browse.`
      : `Which “${dropped}” do you mean?`),
    h('ul', {}, places.map(each => h('li', {}, folderButton(each, each)))), h('button', {type: 'button', onclick: event2 => during(event2.currentTarget, showRoots)}, 'Browse'));
  });

  form.addEventListener('submit', async event => {
    event.preventDefault();
    complain(null);
    go.disabled = true;
    fill(go, 'Starting…');
    try {
      if (!data.value.trim()) throw new Error('Choose images first.');
      const {id} = await post('api/runs', {name: name.value.trim(), ...asked()});
      if (!closed) location.hash = '#/run/' + encodeURIComponent(id);
    } catch (refused) {
      complain(refused)?.input.focus();
    } finally {
      go.disabled = false;
      fill(go, 'Start');
    }
  });

  showUnit();

  async function begin() {
    try {
      const [known, {runs}] = await Promise.all([get('api/choices'), name.value ? get('api/runs') : {runs: []}]);
      if (closed) return;
      choices = known;
      while (runs.some(run => run.id === name.value)) name.value = nameLike(name.value);
      showPresets();
      showSettings();
      filter();
      showCards();
      showValues();
      if (!data.value) data.value = choices.data.find(each => each.here)?.name ?? '';
      // All at once: nothing moves when the rest comes, unless there are many images to read.
      await Promise.race([look(), new Promise(done => setTimeout(done, FIRST_MILLISECONDS))]);
      if (!closed) fill(place, title, form);
    } catch (refused) {
      fill(place, title, h('p', {class: 'problem'}, refused.message));
    }
  }
  begin();
  return () => {
    closed = true;
  };
}
