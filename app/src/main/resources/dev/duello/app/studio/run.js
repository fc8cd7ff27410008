// One run: the grids through time beside the curves, alerts, networks, settings, checkpoints, the machine.

import {fill, h, note, scroller, tip, during, withTip} from './dom.js';
import {get, listen, mayChange, runPath} from './api.js';
import {actionsOf, advised, deleteRun, editNotes, nameLike, startAddress, tagList} from './actions.js';
import {ChartGroup} from './charts.js';
import {ABOUT_SPEED, Columns, distinct, groups, labelOf, measuredBy, times} from './curves.js';
import {SampleGrid} from './grid.js';
import {Player} from './player.js';
import {badge} from './runs.js';
import {showSample} from './sample.js';
import {aboutMetric, brief, duration, gigabytes, kimg, number, symptom, titleOf, when} from './words.js';

/** Alerts that stand above the samples; those before them are a click away. */
const ALERTS = 2;

/** Nothing is fetched before somebody listens. */
const playerOf = label => h('audio', {controls: true, preload: 'none', 'aria-label': label});

export function showRun(place, [id]) {
  const path = runPath(id);
  let details = null;
  let columns = null;
  let shape = '';
  let time = 'kimg';
  let closed = false;
  // The finer curves of the part that is zoomed into.
  let fine = null;
  let grid = null;
  let current = -1;
  // Plays the samples of a run of sounds; null for one of images.
  let audible = null;
  // Lines of the samples of a run of texts, as text; null for others.
  let readable = null;
  // Shows the samples of a run of videos as they move; null for others.
  let moving = null;
  // Shows the first samples of a run of shapes as they turn; null for others.
  let turning = null;

  const charts = new ChartGroup({onpick: pick, onzoom: zoomTo});
  const head = h('div', {class: 'head'});
  const alerts = h('section', {'aria-label': 'Alerts', hidden: true});
  const timeChoice = h('select', {'aria-label': 'Time axis', onchange: () => {
    time = timeChoice.value;
    shape = '';
    charts.zoom(null);
    drawCurves();
    if (current >= 0) charts.setPosition(times[time].of(details.samples[current].images, secondsAt(details.samples[current].images)));
  }}, h('option', {value: 'kimg'}, 'over kimg'), h('option', {value: 'minutes'}, 'over wall-clock'));
  const plots = h('div', {class: 'plots'});
  const noCurves = h('p', {class: 'soft empty'}, 'No step was logged yet: curves appear after the first one.');
  const caption = h('p', {class: 'soft caption'});
  const gridPlace = h('div');
  const realsPlace = h('details', {class: 'reals'});
  const player = new Player(showSamples);
  const samples = h('section', {class: 'samples', 'aria-label': 'Samples'});
  const curves = h('section', {class: 'curves', 'aria-label': 'Curves'},
    h('div', {class: 'title'}, h('h2', {}, 'Curves'), h('div', {class: 'bar'}, charts.controls, timeChoice)),
    h('p', {class: 'soft hint'}, 'Drag to zoom, double-click to reset, click to see the samples of that time. Keyboard: arrow keys, + and −, Escape.'),
    noCurves, plots);
  const measured = h('section');
  const audited = h('section');
  const networks = h('section');
  const checkpoints = h('section');
  const machine = h('section', {hidden: true});
  const output = h('section', {hidden: true});
  const processes = h('section', {hidden: true});
  const experiment = h('section');
  fill(place, h('p', {class: 'soft'}, 'Opening…'));

  function secondsAt(images) {
    if (!columns || columns.images.length === 0) return 0;
    const i = columns.images.findIndex(seen => seen >= images);
    return columns.seconds.at(i);
  }

  function drawHead() {
    const run = details.summary;
    const left = run.speed > 0 ? (run.total - run.images) / run.speed : NaN;
    const floor = details.metrics.find(metric => metric.name === run.metric && metric.protocol === run.protocol)?.floor;
    const diverged = run.status === 'crashed' && details.alerts.some(alert => alert.symptom === 'divergence');
    fill(head,
      h('div', {class: 'title'}, h('h1', {}, titleOf(run)),
        h('div', {class: 'bar'},
          details.checkpoints.length > 0 && details.makes === 'samples' && h('a', {class: run.status === 'done' ? 'button primary' : 'button', href: '#/explore/' + encodeURIComponent(id)}, 'Explore'),
          details.checkpoints.length > 0 && details.makes === 'translations' && h('a', {class: run.status === 'done' ? 'button primary' : 'button', href: '#/translate/' + encodeURIComponent(id)}, 'Translate'),
          actionsOf(run, {resumable: !diverged}),
          likeThis(),
          h('a', {class: 'button', href: '#/compare/' + encodeURIComponent(id)}, 'Compare'),
          h('a', {class: 'button', href: `${path}/report`, download: `${id}.html`}, 'Report'),
          mayChange && h('button', {type: 'button', onclick: () => editNotes(details)}, 'Edit notes'),
          mayChange && run.status !== 'training' && h('button', {type: 'button', class: 'danger', onclick: event => during(event.target, async () => {
            await deleteRun(run);
            location.hash = '#/';
          })}, 'Delete'))),
      h('p', {class: 'about'}, badge(run), ' ', h('span', {class: 'soft'}, `${run.preset} on ${run.data}, started ${when(run.started)}`),
        run.title && h('span', {class: 'soft'}, ` · folder ${run.id}`), ' ', tagList(run)),
      details.notes && h('p', {class: 'notes-text'}, details.notes),
      run.problem && failed(run, diverged),
      h('progress', {value: run.total > 0 ? Math.min(1, run.images / run.total) : 0, max: 1, 'aria-label': 'Progress of the training'}),
      h('dl', {class: 'facts'},
        fact('Images seen', `${kimg(run.images)} of ${kimg(run.total)} kimg`),
        fact('Time trained', duration(run.seconds)),
        run.status === 'training' && fact('Time left', duration(left)),
        run.status === 'training' && fact('Speed', run.speed > 0 ? `${number(Math.round(run.speed))} images/s` : '–'),
        run.metric !== 'none' && fact(`Best ${run.label}`, run.best === null ? 'not measured yet' : `${brief(run.best)} at ${kimg(run.bestImages)} kimg${floor ? `, floor ${brief(floor.value)}` : ''}`, aboutMetric({...run, floor}))),
      run.read < 1 && h('p', {class: 'soft', role: 'status'}, `Reading the log: ${Math.round(100 * run.read)} %`),
      details.pages.length > 0 && h('p', {}, 'Pages: ', details.pages.map(page =>
        h('a', {href: `${path}/pages/${page}`, target: '_blank', rel: 'noopener', class: 'spaced'}, page))));
  }

  function likeThis(more = {}, words = 'Start one like this') {
    if (!mayChange || Object.keys(details.own).length === 0) return null;
    return h('a', {class: 'button', href: startAddress({...details.own, ...more, name: nameLike(id)})}, words);
  }

  /** What went wrong, and what helps: what diverged would diverge again from its latest checkpoint. */
  function failed(run, diverged) {
    const rates = {};
    for (const key of ['generator.optimizer.rate', 'discriminator.optimizer.rate']) {
      Object.assign(rates, advised(`Lower --set ${key}=...`, details.settings));
    }
    return h('div', {class: 'problem box'}, h('p', {}, run.problem),
      diverged && h('div', {class: 'bar'}, likeThis(rates, 'Start again with half the learning rates'),
        actionsOf(run), h('span', {class: 'soft'}, 'Resuming would repeat the same divergence, unless its cause was outside of the run.')));
  }

  function fact(name, value, about = null) {
    return h('div', {}, h('dt', {}, name, about && [' ', tip(name, about)]), h('dd', {}, value));
  }

  function drawAlerts() {
    alerts.hidden = details.alerts.length === 0;
    const open = alerts.querySelector('details')?.open;
    const all = details.alerts.toReversed().map(alert => {
      const settings = advised(alert.advice, details.settings);
      return h('li', {},
        h('div', {}, h('button', {type: 'button', class: 'quiet', onclick: () => player.showNear(alert.images)}, `▲ ${kimg(alert.images)} kimg`), ' ',
          h('strong', {}, symptom(alert.symptom)), ' ', h('span', {}, alert.evidence),
          alert.advice && h('p', {class: 'advice'}, alert.advice)),
        settings && withTip(likeThis(settings, 'Start with this advice') ?? h('span'), Object.entries(settings).map(([key, value]) => `${key}=${value}`).join(', ')));
    });
    const list = items => h('ol', {class: 'alertlist'}, items);
    fill(alerts, h('h2', {}, 'Alerts'), list(all.slice(0, ALERTS)),
      all.length > ALERTS && h('details', {open}, h('summary', {}, `${all.length - ALERTS} earlier`), list(all.slice(ALERTS))));
  }

  function drawProcesses() {
    processes.hidden = details.ranks.length === 0;
    fill(processes, h('h2', {}, 'Processes'), scroller('Processes', h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Rank'), h('th', {scope: 'col'}, 'Machine'),
        h('th', {scope: 'col', class: 'n'}, 'Images per second'), h('th', {scope: 'col', class: 'n'}, 'Waiting for others'), h('th', {scope: 'col', class: 'n'}, 'Sending'))),
      h('tbody', {}, details.ranks.map(each => h('tr', {}, h('td', {}, each.rank), h('td', {}, each.host),
        h('td', {class: 'n'}, number(each.rate)), h('td', {class: 'n'}, `${Math.round(100 * (each.waiting - each.sending))} %`),
        h('td', {class: 'n'}, `${Math.round(100 * each.sending)} %`)))))));
  }

  function drawCurves() {
    if (!columns || !details) return;
    const found = groups(Object.keys(columns.bands), details.statistics);
    const asked = JSON.stringify([found, details.metrics, time]);
    if (asked !== shape) {
      shape = asked;
      charts.clear();
      const xLabel = times[time].label;
      const made = [
        ...details.metrics.map(metric => charts.add({title: metric.label, about: aboutMetric(metric), xLabel, points: true, lines: [{label: metric.label, color: 2}]})),
        ...found.map(group => charts.add({title: group.title, about: group.about, xLabel, range: group.range,
          lines: group.names.map((name, i) => ({label: labelOf(name, details.statistics), color: i, band: true}))})),
        charts.add({title: 'Images a second', about: ABOUT_SPEED, xLabel, log: false, lines: [{label: 'images/s', color: 3}]}),
      ];
      fill(plots, made.map(chart => chart.element));
    }
    const empty = columns.images.length === 0;
    noCurves.hidden = !empty;
    plots.hidden = empty && details.evaluations.length === 0;
    const shown = fine ? columns.refined(fine) : columns;
    const x = shown.x(time);
    details.metrics.forEach((metric, i) => {
      const known = measuredBy(details.evaluations, metric);
      charts.charts[i].set(known.map(e => times[time].of(e.images, e.seconds)), [known.map(e => e.values[metric.name])]);
    });
    found.forEach((group, i) => charts.charts[details.metrics.length + i].set(x, group.names.map(name => shown.bands[name])));
    charts.charts.at(-1).set(x, [shown.speed()]);
    charts.showExtent();
    charts.setMarks(details.alerts.map(alert => times[time].of(alert.images, alert.seconds)));
  }

  /** Curves are thinned for the whole; of a part there is more to see. */
  async function zoomTo(range) {
    try {
      const found = range && await get(`${path}/curves?${new URLSearchParams(times[time].query(...range))}`);
      if (closed || charts.range !== range) return;
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

  function showSamples(index) {
    const sample = details.samples[index];
    current = index;
    grid.show(`${path}/${sample.file}`, `${details.grid?.count ?? 64} fakes after ${kimg(sample.images)} kimg`);
    for (const animated of [moving, turning]) if (animated) animated.src = `${path}/${sample.file.replace(/png$/, 'gif')}`;
    if (audible) audible.src = `${path}/${sample.file.replace(/png$/, 'wav')}`;
    if (readable) showLines(readable, `${path}/${sample.file.replace(/png$/, 'txt')}`);
    const before = details.evaluations.filter(e => e.images <= sample.images && details.summary.metric in e.values).at(-1);
    caption.textContent = `Fixed latents after ${kimg(sample.images)} kimg`
      + (before ? `; ${details.summary.label} ${brief(before.values[details.summary.metric])} at ${kimg(before.images)} kimg` : '') + (audible ? '. They are played in this order, row by row.' : readable ? '.' : moving ? '. Each clip is a row of frames; below they move, row by row.' : turning ? '. Choose one to turn it; below the first ones turn.' : '. Choose one to see it large.');
    charts.setPosition(times[time].of(sample.images, secondsAt(sample.images)));
  }

  /** Puts the lines of a text file where they are read; what is asked for last stays. */
  async function showLines(where, address) {
    where.dataset.address = address;
    const answer = await fetch(address);
    const text = answer.ok ? await answer.text() : '';
    if (!closed && where.dataset.address === address) where.textContent = text;
  }

  const linesOf = label => h('pre', {class: 'lines', tabindex: 0, 'aria-label': label});

  /** The checkpoint nearest to a time. */
  function checkpointAt(images) {
    return details.checkpoints.reduce((a, b) => a === null || Math.abs(b.images - images) < Math.abs(a.images - images) ? b : a, null);
  }

  function drawSamples() {
    const none = details.samples.length === 0;
    if (!grid) {
      if (details.medium === 'sound') audible = playerOf('Fakes of this time');
      if (details.medium === 'video') moving = h('img', {class: 'moving', alt: 'The same fakes, moving'});
      if (details.medium === 'shape') turning = h('img', {class: 'moving turning', alt: 'The first of the same fakes, turning'});
      if (details.medium === 'text') readable = linesOf('Fakes of this time');
      grid = new SampleGrid({layout: details.grid, label: 'Fakes', onchoose: audible || readable || moving ? null : index => showSample({run: id, grid, samples: details.samples, now: current, index,
        medium: details.medium, checkpoint: checkpointAt(details.samples[current].images), seed: details.settings['training.seed'] ?? 0})});
      fill(gridPlace, grid.element);
    }
    if (details.reals && !realsPlace.hasChildNodes()) {
      const reals = new SampleGrid({layout: details.grid && {...details.grid, count: details.grid.count}, label: 'Real images'});
      reals.show(`${path}/samples/reals.png`, 'Real images');
      reals.picture.loading = 'lazy';
      const heard = audible && playerOf('Real sounds');
      if (heard) heard.src = `${path}/samples/reals.wav`;
      const read = readable && linesOf('Real texts');
      if (read) showLines(read, `${path}/samples/reals.txt`);
      fill(realsPlace, h('summary', {}, `Real ${audible ? 'sounds' : read ? 'texts' : moving ? 'videos' : turning ? 'shapes' : 'images'}, to compare with`), read ?? reals.element, heard);
    }
    // Not anew each time, so that the focus stays where it is.
    const parts = `${none} ${details.reals}`;
    if (samples.dataset.parts !== parts) fill(samples, h('h2', {}, 'Samples'), none ? h('p', {class: 'soft empty'}, details.makes !== 'nothing' ? 'There are no samples yet: the first are written before the first step.' : 'This run writes no samples.')
      : [player.element, readable ?? gridPlace, moving ?? turning, audible, caption,
        details.samples.length > 1 && h('p', {class: 'soft hint'}, h('a', {href: `${path}/samples.gif`, download: `${id}.gif`}, 'Download all grids as GIF')), details.reals && realsPlace]);
    samples.dataset.parts = parts;
    player.set(details.samples.map(sample => sample.images));
  }

  function drawTables() {
    const after = details.measured;
    fill(measured, after && [h('h2', {}, 'Evaluation'), h('p', {class: 'soft'}, `duello evaluate, ${after.judged}: ${after.protocol}.`),
      scroller('Evaluation', h('table', {}, h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Metric'),
        ['Value', 'Floor'].map(title => h('th', {scope: 'col', class: 'n'}, title)), h('th', {scope: 'col'}, 'Better'))),
      h('tbody', {}, after.values.map(({label, help, value, floor, atFloor, better}) => h('tr', {}, h('th', {scope: 'row'}, help ? withTip(h('button', {type: 'button', class: 'metric', 'aria-label': `${label}: ${help}`}, label), help) : label),
        h('td', {class: 'n'}, number(value)), h('td', {class: 'n soft'}, number(floor)), h('td', {}, atFloor ? 'at the floor' : better)))))),
      after.floorProtocol && h('p', {class: 'soft'}, `Floor: ${after.floorProtocol}. At the floor, fakes differ from the reals no more than reals differ among themselves.`),
      details.metrics.length > 0 && h('p', {class: 'soft'}, `While it trained it was measured with ${details.metrics[0].protocol || 'features that are not in the log'}. `
        + 'With other numbers of images, the same generator gets other values, so the two cannot be compared.')]);
    fill(audited, details.audit && [h('h2', {}, 'Privacy audit'), h('p', {}, details.audit.sentence), details.audit.pictures.map(picture => {
      const about = {
        'roc.png': 'Training images that each attack finds, against others that it accuses; above the diagonal it detects training images.',
        'suspicious.png': 'The samples that resemble one training image most, each at the left of the training images nearest to it.',
      }[picture];
      return h('figure', {class: 'audit'}, h('img', {src: `${path}/pages/${picture}`, alt: about, loading: 'lazy'}), h('figcaption', {class: 'soft'}, about));
    })]);
    fill(checkpoints, details.checkpoints.length > 0 && [h('h2', {}, 'Checkpoints'), scroller('Checkpoints', h('table', {},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Checkpoint'), h('th', {scope: 'col', class: 'n'}, 'kimg'), h('td'), h('td'))),
      h('tbody', {}, details.checkpoints.map(point => h('tr', {}, h('td', {}, point.name), h('td', {class: 'n'}, kimg(point.images)),
        h('td', {}, point.best ? '★ best' : ''),
        h('td', {}, details.makes === 'samples' && h('a', {href: `#/explore/${encodeURIComponent(id)}/${encodeURIComponent(point.name)}`, 'aria-label': `Explore ${point.name}`}, 'Explore'),
          details.makes === 'translations' && h('a', {href: `#/translate/${encodeURIComponent(id)}/${encodeURIComponent(point.name)}`, 'aria-label': `Translate with ${point.name}`}, 'Translate')))))))]);
    fill(networks, details.networks.length > 0 && [h('h2', {}, 'Networks'), details.networks.map(network => h('details', {},
      h('summary', {}, `${network.title}: ${network.parameters.toLocaleString('en')} parameters, ${network.multiplyAdds.toLocaleString('en')} multiply-adds an image`),
      scroller(network.title, h('table', {},
        h('thead', {}, h('tr', {}, ['Layer', 'Output', 'Weights'].map(title => h('th', {scope: 'col'}, title)),
          ['Parameters', 'Multiply-adds'].map(title => h('th', {scope: 'col', class: 'n'}, title)))),
        h('tbody', {}, h('tr', {}, h('td', {}, 'input'), h('td', {}, network.input), h('td'), h('td'), h('td')),
          network.layers.map(layer => h('tr', {}, h('td', {}, layer.name), h('td', {}, layer.output), h('td', {class: 'soft'}, layer.weights),
            h('td', {class: 'n'}, layer.parameters.toLocaleString('en')), h('td', {class: 'n'}, layer.multiplyAdds.toLocaleString('en')))))))))]);
    fill(experiment, h('h2', {}, 'Experiment'), h('details', {}, h('summary', {}, 'All settings: experiment.yaml'), code('experiment.yaml', details.experiment)));
    output.hidden = !details.output.trim();
    fill(output, h('h2', {}, 'Log'), code('Log', details.output.split(/\r|\n/).slice(-30).join('\n')));
  }

  function code(label, text) {
    return h('pre', {tabindex: 0, role: 'region', 'aria-label': label}, text);
  }

  function drawNext() {
    const run = details.summary;
    next.hidden = run.status !== 'done' || details.checkpoints.length === 0;
    fill(next, h('h2', {}, 'Next'), h('ul', {},
      details.makes === 'samples' && h('li', {}, h('a', {href: '#/explore/' + encodeURIComponent(id)}, 'Explore'), details.medium === 'sound' ? ' what it learned: make sounds, mix them and listen.' : ` what it learned: make ${details.medium}s, walk between them.`),
      details.makes !== 'nothing' && command('Measure it with more samples and all metrics', 'evaluate', ''),
      details.makes === 'samples' && command(`Make ${details.medium}s`, 'sample', ' -n 1000'),
      details.makes === 'translations' && h('li', {}, h('a', {href: '#/translate/' + encodeURIComponent(id)}, 'Translate'), ' images of your own on a page, before and after.'),
      details.makes === 'translations' && command('Translate images', 'translate', ' FILES --out DIR'),
      details.settings.learner === 'classifier' && command('Test it', 'classify test', ''),
      h('li', {}, 'Extend it, if its curve still falls at the end; or ', likeThisLink(), '.')));
  }

  const command = (words, name, more) => h('li', {}, words + ': ', h('code', {}, `duello ${name} ${shell(id)}${more}`));
  const likeThisLink = () => Object.keys(details.own).length > 0 && mayChange ? h('a', {href: startAddress({...details.own, name: nameLike(id)})}, 'start one like this with other settings') : 'start another with other settings';
  const shell = text => /^[A-Za-z0-9._/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
  const next = h('section', {class: 'next', hidden: true});

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
      const first = details === null;
      details = {...found, metrics: distinct(found.metrics)};
      if (snapshot) columns = new Columns(snapshot);
      document.title = `${titleOf(details.summary)} – Duello studio`;
      drawHead();
      drawAlerts();
      drawProcesses();
      drawNext();
      drawTables();
      if (first) {
        // All at once: nothing that is read moves when the rest comes.
        fill(place, head, alerts, h('div', {class: 'stage-and-curves'}, samples, curves), next, measured, audited, checkpoints, networks, experiment, output, processes, machine);
      }
      drawSamples();
      drawCurves();
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
      const {curves: all} = waiting;
      waiting = null;
      load(all);
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
      if (Object.keys(details.latest).some(name => !(name in details.statistics))) loadSoon(false);
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
    } else if (type === 'gone') {
      fill(place, h('h1', {}, titleOf(details?.summary ?? {id})), h('p', {}, 'The folder of this run is gone.'), h('p', {}, h('a', {href: '#/'}, 'All runs')));
    }
  });
  return () => {
    closed = true;
    silence();
    clearInterval(watching);
    player.close();
    charts.close();
    document.title = 'Duello studio';
  };
}
