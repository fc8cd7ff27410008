// The dialog that starts a training.

import {fill, h, note} from './dom.js';
import {get, post} from './api.js';

function field(label, input, hint) {
  return h('label', {class: 'field'}, h('span', {}, label), input, hint && h('small', {class: 'soft'}, hint));
}

/** given: settings to begin with by their dotted keys, as in the address #/start?preset=dcgan&training.kimg=100. */
export async function showStart(given = new URLSearchParams()) {
  let choices;
  try {
    choices = await get('api/choices');
  } catch (problem) {
    note(problem.message, true);
    return;
  }
  const preset = h('select', {name: 'preset'}, choices.presets.map(name => h('option', {value: name}, name)));
  const data = h('input', {name: 'data', list: 'data-names', value: 'fashion-mnist', required: true, autocomplete: 'off'});
  const length = h('input', {name: 'kimg', type: 'number', min: 0.001, step: 'any', placeholder: 'as the preset says'});
  const name = h('input', {name: 'name', pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]{0,99}', placeholder: 'when, what and how', autocomplete: 'off'});
  const until = h('input', {name: 'until', placeholder: 'such as fid<8', autocomplete: 'off'});
  const more = h('textarea', {name: 'more', rows: 3, spellcheck: 'false', placeholder: 'generator.width=96\ntraining.seed=1'});
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const go = h('button', {type: 'submit', class: 'primary'}, 'Start');
  const form = h('form', {method: 'dialog'},
    h('h2', {}, 'Start a training'),
    field('Preset', preset),
    field('Images', data, 'A name, or the path of a folder or an archive on this machine'),
    h('datalist', {id: 'data-names'}, choices.data.map(found => h('option', {value: found}))),
    field('Length in kimg', length, 'Thousands of images shown to the discriminator'),
    field('Stop when', until),
    field('Name', name),
    field('More settings, one a line', more, 'duello train --dry-run shows all of them'),
    problem,
    h('div', {class: 'bar'}, go, h('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel')));
  const dialog = h('dialog', {'aria-label': 'Start a training', onclose: () => {
    dialog.remove();
    if (location.hash.startsWith('#/start')) location.hash = '#/';
  }}, form);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    problem.hidden = true;
    go.disabled = true;
    fill(go, 'Starting…');
    try {
      const {id} = await post('api/runs', {name: name.value.trim(), settings: settings()});
      location.hash = '#/run/' + encodeURIComponent(id);
      dialog.close();
    } catch (wrong) {
      problem.textContent = wrong.message;
      problem.hidden = false;
    } finally {
      go.disabled = false;
      fill(go, 'Start');
    }
  });

  function settings() {
    const all = {preset: preset.value, 'data.source': data.value.trim()};
    if (length.value) all['training.kimg'] = length.value;
    if (until.value.trim()) all['watch.until'] = until.value.trim();
    for (const line of more.value.split('\n').map(text => text.trim()).filter(Boolean)) {
      const equals = line.indexOf('=');
      if (equals < 1) throw new Error(`'${line}' is no setting: write KEY=VALUE.`);
      all[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
    }
    return all;
  }

  const fields = {preset, 'data.source': data, 'training.kimg': length, 'watch.until': until, name};
  const others = [];
  for (const [key, value] of given) {
    if (fields[key]) fields[key].value = value;
    else others.push(`${key}=${value}`);
  }
  more.value = others.join('\n');
  more.rows = Math.max(more.rows, Math.min(10, others.length + 1));

  document.body.append(dialog);
  dialog.showModal();
}
