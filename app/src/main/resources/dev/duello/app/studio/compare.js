// Several runs: what they were set to, curves over the same axis, and grids at the same point of the training.

import {fill, h, note, scroller, withTip} from './dom.js';
import {get, listen, runPath} from './api.js';
import {tagList} from './actions.js';
import {ChartGroup} from './charts.js';
import {ABOUT_SPEED, Columns, capital, distinct, labelOf, measuredBy, times} from './curves.js';
import {SampleGrid} from './grid.js';
import {Player} from './player.js';
import {aboutMetric, badness, brief, duration, kimg, titleOf} from './words.js';

export function showCompare(place, ids) {
  const runs = new Map();
  let shape = '';
  let gridsOf = '';
  let grids = [];
  let time = 'kimg';
  let closed = false;
  let first = true;

  const charts = new ChartGroup({onpick: x => {
    if (time === 'kimg') player.showNear(x * 1000);
  }});
  const choice = h('fieldset', {class: 'choices'}, h('legend', {}, 'Runs'));
  const timeChoice = h('select', {'aria-label': 'Time axis', onchange: () => {
    time = timeChoice.value;
    shape = '';
    charts.zoom(null);
    charts.setPosition(null);
    drawCurves();
  }}, h('option', {value: 'kimg'}, 'over kimg'), h('option', {value: 'minutes'}, 'over wall-clock'));
  const table = h('div');
  const settings = h('section');
  const plots = h('div', {class: 'plots'});
  const gridPlace = h('div', {class: 'side'});
  const player = new Player(index => showGrids(player.times[index]));
  const samples = h('section', {hidden: true}, h('h2', {}, 'Samples at the same point'), player.element, gridPlace);
  const curves = h('section', {hidden: true}, h('div', {class: 'title'}, h('h2', {}, 'Curves'), h('div', {class: 'bar'}, charts.controls, timeChoice)), plots);
  fill(place, h('h1', {}, 'Compare'), h('p', {class: 'soft'}, 'Opening…'));

  async function loadChoice() {
    const {runs: all} = await get('api/runs');
    all.sort((a, b) => a.started < b.started ? 1 : -1);
    const boxes = all.map(run => h('label', {}, h('input', {type: 'checkbox', checked: ids.includes(run.id), onchange: event => {
      const next = event.target.checked ? [...ids, run.id] : ids.filter(id => id !== run.id);
      location.hash = '#/compare/' + next.map(encodeURIComponent).join('/');
    }}), ' ', titleOf(run), ' ', tagList(run)));
    fill(choice, h('legend', {}, 'Runs'), boxes.length > 12
      ? h('details', {open: ids.length === 0}, h('summary', {}, `${ids.length} of ${all.length} chosen`), h('div', {class: 'many'}, boxes))
      : h('div', {class: 'many'}, boxes), all.length === 0 && h('p', {class: 'soft'}, 'There are no runs yet.'));
  }

  async function load() {
    try {
      await Promise.all([loadChoice(), ...ids.map(loadRun)]);
      if (closed) return;
      if (first) fill(place, h('h1', {}, 'Compare'), choice, table, samples, curves, settings);
      first = false;
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
    drawSettings();
    const all = [...new Set(chosen.flatMap(run => run.details.samples.map(sample => sample.images)))].sort((a, b) => a - b);
    samples.hidden = all.length === 0;
    drawGrids();
    player.set(all);
    drawCurves();
  }

  /** Each metric with each protocol that it was measured with in any of the runs. */
  function measures(chosen) {
    const found = new Map(chosen.flatMap(run => run.details.metrics).map(metric => [`${metric.name} ${metric.protocol}`, metric]));
    return distinct([...found.values()]);
  }

  /** The best evaluation of a run by a metric. */
  function bestOf(run, metric, most = Infinity) {
    return measuredBy(run.details.evaluations, metric).filter(e => e.images <= most).reduce((a, b) =>
      a === null || badness(metric, b.values[metric.name]) < badness(metric, a.values[metric.name]) ? b : a, null);
  }

  function drawTable() {
    const chosen = shown();
    const metrics = measures(chosen);
    const protocols = new Set(metrics.map(metric => metric.protocol));
    // As far as the shortest of those came that were measured so.
    const common = metrics.map(metric => Math.min(...chosen.map(run => measuredBy(run.details.evaluations, metric).at(-1)?.images).filter(images => images !== undefined)));
    const columns = metrics.flatMap((metric, i) => [
      {metric, most: Infinity, title: `best ${metric.label}`},
      {metric, most: common[i], title: `until ${kimg(common[i])} kimg`},
    ]).filter((column, i, all) => column.most === Infinity || chosen.some(run => bestOf(run, column.metric) !== bestOf(run, column.metric, column.most)) || all.length === 0);
    const winners = columns.map(column => {
      const values = chosen.map(run => bestOf(run, column.metric, column.most)?.values[column.metric.name]).filter(value => value !== undefined);
      return values.length < 2 ? null : values.reduce((a, b) => badness(column.metric, b) < badness(column.metric, a) ? b : a);
    });
    fill(table, chosen.length > 0 && [
      protocols.size > 1 && h('p', {class: 'warning'}, 'These runs were not measured by the same protocol. Only values in one column can be compared.'),
      scroller('The runs', h('table', {class: 'compared'},
        h('thead', {}, h('tr', {}, h('td'), ['Run', 'Preset', 'Data'].map(title => h('th', {scope: 'col'}, title)),
          ['kimg', 'Time'].map(title => h('th', {scope: 'col', class: 'n'}, title)),
          columns.map(({metric, title}) => h('th', {scope: 'col', class: 'n'}, withTip(h('button', {type: 'button', class: 'metric', 'aria-label': `${title}: ${aboutMetric(metric)}`}, title), aboutMetric(metric)))))),
        h('tbody', {}, chosen.map((run, i) => {
          const {summary} = run.details;
          return h('tr', {}, h('td', {}, key(i)), h('th', {scope: 'row'}, h('a', {href: '#/run/' + encodeURIComponent(run.id)}, titleOf(summary)), ' ', tagList(summary)),
            h('td', {}, summary.preset), h('td', {}, summary.data),
            h('td', {class: 'n'}, kimg(summary.images)), h('td', {class: 'n'}, duration(summary.seconds)),
            columns.map((column, j) => {
              const best = bestOf(run, column.metric, column.most);
              const value = best?.values[column.metric.name];
              return h('td', {class: value !== undefined && value === winners[j] ? 'n best' : 'n'}, best === null ? h('span', {class: 'soft'}, '–')
                : [brief(value), h('span', {class: 'soft'}, ` at ${kimg(best.images)}`)]);
            }));
        }))))]);
  }

  /** Settings in which the runs differ; the others for who wants them. */
  function drawSettings() {
    const chosen = shown();
    const keys = [...new Set(chosen.flatMap(run => Object.keys(run.details.settings)))];
    const differs = key => new Set(chosen.map(run => run.details.settings[key] ?? '')).size > 1;
    const rows = (list, marked) => h('table', {class: 'settings'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Setting'), chosen.map((run, i) => h('th', {scope: 'col'}, key(i), ' ', titleOf(run.details.summary))))),
      h('tbody', {}, list.map(name => h('tr', {}, h('th', {scope: 'row'}, name), chosen.map(run => h('td', {class: marked ? 'differs' : null}, run.details.settings[name] ?? '–'))))));
    const different = keys.filter(differs);
    const same = keys.filter(name => !differs(name));
    fill(settings, chosen.length > 0 && keys.length > 0 && [h('h2', {}, 'Settings'),
      chosen.length > 1 && (different.length > 0 ? scroller('Settings in which they differ', rows(different, true)) : h('p', {class: 'soft'}, 'All settings are the same.')),
      h('details', {}, h('summary', {}, chosen.length > 1 ? `${same.length} settings that they share` : `${same.length} settings`), scroller('Settings that they share', rows(same, false)))]);
  }

  /** A short piece of a run's line. */
  function key(i) {
    return h('span', {class: `line c${i % 8} d${i % 4}`, 'aria-hidden': 'true'});
  }

  function drawCurves() {
    const chosen = shown();
    if (chosen.length === 0) return;
    const measured = measures(chosen);
    const meanings = Object.assign({}, ...chosen.map(run => run.details.statistics));
    const names = [...new Set(chosen.flatMap(run => Object.keys(run.columns.bands)))];
    const next = JSON.stringify([measured, names, chosen.map(run => titleOf(run.details.summary)), time]);
    if (next !== shape) {
      shape = next;
      charts.clear();
      const lines = chosen.map((run, i) => ({label: titleOf(run.details.summary), color: i}));
      const common = {xLabel: times[time].label, lines};
      const made = [
        ...measured.map(metric => charts.add({...common, title: metric.label, about: aboutMetric(metric), points: true})),
        ...names.map(name => charts.add({...common, title: capital(labelOf(name, meanings)), about: meanings[name]?.help, range: name.startsWith('d-') ? [0, 1] : null})),
        charts.add({...common, title: 'Images a second', about: ABOUT_SPEED, log: false}),
      ];
      fill(plots, made.map(chart => chart.element));
    }
    measured.forEach((metric, i) => charts.charts[i].set(...joined(chosen.map(run => {
      const known = measuredBy(run.details.evaluations, metric);
      return {x: known.map(e => times[time].of(e.images, e.seconds)), y: known.map(e => e.values[metric.name])};
    }))));
    const xs = chosen.map(run => run.columns.x(time));
    names.forEach((name, i) => charts.charts[measured.length + i].set(...joined(chosen.map((run, j) =>
      ({x: xs[j], y: run.columns.bands[name]?.mean ?? xs[j].map(() => null)})))));
    charts.charts.at(-1).set(...joined(chosen.map((run, j) => ({x: xs[j], y: run.columns.speed()}))));
    charts.showExtent();
  }

  /** Curves with an x of their own each, on one x: what a curve lacks there is left out. */
  function joined(list) {
    const x = [...new Set(list.flatMap(curve => curve.x))].sort((a, b) => a - b);
    const at = new Map(x.map((value, i) => [value, i]));
    return [x, list.map(curve => {
      const y = Array(x.length).fill(null);
      curve.x.forEach((value, i) => {
        y[at.get(value)] = curve.y[i];
      });
      return y;
    })];
  }

  function drawGrids() {
    const chosen = shown();
    const of = JSON.stringify(chosen.map(run => [run.id, run.details.grid, run.details.samples.length > 0]));
    if (of === gridsOf) return;
    gridsOf = of;
    grids = chosen.map(({id, details}, i) => {
      const grid = new SampleGrid({layout: details.grid, label: `Fakes of ${titleOf(details.summary)}`});
      const caption = h('span');
      return {id, grid, caption, element: h('figure', {}, details.samples.length > 0 ? grid.element : h('p', {class: 'soft'}, 'no samples'),
        h('figcaption', {}, key(i), ` ${titleOf(details.summary)}`, caption))};
    });
    fill(gridPlace, grids.map(grid => grid.element));
  }

  function showGrids(images) {
    for (const {id, grid, caption} of grids) {
      const {details} = runs.get(id);
      const near = details.samples.reduce((a, b) => a === null || Math.abs(b.images - images) < Math.abs(a.images - images) ? b : a, null);
      if (near) grid.show(`${runPath(id)}/${near.file}`, `Fakes of ${titleOf(details.summary)} after ${kimg(near.images)} kimg`);
      caption.textContent = near ? ` at ${kimg(near.images)} kimg` : '';
    }
    if (time === 'kimg') charts.setPosition(images / 1000);
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
    charts.close();
  };
}
