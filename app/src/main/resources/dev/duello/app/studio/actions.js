// What one can do with a run: stop, resume, extend, begin one like it, write about it, delete it.

import {during, fill, h, note, openDialog} from './dom.js';
import {mayChange, post, runPath} from './api.js';
import {kimg, titleOf} from './words.js';

/** The address of the page that starts a training, filled in. settings: dotted keys of an experiment. */
export const startAddress = settings => '#/start?' + new URLSearchParams(settings);

/** A name for a run like another: the same with the next number. The page that starts it goes on to one that is free. */
export function nameLike(id) {
  const [, stem, number] = /^(.*?)(?:-(\d{1,3}))?$/.exec(id.replace(/[^A-Za-z0-9._-]+/g, '-'));
  return `${stem.slice(0, 90)}-${Number(number ?? 1) + 1}`;
}

/** Stop, resume or extend, whichever is possible now. */
export function actionsOf(run, {resumable = true} = {}) {
  if (!mayChange) return null;
  if (run.status === 'training') {
    return h('button', {type: 'button', 'aria-label': `Stop ${titleOf(run)}`, onclick: event => during(event.target, async () => {
      await post(runPath(run.id) + '/stop');
      note(`${titleOf(run)} saves its state and stops.`);
    })}, 'Stop');
  }
  if (run.status === 'done') {
    return h('button', {type: 'button', 'aria-label': `Extend ${titleOf(run)}`, onclick: () => extend(run)}, 'Extend…');
  }
  return resumable && h('button', {type: 'button', 'aria-label': `Resume ${titleOf(run)}`, title: 'From its latest checkpoint, bit for bit',
    onclick: event => during(event.target, async () => {
      await post(runPath(run.id) + '/resume');
      note(`${titleOf(run)} resumes.`);
    })}, 'Resume');
}

/** A form in a dialog, which closes once what it asks for was done. */
function ask(title, go, fields, act) {
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true});
  const button = h('button', {type: 'submit', class: 'primary'}, go);
  const form = h('form', {method: 'dialog', onsubmit: async event => {
    event.preventDefault();
    problem.hidden = true;
    button.disabled = true;
    try {
      await act();
      dialog.close();
    } catch (wrong) {
      problem.textContent = wrong.message;
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  }}, h('h2', {}, title), fields, problem,
  h('div', {class: 'bar'}, button, h('button', {type: 'button', onclick: () => dialog.close()}, 'Cancel')));
  const dialog = openDialog(title, {}, form);
}

function field(label, input, hint = null) {
  return h('label', {class: 'field'}, h('span', {}, label), input, hint && h('small', {class: 'soft'}, hint));
}

function extend(run) {
  const length = h('input', {type: 'number', min: run.images / 1000, step: 'any', required: true, value: Math.round(run.images / 500)});
  ask(`Extend ${titleOf(run)}`, 'Extend', [
    h('p', {}, `It finished at ${kimg(run.images)} kimg. It resumes from its latest checkpoint, with its schedules stretched to the new length.`),
    field('New length in kimg', length)], async () => {
    if (!(Number(length.value) > run.images / 1000)) throw new Error('The new length must be more than the present one.');
    await post(runPath(run.id) + '/resume', {kimg: Number(length.value)});
    note(`${titleOf(run)} goes on.`);
  });
}

/** Title, tags and notes. details: as the server tells them of a run. */
export function editNotes({summary, notes}) {
  const title = h('input', {value: summary.title, maxlength: 120, placeholder: summary.id, autocomplete: 'off'});
  const tags = h('input', {value: summary.tags.join(', '), placeholder: 'baseline, clothes', autocomplete: 'off'});
  const text = h('textarea', {rows: 8, maxlength: 20000}, notes);
  ask('Title, tags and notes', 'Save', [
    field('Title', title, 'Shown on the pages; the folder is not renamed'),
    field('Tags, with commas between them', tags),
    field('Notes', text)], () => post(runPath(summary.id) + '/notes', {
    title: title.value,
    tags: tags.value.split(',').map(tag => tag.trim()).filter(Boolean),
    text: text.value,
  }));
}

/** Moves a run into the trash, and offers to take it back out. */
export async function deleteRun(run) {
  const {trash} = await post(runPath(run.id) + '/delete');
  note(`${titleOf(run)} was moved to .trash beside the runs.`, false, {label: 'Undo', run: async () => {
    try {
      await post(`api/trash/${encodeURIComponent(trash)}/restore`);
      note(`${titleOf(run)} is back.`);
    } catch (problem) {
      note(problem.message, true);
    }
  }});
}

export function tagList(run) {
  return run.tags.length > 0 && h('span', {class: 'tags'}, run.tags.map(tag => h('span', {class: 'tag'}, tag)));
}

/**
 * The settings that an alert advises, or null when it names none. What it does not give a number for is halved or doubled, as its
 * words say; of several things to try the first.
 */
export function advised(advice, settings) {
  const first = advice.split(/,? or /)[0];
  const found = {};
  for (const [, key, quoted, plain] of first.matchAll(/--set ([a-z0-9.-]+)=(?:'([^']*)'|(\S*))/g)) {
    const given = quoted ?? plain.replace(/\.$/, '');
    if (given && !/^\.+$/.test(given)) {
      found[key] = given;
      continue;
    }
    const before = first.slice(0, first.indexOf(key)).toLowerCase();
    const factor = Math.max(before.lastIndexOf('raise'), before.lastIndexOf('larger')) > before.lastIndexOf('lower') ? 2 : 0.5;
    const scaled = (settings[key] ?? '').replace(/\d+(\.\d+)?([eE][-+]?\d+)?/g, digits => String(Number((Number(digits) * factor).toPrecision(3))));
    if (scaled) found[key] = scaled;
  }
  return Object.keys(found).length > 0 ? found : null;
}
