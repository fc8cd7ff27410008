// All runs, as a table or as pictures: filter, sort, start, stop and resume, live.

import {during, fill, h, note, withTip} from './dom.js';
import {get, listen, mayChange, runPath} from './api.js';
import {actionsOf, deleteRun, tagList} from './actions.js';
import {aboutMetric, badness, brief, duration, kimg, shortly, stateMark, status, titleOf, when} from './words.js';

const columns = [
  {key: 'id', title: 'Run', value: run => titleOf(run)},
  {key: 'status', title: 'Status', value: run => ['training', 'crashed', 'stopped', 'done'].indexOf(run.status)},
  {key: 'data', title: 'Data', value: run => `${run.data} ${run.preset}`},
  {key: 'best', title: 'Best', right: true},
  {key: 'progress', title: 'kimg', value: run => run.images, right: true},
  {key: 'started', title: 'Started', value: run => run.started},
];

export function badge(run) {
  return h('span', {class: `badge ${run.status}`},
    h('span', {'aria-hidden': 'true'}, stateMark[run.status] + ' '), status(run));
}

export function showRuns(place) {
  const runs = new Map();
  const rows = new Map();
  const chosen = new Set();
  let sort = {key: 'started', down: true};
  let root = '';
  let view = remembered('view') === 'grid' ? 'grid' : 'table';

  const filter = h('input', {type: 'search', id: 'filter', placeholder: 'Filter by name, data, preset, tag', 'aria-label': 'Filter', oninput: () => arrange()});
  const state = h('select', {id: 'state', 'aria-label': 'Status', onchange: () => arrange()},
    h('option', {value: ''}, 'any status'),
    [['training', 'training'], ['done', 'finished'], ['stopped', 'stopped'], ['crashed', 'failed']].map(([value, name]) => h('option', {value}, name)));
  const order = h('select', {'aria-label': 'Sort by', class: 'order', onchange: () => sortBy(order.value)}, columns.map(column => h('option', {value: column.key}, `by ${column.title.toLowerCase()}`)));
  const compare = h('a', {class: 'button', href: '#/compare', hidden: true});
  const count = h('span', {class: 'soft', role: 'status'});
  const views = ['table', 'grid'].map(name => h('button', {type: 'button', 'aria-pressed': 'false', onclick: () => {
    view = name;
    remember('view', name);
    rows.clear();
    runs.forEach(run => rows.set(run.id, make(run)));
    arrange();
  }}, name === 'table' ? 'Table' : 'Pictures'));
  const body = h('tbody');
  const heads = columns.map(column => {
    const button = h('button', {type: 'button', class: 'sort', onclick: () => sortBy(column.key)}, column.title);
    return {column, button, th: h('th', {scope: 'col', class: column.right ? 'n' : null}, button)};
  });
  const table = h('table', {class: 'runs'},
    h('thead', {}, h('tr', {}, h('td'), h('td'), heads.map(head => head.th), h('td'))), body);
  const gallery = h('div', {class: 'gallery'});
  const groups = h('p', {class: 'soft hint', role: 'status', hidden: true});
  const empty = h('p', {class: 'soft empty', hidden: true});

  fill(place,
    h('div', {class: 'title'}, h('h1', {}, 'Runs'),
      mayChange && h('a', {class: 'button primary', href: '#/start'}, 'Start a training')),
    h('div', {class: 'bar filters'}, filter, state, order, h('div', {class: 'switch', role: 'group', 'aria-label': 'View'}, views), compare, count),
    groups, table, gallery, empty);

  function sortBy(key) {
    sort = {key, down: sort.key === key ? !sort.down : key === 'started'};
    arrange();
  }

  function choice(run) {
    const box = h('input', {type: 'checkbox', 'aria-label': `Choose ${titleOf(run)} for comparison`, checked: chosen.has(run.id), onchange: () => {
      if (box.checked) chosen.add(run.id);
      else chosen.delete(run.id);
      tellChosen();
    }});
    return box;
  }

  const link = run => '#/run/' + encodeURIComponent(run.id);

  function picture(run, side) {
    return h('a', {href: link(run), tabindex: -1, 'aria-hidden': 'true'}, run.thumbnail
      ? h('img', {src: `${runPath(run.id)}/thumbnail?of=${encodeURIComponent(run.thumbnail)}`, alt: '', width: side, height: side, loading: 'lazy'})
      : h('span', {class: 'nothing'}));
  }

  function name(run) {
    return [h('a', {href: link(run), title: run.title ? run.id : null}, titleOf(run)), ' ', tagList(run),
      run.alerts > 0 && h('span', {class: 'alerts'}, ` ▲ ${run.alerts} alert${run.alerts > 1 ? 's' : ''}`),
      run.problem && h('span', {class: 'why'}, run.problem)];
  }

  /** The metric with its features, and its whole protocol for who asks. */
  function metric(run) {
    return withTip(h('button', {type: 'button', class: 'metric', 'aria-label': `${run.label}: ${aboutMetric(run)}`}, run.label), aboutMetric(run));
  }

  function best(run) {
    if (run.metric === 'none') return h('span', {class: 'soft'}, 'not measured');
    if (run.best === null) return h('span', {class: 'soft'}, '–');
    return [h('b', {}, brief(run.best)), ' ', metric(run)];
  }

  function progress(run) {
    return h('progress', {value: run.total > 0 ? Math.min(1, run.images / run.total) : 0, max: 1, 'aria-label': `Progress of ${titleOf(run)}`});
  }

  function left(run) {
    return run.status === 'training' && run.speed > 0 ? `${duration((run.total - run.images) / run.speed)} left, ${Math.round(run.speed)} images/s` : '';
  }

  function actions(run) {
    return [actionsOf(run), mayChange && run.status !== 'training' && h('button', {type: 'button', class: 'danger', 'aria-label': `Delete ${titleOf(run)}`,
      onclick: event => during(event.target, () => deleteRun(run))}, 'Delete')];
  }

  function make(run) {
    return view === 'table' ? makeRow(run) : makeCard(run);
  }

  function makeRow(run) {
    return h('tr', {'data-run': run.id},
      h('td', {class: 'choice'}, choice(run)),
      h('td', {class: 'thumb'}, picture(run, 84)),
      h('td', {class: 'name'}, name(run)),
      h('td', {class: 'state'}, badge(run)),
      h('td', {class: 'data'}, run.data, ' ', h('span', {class: 'soft'}, run.preset)),
      h('td', {class: 'n best-value', 'data-title': 'Best'}, best(run)),
      h('td', {class: 'n kimg', 'data-title': 'kimg'}, `${kimg(run.images)} of ${kimg(run.total)}`, progress(run), h('span', {class: 'soft left'}, left(run))),
      h('td', {class: 'when', 'data-title': 'Started', title: when(run.started)}, shortly(run.started)),
      h('td', {class: 'act'}, h('div', {}, actions(run))));
  }

  function makeCard(run) {
    return h('article', {class: 'run-card', 'data-run': run.id},
      h('div', {class: 'choice'}, choice(run)), picture(run, 256),
      h('div', {class: 'name'}, name(run)),
      h('p', {}, badge(run), ' ', h('span', {class: 'soft'}, `${run.data}, ${run.preset}`)),
      h('p', {class: 'best-value'}, best(run), h('span', {class: 'soft'}, ` · ${kimg(run.images)} of ${kimg(run.total)} kimg`)),
      progress(run), h('div', {class: 'bar'}, actions(run)));
  }

  function tellChosen() {
    compare.hidden = chosen.size < 1;
    compare.textContent = `Compare ${chosen.size} run${chosen.size === 1 ? '' : 's'}`;
    compare.href = '#/compare/' + [...chosen].map(encodeURIComponent).join('/');
  }

  /** Runs by best value: only those of one protocol can be ranked, so each protocol is a group of its own, the largest first. */
  function ranked(shown) {
    const found = Map.groupBy(shown, run => run.best === null ? '' : `${run.metric}, ${run.protocol || run.label}`);
    return [...found].sort(([a, x], [b, y]) => (a === '') - (b === '') || y.length - x.length || (a < b ? -1 : 1)).map(([protocol, members]) => ({
      protocol,
      runs: protocol === '' ? members : members.sort((a, b) => (badness(a, a.best) - badness(b, b.best)) * (sort.down ? -1 : 1)),
    }));
  }

  function arrange() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const column = columns.find(found => found.key === sort.key);
    let shown = [...runs.values()]
      .filter(run => !state.value || run.status === state.value)
      .filter(run => words.every(word => `${run.id} ${run.title} ${run.tags.join(' ')} ${run.data} ${run.preset} ${run.metric}`.toLowerCase().includes(word)));
    let parts;
    if (sort.key === 'best') {
      parts = ranked(shown);
    } else {
      shown.sort((a, b) => {
        const [x, y] = [column.value(a), column.value(b)];
        const before = x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : 1;
        return sort.down ? -before : before;
      });
      parts = [{protocol: '', runs: shown}];
    }
    const several = parts.filter(part => part.protocol !== '').length > 1;
    groups.hidden = !several;
    groups.textContent = several ? 'Values of different protocols cannot be ranked: each protocol is a group of its own.' : '';
    const heading = part => several ? `Measured by ${part.protocol || 'nothing yet'}` : null;
    const inTable = view === 'table';
    table.hidden = !inTable || shown.length === 0;
    gallery.hidden = inTable;
    views.forEach((button, i) => button.setAttribute('aria-pressed', String((i === 0) === inTable)));
    (inTable ? body : gallery).replaceChildren(...parts.flatMap(part => [
      ...(several ? [inTable ? h('tr', {class: 'group'}, h('th', {colspan: columns.length + 3, scope: 'colgroup'}, heading(part))) : h('h2', {}, heading(part))] : []),
      ...part.runs.map(run => rows.get(run.id))]));
    for (const head of heads) {
      const own = head.column.key === sort.key;
      head.th.setAttribute('aria-sort', own ? (sort.down ? 'descending' : 'ascending') : 'none');
    }
    order.value = sort.key;
    count.textContent = shown.length === runs.size ? `${runs.size} run${runs.size === 1 ? '' : 's'}` : `${shown.length} of ${runs.size} runs`;
    empty.hidden = shown.length > 0;
    empty.textContent = runs.size > 0 ? 'No matching runs.'
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
        return keep(changed) || before?.status !== changed.status || before.started !== changed.started || before.best !== changed.best;
      });
      news.clear();
      if (moved.length > 0) arrange();
    }, 250);
  }

  function keep(run) {
    runs.set(run.id, run);
    const row = make(run);
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

/** What this browser chose before; some keep nothing. */
function remembered(key) {
  try {
    return localStorage.getItem('duello-' + key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem('duello-' + key, value);
  } catch {
    // Then it is chosen again next time.
  }
}
