// One run: curves, the grids through time, alerts, networks, settings, checkpoints, the machine.

import {fill, h, note} from './dom.js';
import {get, listen, runPath} from './api.js';
import {Chart} from './charts.js';
import {Columns, groups, metrics, times} from './curves.js';
import {Player} from './player.js';
import {actionsOf, badge} from './runs.js';
import {duration, gigabytes, kimg, number, statistic, symptom, when} from './words.js';

export function showRun(place, [id]) {
  const path = runPath(id);
  const sync = 'run-' + Math.random();
  let details = null;
  let columns = null;
  let charts = [];
  let shape = '';
  let time = 'kimg';
  let closed = false;
  // The part that is zoomed into, and its finer curves.
  let zoom = null;
  let fine = null;

  const head = h('div', {class: 'head'});
  const alerts = h('section', {'aria-label': 'Alerts', hidden: true});
  const timeChoice = h('select', {'aria-label': 'Time axis', onchange: () => {
    time = timeChoice.value;
    shape = '';
    zoom = fine = null;
    drawCurves();
  }}, h('option', {value: 'kimg'}, 'over kimg'), h('option', {value: 'minutes'}, 'over wall-clock'));
  const plots = h('div', {class: 'plots'});
  const fakes = h('img', {class: 'grid', alt: ''});
  const fakesCaption = h('figcaption');
  const player = new Player(index => {
    const sample = details.samples[index];
    fakes.src = `${path}/${sample.file}`;
    fakes.alt = `64 fakes after ${kimg(sample.images)} kimg`;
    fakesCaption.textContent = `Fakes after ${kimg(sample.images)} kimg, always of the same latents`;
    charts.forEach(chart => chart.setPosition(time === 'kimg' ? sample.images / 1000 : minutesAt(sample.images)));
  });
  const realsPicture = h('img', {class: 'grid', alt: 'Real images'});
  const reals = h('figure', {hidden: true}, realsPicture,
    h('figcaption', {}, 'Real images'));
  const grids = h('section', {hidden: true}, h('h2', {}, 'Samples'), player.element,
    h('div', {class: 'pair'}, h('figure', {}, fakes, fakesCaption), reals));
  const networks = h('section');
  const checkpoints = h('section');
  const machine = h('section', {hidden: true});
  const output = h('section', {hidden: true});
  const experiment = h('section');
  fill(place, head, alerts,
    h('section', {}, h('div', {class: 'title'}, h('h2', {}, 'Curves'), timeChoice),
      h('p', {class: 'soft hint'}, 'Drag to zoom, double-click to zoom out, click to see the samples of that time.'), plots),
    grids, machine, checkpoints, networks, experiment, output);

  function minutesAt(images) {
    if (!columns || columns.images.length === 0) return 0;
    const i = columns.images.findIndex(seen => seen >= images);
    return columns.seconds.at(i)  / 60;
  }

  function drawHead() {
    const run = details.summary;
    const left = run.speed > 0 ? (run.total - run.images) / run.speed : NaN;
    fill(head,
      h('div', {class: 'title'}, h('h1', {}, run.id),
        h('div', {class: 'bar'}, actionsOf(run),
          details.checkpoints.length > 0 && h('a', {class: 'button', href: '#/explore/' + encodeURIComponent(id)}, 'Explore'),
          h('a', {class: 'button', href: '#/compare/' + encodeURIComponent(id)}, 'Compare'),
          h('a', {class: 'button', href: `${path}/report`, download: `${id}.html`}, 'Report'))),
      h('p', {}, badge(run), ' ', h('span', {class: 'soft'}, `${run.preset} on ${run.data}, started ${when(run.started)}`)),
      h('progress', {value: run.total > 0 ? Math.min(1, run.images / run.total) : 0, max: 1, 'aria-label': 'Progress of the training'}),
      h('dl', {class: 'facts'},
        fact('Images seen', `${kimg(run.images)} of ${kimg(run.total)} kimg`),
        fact('Time trained', duration(run.seconds)),
        run.status === 'training' && fact('Time left', duration(left)),
        run.status === 'training' && fact('Speed', run.speed > 0 ? `${Math.round(run.speed)} images/s` : '–'),
        run.metric !== 'none' && fact(`Best ${run.metric}`, run.best === null ? 'not measured yet' : `${number(run.best)} at ${kimg(run.bestImages)} kimg`),
        Object.entries(details.latest).map(([name, value]) => fact(statistic(name), number(value)))),
      run.read < 1 && h('p', {class: 'soft', role: 'status'}, `Reading the log: ${Math.round(100 * run.read)} %`),
      details.pages.length > 0 && h('p', {}, 'Pages: ', details.pages.map(page =>
        h('a', {href: `${path}/pages/${page}`, target: '_blank', rel: 'noopener', class: 'spaced'}, page))));
  }

  function fact(name, value) {
    return h('div', {}, h('dt', {}, name), h('dd', {}, value));
  }

  function drawAlerts() {
    alerts.hidden = details.alerts.length === 0;
    fill(alerts, h('h2', {}, 'Alerts'), h('ol', {class: 'alertlist'}, details.alerts.map(alert => h('li', {},
      h('button', {type: 'button', class: 'quiet', onclick: () => player.showNear(alert.images)}, `▲ ${kimg(alert.images)} kimg`), ' ',
      h('strong', {}, symptom(alert.symptom)), ' ', h('span', {}, alert.evidence),
      alert.advice && h('p', {class: 'advice'}, alert.advice)))));
  }

  function drawCurves() {
    if (!columns || !details) return;
    const found = groups(Object.keys(columns.bands));
    const measured = metrics(details.evaluations);
    const next = JSON.stringify([found, measured, time]);
    if (next !== shape) {
      shape = next;
      charts.forEach(chart => chart.close());
      const common = {xLabel: times[time].label, sync, onpick: x => pick(x)};
      charts = [
        ...found.map(group => new Chart({...common, title: group.title, range: group.range, onzoom: range => zoomTo(range),
          lines: group.names.map((name, i) => ({label: statistic(name), colour: i, band: true}))})),
        ...measured.map(metric => new Chart({...common, title: metric, points: true, lines: [{label: metric, colour: 2}]})),
        new Chart({...common, title: 'Images a second', lines: [{label: 'images/s', colour: 3}]}),
      ];
      fill(plots, charts.map(chart => chart.element));
    }
    const shown = fine ? columns.refined(fine) : columns;
    const x = shown.x(time);
    found.forEach((group, i) => charts[i].set(x, group.names.map(name => shown.bands[name])));
    measured.forEach((metric, i) => {
      const known = details.evaluations.filter(evaluation => metric in evaluation.values);
      charts[found.length + i].set(known.map(e => times[time].of(e.images, e.seconds)), [known.map(e => e.values[metric])]);
    });
    charts.at(-1).set(x, [shown.speed()]);
    const marks = details.alerts.map(alert => ({x: times[time].of(alert.images, alert.seconds), label: symptom(alert.symptom)}));
    charts.forEach(chart => chart.setMarks(marks));
  }

  /** Curves are thinned for the whole; of a part there is more to see. */
  async function zoomTo(range) {
    if (String(range) === String(zoom)) return;
    zoom = range;
    try {
      const found = range && await get(`${path}/curves?${new URLSearchParams(times[time].query(...range))}`);
      if (closed || zoom !== range) return;
      fine = found;
      drawCurves();
    } catch (problem) {
      note(problem.message, true);
    }
  }

  function pick(x) {
    if (details.samples.length === 0) return;
    const images = time === 'kimg' ? x * 1000 : columns.images[Math.max(0, columns.seconds.findIndex(s => s >= x * 60))];
    player.showNear(images);
  }

  function drawSamples() {
    grids.hidden = details.samples.length === 0;
    reals.hidden = !details.reals;
    if (details.reals && !realsPicture.src) realsPicture.src = `${path}/samples/reals.png`;
    player.set(details.samples.map(sample => sample.images));
  }

  function drawTables() {
    fill(checkpoints, details.checkpoints.length > 0 && [h('h2', {}, 'Checkpoints'), h('div', {class: 'scroll'}, h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Checkpoint'), h('th', {scope: 'col', class: 'n'}, 'kimg'), h('td'), h('td'))),
      h('tbody', {}, details.checkpoints.map(point => h('tr', {}, h('td', {}, point.name), h('td', {class: 'n'}, kimg(point.images)),
        h('td', {}, point.best ? '★ best' : ''),
        h('td', {}, h('a', {href: `#/explore/${encodeURIComponent(id)}/${encodeURIComponent(point.name)}`}, 'explore')))))))]);
    fill(networks, details.networks.length > 0 && [h('h2', {}, 'Networks'), details.networks.map(network => h('details', {},
      h('summary', {}, `${network.title}: ${network.parameters.toLocaleString('en')} parameters, ${network.multiplyAdds.toLocaleString('en')} multiply-adds an image`),
      h('div', {class: 'scroll'}, h('table', {},
        h('thead', {}, h('tr', {}, ['Layer', 'Output', 'Weights'].map(title => h('th', {scope: 'col'}, title)),
          ['Parameters', 'Multiply-adds'].map(title => h('th', {scope: 'col', class: 'n'}, title)))),
        h('tbody', {}, h('tr', {}, h('td', {}, 'input'), h('td', {}, network.input), h('td'), h('td'), h('td')),
          network.layers.map(layer => h('tr', {}, h('td', {}, layer.name), h('td', {}, layer.output), h('td', {class: 'soft'}, layer.weights),
            h('td', {class: 'n'}, layer.parameters.toLocaleString('en')), h('td', {class: 'n'}, layer.multiplyAdds.toLocaleString('en')))))))))]);
    fill(experiment, h('h2', {}, 'Experiment'), h('details', {}, h('summary', {}, 'Every setting, resolved: experiment.yaml'), h('pre', {}, details.experiment)));
    output.hidden = !details.output.trim();
    fill(output, h('h2', {}, 'What its process wrote'), h('pre', {}, details.output.split(/\r|\n/).slice(-30).join('\n')));
  }

  async function lookAtMachine() {
    if (document.hidden || closed) return;
    try {
      const now = await get('api/machine');
      const own = now.trainings.find(training => training.run === id);
      machine.hidden = false;
      fill(machine, h('h2', {}, 'This machine'), h('dl', {class: 'facts'},
        fact('Processors busy', `${Math.round(100 * now.load)} % of ${now.processors}`),
        fact('Memory used', `${gigabytes(now.memoryUsed)} of ${gigabytes(now.memory)}`),
        fact('Disk free', gigabytes(now.diskFree)),
        own && fact('This training', [own.processors !== null ? `${own.processors.toFixed(1)} processors, ` : '',
          own.resident !== null ? gigabytes(own.resident) + ', ' : '', `process ${own.pid}`]),
        now.trainings.length > (own ? 1 : 0) && fact('Other trainings', now.trainings.length - (own ? 1 : 0))));
    } catch {
      machine.hidden = true;
    }
  }

  async function load(curvesToo) {
    try {
      const [found, snapshot] = await Promise.all([get(path), curvesToo ? get(path + '/curves') : null]);
      if (closed) return;
      details = found;
      if (snapshot) columns = new Columns(snapshot);
      document.title = `${id} – Duello studio`;
      drawHead();
      drawAlerts();
      drawCurves();
      drawSamples();
      drawTables();
    } catch (problem) {
      if (!details) fill(place, h('h1', {}, id), h('p', {class: 'problem'}, problem.message), h('p', {}, h('a', {href: '#/'}, 'All runs')));
      else note(problem.message, true);
    }
  }

  // News come in bursts; what they say is asked for once.
  let waiting = null;
  function loadSoon(curvesToo) {
    if (waiting) {
      waiting.curves ||= curvesToo;
      return;
    }
    waiting = {curves: curvesToo};
    setTimeout(() => {
      const {curves} = waiting;
      waiting = null;
      load(curves);
    }, 300);
  }

  const watching = setInterval(lookAtMachine, 3000);
  lookAtMachine();
  const silence = listen([id], (type, data) => {
    if (type === 'open' || type === 'reset') load(true);
    else if (data.id !== id) return;
    else if (type === 'rows' && columns && details) {
      data.rows.forEach(row => columns.add(row));
      details.latest = {...details.latest, ...data.rows.at(-1).values};
      if (columns.images.length > 6000) loadSoon(true);
      drawCurves();
    } else if (type === 'reload') loadSoon(true);
    else if (type === 'changed') loadSoon(false);
    else if (type === 'run' && details) {
      const restarted = data.images < details.summary.images;
      const other = details.summary.status !== data.status;
      details.summary = data;
      drawHead();
      if (restarted || other) loadSoon(true);
    } else if (type === 'gone') note('The folder of this run is gone.', true);
  });
  return () => {
    closed = true;
    silence();
    clearInterval(watching);
    player.close();
    charts.forEach(chart => chart.close());
    document.title = 'Duello studio';
  };
}
