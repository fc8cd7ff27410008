// All runs: filter, sort, start, stop and resume, live.

import {during, fill, h, note} from './dom.js';
import {get, listen, mayChange, post, runPath} from './api.js';
import {showStart} from './start.js';
import {kimg, number, stateMark, status, when} from './words.js';

const columns = [
  {key: 'id', title: 'Run', value: run => run.id},
  {key: 'status', title: 'Status', value: run => ['training', 'crashed', 'stopped', 'done'].indexOf(run.status)},
  {key: 'data', title: 'Data', value: run => `${run.data} ${run.preset}`},
  {key: 'best', title: 'Best', value: run => run.best ?? Infinity, right: true},
  {key: 'progress', title: 'kimg', value: run => run.images, right: true},
  {key: 'speed', title: 'Images/s', value: run => run.speed, right: true},
  {key: 'started', title: 'Started', value: run => run.started},
];

export function badge(run) {
  return h('span', {class: `badge ${run.status}`},
    h('span', {'aria-hidden': 'true'}, stateMark[run.status] + ' '), status(run));
}

/** Stop or resume, whichever is possible now. */
export function actionsOf(run) {
  if (!mayChange) return null;
  if (run.status === 'training') {
    return h('button', {type: 'button', 'aria-label': `Stop ${run.id}`, onclick: event => during(event.target, async () => {
      await post(runPath(run.id) + '/stop');
      note(`${run.id} saves its state and stops.`);
    })}, 'Stop');
  }
  const complete = run.status === 'done';
  return h('button', {type: 'button', 'aria-label': `${complete ? 'Train on' : 'Resume'} ${run.id}`, onclick: event => during(event.target, async () => {
    let length = 0;
    if (complete) {
      const answer = prompt(`${run.id} is done at ${kimg(run.images)} kimg. Train on to how many kimg?`, Math.round(run.images / 500));
      if (answer === null) return;
      length = Number(answer);
      if (!(length > run.images / 1000)) throw new Error('The new length must be more than the present one.');
    }
    await post(runPath(run.id) + '/resume', length > 0 ? {kimg: length} : {});
    note(`${run.id} goes on.`);
  })}, complete ? 'Train on' : 'Resume');
}

