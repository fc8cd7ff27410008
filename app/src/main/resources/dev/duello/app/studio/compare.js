// Several runs: curves over the same axis, and grids at the same point of the training.

import {fill, h, note} from './dom.js';
import {get, listen, runPath} from './api.js';
import {Chart} from './charts.js';
import {Columns, metrics, times} from './curves.js';
import {Player} from './player.js';
import {kimg, number, statistic} from './words.js';

export function showCompare(place, ids) {
  const sync = 'compare-' + Math.random();
  const runs = new Map();
  let charts = [];
  let shape = '';
  let time = 'kimg';
  let closed = false;

  const choice = h('fieldset', {class: 'choices'}, h('legend', {}, 'Runs'));
  const timeChoice = h('select', {'aria-label': 'Time axis', onchange: () => {
    time = timeChoice.value;
    shape = '';
    drawCurves();
  }}, h('option', {value: 'kimg'}, 'over kimg'), h('option', {value: 'minutes'}, 'over wall-clock'));
  const table = h('div', {class: 'scroll'});
  const plots = h('div', {class: 'plots'});
  const grids = h('div', {class: 'side'});
  const player = new Player(index => drawGrids(player.times[index]));
  const samples = h('section', {hidden: true}, h('h2', {}, 'Samples at the same point'), player.element, grids);
  const curves = h('section', {hidden: true}, h('div', {class: 'title'}, h('h2', {}, 'Curves'), timeChoice), plots);
  fill(place, h('h1', {}, 'Compare'), choice, table, curves, samples);

  async function loadChoice() {
    const {runs: all} = await get('api/runs');
    all.sort((a, b) => a.started < b.started ? 1 : -1);
    const boxes = all.map(run => h('label', {}, h('input', {type: 'checkbox', checked: ids.includes(run.id), onchange: event => {
      const next = event.target.checked ? [...ids, run.id] : ids.filter(id => id !== run.id);
      location.hash = '#/compare/' + next.map(encodeURIComponent).join('/');
    }}), ' ', run.id));
    fill(choice, h('legend', {}, 'Runs'), boxes.length > 12
      ? h('details', {open: ids.length === 0}, h('summary', {}, `${ids.length} of ${all.length} chosen`), h('div', {class: 'many'}, boxes))
      : h('div', {class: 'many'}, boxes), all.length === 0 && h('p', {class: 'soft'}, 'There are no runs yet.'));
  }

  async function load() {
    try {
      await loadChoice();
      await Promise.all(ids.map(loadRun));
      if (closed) return;
      draw();
    } catch (problem) {
      note(problem.message, true);
    }
  }

  async function loadRun(id) {
    const [details, snapshot] = await Promise.all([get(runPath(id)), get(runPath(id) + '/curves')]);
    runs.set(id, {details, columns: new Columns(snapshot)});
  }

  const shown = () => ids.filter(id => runs.has(id)).map(id => ({id, ...runs.get(id)}));

  function draw() {
    const chosen = shown();
    curves.hidden = chosen.length === 0;
    drawTable();
    drawCurves();
    const all = [...new Set(chosen.flatMap(run => run.details.samples.map(sample => sample.images)))].sort((a, b) => a - b);
    samples.hidden = all.length === 0;
    player.set(all);
  }

  function drawTable() {
    const chosen = shown();
    fill(table, chosen.length > 0 && h('table', {},
      h('thead', {}, h('tr', {}, h('td'), ['Run', 'Preset', 'Data'].map(title => h('th', {scope: 'col'}, title)),
        ['kimg', 'Best'].map(title => h('th', {scope: 'col', class: 'n'}, title)))),
      h('tbody', {}, chosen.map(({id, details: {summary}}, i) => h('tr', {},
        h('td', {}, key(i)), h('td', {}, h('a', {href: '#/run/' + encodeURIComponent(id)}, id)), h('td', {}, summary.preset), h('td', {}, summary.data),
        h('td', {class: 'n'}, kimg(summary.images)),
        h('td', {class: 'n'}, summary.best === null ? '–' : `${summary.metric} ${number(summary.best)} at ${kimg(summary.bestImages)}`))))));
  }

  /** A short piece of a run's line. */
  function key(i) {
    return h('span', {class: `line c${i % 8} d${i % 4}`, 'aria-hidden': 'true'});
  }

  function drawCurves() {
    const chosen = shown();
    if (chosen.length === 0) return;
    const measured = [...new Set(chosen.flatMap(run => metrics(run.details.evaluations)))];
    const names = [...new Set(chosen.flatMap(run => Object.keys(run.columns.bands)))];
    const next = JSON.stringify([measured, names, chosen.map(run => run.id), time]);
    if (next !== shape) {
      shape = next;
      charts.forEach(chart => chart.close());
      const lines = chosen.map((run, i) => ({label: run.id, colour: i}));
      const common = {xLabel: times[time].label, sync, lines};
      charts = [
        ...measured.map(metric => new Chart({...common, title: metric, points: true})),
        ...names.map(name => new Chart({...common, title: statistic(name), range: name.startsWith('d-') ? [0, 1] : undefined})),
        new Chart({...common, title: 'Images a second'}),
      ];
      fill(plots, charts.map(chart => chart.element));
    }
    measured.forEach((metric, i) => charts[i].set(...joined(chosen.map(run => {
      const known = run.details.evaluations.filter(evaluation => metric in evaluation.values);
      return {x: known.map(e => times[time].of(e.images, e.seconds)), y: known.map(e => e.values[metric])};
    }))));
    const xs = chosen.map(run => run.columns.x(time));
    names.forEach((name, i) => charts[measured.length + i].set(...joined(chosen.map((run, j) =>
      ({x: xs[j], y: run.columns.bands[name]?.mean ?? xs[j].map(() => null)})))));
    charts.at(-1).set(...joined(chosen.map((run, j) => ({x: xs[j], y: run.columns.speed()}))));
  }

  /** Curves with an x of their own each, on one x: what a curve lacks there is left out. */
  function joined(curves) {
    const x = [...new Set(curves.flatMap(curve => curve.x))].sort((a, b) => a - b);
    const at = new Map(x.map((value, i) => [value, i]));
    return [x, curves.map(curve => {
      const y = Array(x.length).fill(null);
      curve.x.forEach((value, i) => {
        y[at.get(value)] = curve.y[i];
      });
      return y;
    })];
  }

  function drawGrids(images) {
    fill(grids, shown().map(({id, details}, i) => {
      const best = details.samples.reduce((a, b) =>
        a === null || Math.abs(b.images - images) < Math.abs(a.images - images) ? b : a, null);
      return h('figure', {}, best ? h('img', {class: 'grid', src: `${runPath(id)}/${best.file}`, alt: `Fakes of ${id}`}) : h('p', {class: 'soft'}, 'no samples'),
        h('figcaption', {}, key(i), ` ${id}${best ? ` at ${kimg(best.images)} kimg` : ''}`));
    }));
  }

  let waiting = false;
  const silence = listen(ids, (type, data) => {
    if (type === 'open' || type === 'reset') load();
    else if (type === 'rows' && runs.has(data.id)) {
      data.rows.forEach(row => runs.get(data.id).columns.add(row));
      drawCurves();
    } else if ((type === 'changed' || type === 'reload') && ids.includes(data.id) && !waiting) {
      waiting = true;
      setTimeout(async () => {
        waiting = false;
        await loadRun(data.id).catch(() => {});
        if (!closed) draw();
      }, 500);
    }
  });
  return () => {
    closed = true;
    silence();
    player.close();
    charts.forEach(chart => chart.close());
  };
}