export function showRuns(place) {
  const runs = new Map();
  const rows = new Map();
  const chosen = new Set();
  let sort = {key: 'started', down: true};
  let root = '';

  const filter = h('input', {type: 'search', id: 'filter', placeholder: 'Filter by name, data, preset', 'aria-label': 'Filter', oninput: () => arrange()});
  const state = h('select', {id: 'state', 'aria-label': 'Status', onchange: () => arrange()},
    h('option', {value: ''}, 'any status'),
    ['training', 'done', 'stopped', 'crashed'].map(name => h('option', {value: name}, name)));
  const compare = h('a', {class: 'button', href: '#/compare', hidden: true});
  const count = h('span', {class: 'soft', role: 'status'});
  const body = h('tbody');
  const heads = columns.map(column => {
    const button = h('button', {type: 'button', class: 'sort', onclick: () => {
      sort = {key: column.key, down: sort.key === column.key ? !sort.down : column.key === 'started'};
      arrange();
    }}, column.title);
    return {column, button, th: h('th', {scope: 'col', class: column.right ? 'n' : null}, button)};
  });
  const table = h('table', {class: 'runs'},
    h('thead', {}, h('tr', {}, h('td'), h('td'), heads.map(head => head.th), h('td'))), body);
  const empty = h('p', {class: 'soft', hidden: true});

  fill(place,
    h('div', {class: 'title'}, h('h1', {}, 'Runs'),
      mayChange && h('button', {type: 'button', class: 'primary', onclick: () => showStart()}, 'Start a training')),
    h('div', {class: 'bar'}, filter, state, compare, count),
    h('div', {class: 'scroll'}, table), empty);

  function makeRow(run) {
    const box = h('input', {type: 'checkbox', 'aria-label': `Choose ${run.id} for comparison`, checked: chosen.has(run.id), onchange: () => {
      if (box.checked) chosen.add(run.id);
      else chosen.delete(run.id);
      tellChosen();
    }});
    const link = '#/run/' + encodeURIComponent(run.id);
    const share = run.total > 0 ? Math.min(1, run.images / run.total) : 0;
    return h('tr', {'data-run': run.id},
      h('td', {class: 'choice'}, box),
      h('td', {class: 'thumb'}, h('a', {href: link, tabindex: -1, 'aria-hidden': 'true'}, run.thumbnail
        ? h('img', {src: `${runPath(run.id)}/thumbnail?of=${encodeURIComponent(run.thumbnail)}`, alt: '', width: 64, height: 64, loading: 'lazy'})
        : h('span', {class: 'nothing'}))),
      h('td', {class: 'name'}, h('a', {href: link}, run.id),
        run.alerts > 0 && h('span', {class: 'alerts', title: 'Alerts'}, ` ▲ ${run.alerts} alert${run.alerts > 1 ? 's' : ''}`)),
      h('td', {'data-title': 'Status'}, badge(run)),
      h('td', {'data-title': 'Data'}, run.data, ' ', h('span', {class: 'soft'}, run.preset)),
      h('td', {class: 'n', 'data-title': run.metric === 'none' ? 'Best' : `Best ${run.metric}`}, run.best === null ? '–' : number(run.best),
        run.best !== null && h('span', {class: 'soft'}, ` ${run.metric} at ${kimg(run.bestImages)}`)),
      h('td', {class: 'n', 'data-title': 'kimg'}, `${kimg(run.images)} of ${kimg(run.total)}`,
        h('progress', {value: share, max: 1, 'aria-label': 'Progress'})),
      h('td', {class: 'n', 'data-title': 'Images/s'}, run.status === 'training' && run.speed > 0 ? Math.round(run.speed) : '–'),
      h('td', {'data-title': 'Started'}, when(run.started)),
      h('td', {class: 'act'}, actionsOf(run)));
  }

  function tellChosen() {
    compare.hidden = chosen.size < 1;
    compare.textContent = `Compare ${chosen.size} run${chosen.size === 1 ? '' : 's'}`;
    compare.href = '#/compare/' + [...chosen].map(encodeURIComponent).join('/');
  }

  function arrange() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const column = columns.find(found => found.key === sort.key);
    const shown = [...runs.values()]
      .filter(run => !state.value || run.status === state.value)
      .filter(run => words.every(word => `${run.id} ${run.data} ${run.preset} ${run.metric}`.toLowerCase().includes(word)));
    shown.sort((a, b) => {
      const [x, y] = [column.value(a), column.value(b)];
      const order = x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : 1;
      return sort.down ? -order : order;
    });
    body.replaceChildren(...shown.map(run => rows.get(run.id)));
    for (const head of heads) {
      const own = head.column.key === sort.key;
      head.th.setAttribute('aria-sort', own ? (sort.down ? 'descending' : 'ascending') : 'none');
    }
    count.textContent = shown.length === runs.size ? `${runs.size} run${runs.size === 1 ? '' : 's'}` : `${shown.length} of ${runs.size} runs`;
    empty.hidden = shown.length > 0;
    empty.textContent = runs.size > 0 ? 'No run is like that.'
      : `There is no run in ${root} yet.${mayChange ? ' Start a training, here or with duello train.' : ''}`;
  }

  // News come in bursts, and each row that changes lays out the table anew.
  const news = new Map();
  function takeIn(run) {
    news.set(run.id, run);
    if (news.size > 1) return;
    setTimeout(() => {
      const moved = [...news.values()].filter(changed => {
        const before = runs.get(changed.id);
        return keep(changed) || before?.status !== changed.status || before.started !== changed.started;
      });
      news.clear();
      if (moved.length > 0) arrange();
    }, 250);
  }

  function keep(run) {
    runs.set(run.id, run);
    const row = makeRow(run);
    const old = rows.get(run.id);
    rows.set(run.id, row);
    if (old?.isConnected) {
      const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
      old.replaceWith(row);
      if (focused) [...row.querySelectorAll('[aria-label]')].find(e => e.getAttribute('aria-label') === focused)?.focus();
    }
    return !old;
  }

  async function load() {
    const answer = await get('api/runs');
    root = answer.root;
    runs.clear();
    answer.runs.forEach(keep);
    arrange();
  }

  return listen([], (type, data) => {
    if (type === 'open' || type === 'reset') load().catch(problem => note(problem.message, true));
    else if (type === 'run') takeIn(data);
    else if (type === 'gone') {
      news.delete(data.id);
      runs.delete(data.id);
      rows.delete(data.id);
      chosen.delete(data.id);
      tellChosen();
      arrange();
    }
  });
}
