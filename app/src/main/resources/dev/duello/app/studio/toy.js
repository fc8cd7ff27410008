// A GAN over points in the plane, trained live: the discriminator as a map, the fakes on it, and what can be switched.

import {during, fill, h, note} from './dom.js';
import {get, mayChange, post} from './api.js';
import {bytes} from './pixels.js';

const FRAME_MILLISECONDS = 70;
const RESTING_MILLISECONDS = 700;
const KEPT = 1200;

const objectives = [
  ['minimax', 'Minimax (2014, as written)'],
  ['non-saturating', 'Non-saturating (2014, as used)'],
  ['least-squares', 'Least squares'],
  ['hinge', 'Hinge'],
  ['wasserstein', 'Wasserstein'],
  ['relativistic', 'Relativistic pairing'],
];

const penalties = [
  ['none', 'None'],
  ['r1', 'R1: slope at reals'],
  ['r2', 'R2: slope at fakes'],
  ['r1-r2', 'R1 and R2'],
  ['wgan-gp', 'WGAN-GP: slope of 1 between'],
];

const dataSets = [
  ['ring', 'Ring of 8'],
  ['grid', 'Grid of 25'],
  ['spiral', 'Spiral'],
  ['drawn', 'Draw your own'],
];

const usual = {data: 'ring', objective: 'non-saturating', penalty: 'none', weight: 0.1, generatorRate: 1e-3, discriminatorRate: 1e-3,
  beta1: 0, latent: 2, discriminatorSteps: 1, seed: 1};

/** What is worth seeing, with settings that show it. */
const presets = [
  {
    name: 'Minimax collapses',
    settings: {objective: 'minimax', penalty: 'none', generatorRate: 3e-3, discriminatorRate: 3e-4, beta1: 0.5},
    look: 'The generator learns ten times faster than the discriminator: the fakes crowd into the few places that the map shows as most '
      + 'real, the discriminator turns against these, and the crowd moves on. That is mode collapse. Watch “Modes hit” jump up '
      + 'and down and lose what it had; then add R1.',
  },
  {
    name: 'R1 cures it',
    settings: {objective: 'minimax', penalty: 'r1', weight: 0.2, generatorRate: 3e-3, discriminatorRate: 3e-4, beta1: 0.5},
    look: 'The same objective and rates, but the discriminator is penalized for its slope at the data (R1). The map becomes smooth, fakes '
      + 'in different places feel different slopes, and within some hundred steps the crowd spreads: “Modes hit” rises towards all. Switch the '
      + 'penalty off and on while it runs: the networks stay.',
  },
  {
    name: 'WGAN-GP',
    settings: {objective: 'wasserstein', penalty: 'wgan-gp', weight: 0.1, generatorRate: 3e-3, discriminatorRate: 3e-3},
    look: 'The critic gives no probability but a height, whose slope is held near 1 between data and fakes. The map is a landscape with '
      + 'hills at the modes, and the fakes climb all of them from wherever they are.',
  },
  {
    name: 'R3GAN',
    settings: {objective: 'relativistic', penalty: 'r1-r2', weight: 0.2, generatorRate: 3e-3, discriminatorRate: 3e-3},
    look: 'Each real is compared with one fake, and the slope is penalized at both (R1 and R2): the recipe of 2024. It covers every mode '
      + 'and stays there; try it on the grid of 25, too.',
  },
];

const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The three numbers of a color such as #0b62a8. */
function rgb(name) {
  const hex = color(name);
  return [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16));
}

function floats(base64) {
  return new Float32Array(bytes(base64).buffer);
}

export function showToy(place) {
  let settings = {...usual, ...presets[0].settings};
  let look = presets[0].look;
  let id = null;
  let closed = false;
  let running = false;
  let frame = null;
  let history = [];
  let stroke = [];
  let drawing = false;
  let map = null;

  const canvas = h('canvas', {class: 'plane', role: 'img', 'aria-label': 'Real points, fakes, and what the discriminator makes of each place'});
  const curve = h('canvas', {class: 'toy-curve', role: 'img', 'aria-label': 'Modes hit and share of good samples over steps'});
  const modes = h('dd', {class: 'n'}, '–');
  const good = h('dd', {class: 'n'}, '–');
  const steps = h('dd', {class: 'n'}, '0');
  const speed = h('dd', {class: 'n'}, '–');
  const losses = h('dd', {class: 'n'}, '–');
  const low = h('span', {class: 'n'}, '0');
  const high = h('span', {class: 'n'}, '1');
  const scaleName = h('span', {}, 'D(x)');
  const problem = h('p', {class: 'problem', role: 'alert', hidden: true}, 'The networks no longer hold finite numbers: they diverged. Reset, with lower rates or a penalty.');
  const advice = h('p', {class: 'toy-look'});
  const drawHint = h('div', {class: 'toy-draw', hidden: true}, h('span', {}, 'Draw with the pointer on the plot.'),
    h('button', {type: 'button', onclick: () => {
      stroke = [];
      drawing = true;
      paint();
    }}, 'Clear'));

  const run = h('button', {type: 'button', class: 'primary', onclick: () => setRunning(!running)}, '▶ Start');
  const step = h('button', {type: 'button', onclick: () => during(step, async () => {
    await setRunning(false);
    await send({step: 1});
    await look1();
  })}, 'Step');
  const reset = h('button', {type: 'button', onclick: () => during(reset, async () => {
    history = [];
    await send({reset: true});
    await look1();
  })}, 'Reset');
  const paces = [5, 20, 60, 150, 400, 100_000];
  const paceLabel = h('output', {class: 'n'});
  const pace = h('input', {type: 'range', min: 0, max: paces.length - 1, step: 1, value: paces.length - 1, 'aria-label': 'Speed', oninput: () => {
    tellPace();
    send({running, pace: paces[pace.value]});
  }});
  function tellPace() {
    const chosen = paces[pace.value];
    paceLabel.textContent = chosen > 1000 ? 'as fast as it goes' : `${chosen} steps/s`;
    pace.setAttribute('aria-valuetext', paceLabel.textContent);
  }

  const average = h('input', {type: 'checkbox', onchange: () => look1()});

  function select(key, options, label) {
    const element = h('select', {'aria-label': label, onchange: () => change({[key]: element.value})},
      options.map(([value, text]) => h('option', {value}, text)));
    return element;
  }
  function range(key, label, values, tell = String) {
    const output = h('output', {class: 'n'});
    const input = h('input', {type: 'range', min: 0, max: values.length - 1, step: 1, 'aria-label': label,
      oninput: () => show(), onchange: () => change({[key]: values[input.value]})});
    function show() {
      output.textContent = tell(values[input.value]);
      input.setAttribute('aria-valuetext', output.textContent);
    }
    return {
      element: h('label', {class: 'field'}, h('span', {}, label, ' ', output), input),
      set(value) {
        let best = 0;
        values.forEach((each, i) => {
          if (Math.abs(Math.log((each + 1e-9) / (value + 1e-9))) < Math.abs(Math.log((values[best] + 1e-9) / (value + 1e-9)))) best = i;
        });
        input.value = best;
        show();
      },
      input,
    };
  }
  const data = h('div', {class: 'toy-choices', role: 'group', 'aria-label': 'Data'}, dataSets.map(([value, text]) =>
    h('button', {type: 'button', 'data-value': value, onclick: () => chooseData(value)}, text)));
  const objective = select('objective', objectives, 'Objective');
  const penalty = select('penalty', penalties, 'Penalty');
  const rates = [1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2];
  const ranges = {
    weight: range('weight', 'Penalty weight', [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10]),
    generatorRate: range('generatorRate', 'Learning rate of the generator', rates, value => value.toExponential(0)),
    discriminatorRate: range('discriminatorRate', 'Learning rate of the discriminator', rates, value => value.toExponential(0)),
    beta1: range('beta1', 'Momentum (Adam β1)', [0, 0.25, 0.5, 0.75, 0.9]),
    latent: range('latent', 'Numbers in a latent (begins anew)', [1, 2, 4, 8, 16, 32]),
    discriminatorSteps: range('discriminatorSteps', 'Discriminator steps for one of the generator', [1, 2, 3, 5]),
  };
  const presetButtons = presets.map(preset => h('button', {type: 'button', onclick: () => choosePreset(preset)}, preset.name));

  fill(place,
    h('h1', {}, 'Toy GAN'),
    h('p', {class: 'soft'}, 'A real GAN over points in the plane, training on this machine as you watch. Orange points are fakes, blue ones are data; the ground shows '
      + 'what the discriminator takes for real. Switch anything while it runs.'),
    !mayChange && h('p', {class: 'warning'}, 'Open the address that duello studio printed: a toy GAN computes on this machine, which needs the token.'),
    h('div', {class: 'toy-presets', role: 'group', 'aria-label': 'Presets'}, presetButtons),
    h('div', {class: 'toy-layout'},
      h('section', {class: 'toy-stage', 'aria-label': 'The toy GAN'},
        h('div', {class: 'toy-frame'}, canvas), drawHint,
        h('div', {class: 'toy-legend'},
          h('span', {}, h('i', {class: 'dot data'}), 'data'), h('span', {}, h('i', {class: 'dot fakes'}), 'fakes'),
          h('span', {class: 'scale'}, scaleName, ' ', low, h('i', {class: 'ramp'}), high)),
        h('div', {class: 'bar toy-transport'}, run, step, reset, h('label', {class: 'toy-pace'}, h('span', {}, 'Speed'), pace, paceLabel)),
        problem),
      h('div', {class: 'toy-side'},
        h('section', {'aria-label': 'How it goes'},
          h('dl', {class: 'toy-facts'},
            h('div', {class: 'c-modes'}, h('dt', {}, 'Modes hit'), modes), h('div', {class: 'c-good'}, h('dt', {}, 'Good samples'), good),
            h('div', {}, h('dt', {}, 'Steps'), steps), h('div', {}, h('dt', {}, 'Steps/s'), speed),
            h('div', {class: 'wide'}, h('dt', {}, 'Losses, D and G'), losses)),
          curve),
        h('section', {'aria-label': 'What to look for'}, h('h2', {}, 'What to look for'), advice),
        h('section', {class: 'toy-settings', 'aria-label': 'Settings'},
          h('h2', {}, 'Settings'),
          data,
          h('div', {class: 'toy-pair'}, h('label', {class: 'field'}, h('span', {}, 'Objective'), objective),
            h('label', {class: 'field'}, h('span', {}, 'Penalty'), penalty)),
          Object.values(ranges).map(each => each.element),
          h('label', {}, average, ' show the moving average of the generator (EMA)')))),
    h('p', {class: 'soft toy-more'}, 'A mode is hit when one of 1,000 fakes lies within three standard deviations of its center, and such fakes are good; on a spiral or a drawing, each '
      + 'short piece of the line counts as a mode. Both networks have four hidden layers of 64 units; a step takes 128 points. The table of '
      + 'all objectives is in the guide, under “Toy problems”.'));

  function showSettings() {
    objective.value = settings.objective;
    penalty.value = settings.penalty;
    for (const [key, each] of Object.entries(ranges)) each.set(settings[key]);
    ranges.weight.input.disabled = settings.penalty === 'none';
    for (const button of data.children) button.setAttribute('aria-pressed', String(button.dataset.value === settings.data));
    presets.forEach((preset, i) => {
      const own = Object.entries({...usual, data: settings.data, ...preset.settings}).every(([key, value]) => settings[key] === value);
      presetButtons[i].setAttribute('aria-pressed', String(own));
    });
    advice.textContent = look;
    drawHint.hidden = settings.data !== 'drawn';
    canvas.classList.toggle('drawable', settings.data === 'drawn');
  }

  const body = () => settings.data === 'drawn' ? {...settings, points: stroke.flat().map(value => Math.round(value * 1000) / 1000)} : settings;

  async function send(what) {
    if (!id) return;
    try {
      await post(`api/toy/${id}`, what);
    } catch (wrong) {
      if (!closed) note(wrong.message, true);
    }
  }

  async function change(changed) {
    if ('latent' in changed && changed.latent !== settings.latent) history = [];
    settings = {...settings, ...changed};
    showSettings();
    if (settings.data === 'drawn' && stroke.length === 0) return;
    await send({settings: body()});
    await look1();
  }

  async function choosePreset(preset) {
    look = preset.look;
    settings = {...usual, data: settings.data, ...preset.settings};
    history = [];
    showSettings();
    if (settings.data === 'drawn' && stroke.length === 0) return;
    await send({settings: body(), reset: true});
    await setRunning(true);
  }

  async function chooseData(name) {
    settings = {...settings, data: name};
    history = [];
    showSettings();
    if (name === 'drawn' && stroke.length === 0) {
      drawing = true;
      await setRunning(false);
      paint();
      return;
    }
    drawing = false;
    await send({settings: body(), reset: true});
    await look1();
  }

  async function setRunning(wanted) {
    running = wanted;
    run.textContent = running ? '❚❚ Pause' : '▶ Start';
    await send({running, pace: paces[pace.value]});
  }

  // Drawing.
  function at(event) {
    const box = canvas.getBoundingClientRect();
    const extent = frame?.extent ?? 3;
    return [((event.clientX - box.left) / box.width * 2 - 1) * extent, (1 - (event.clientY - box.top) / box.height * 2) * extent];
  }
  canvas.addEventListener('pointerdown', event => {
    if (settings.data !== 'drawn') return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = true;
    stroke.push(at(event));
    paint();
  });
  canvas.addEventListener('pointermove', event => {
    if (settings.data !== 'drawn' || !canvas.hasPointerCapture(event.pointerId)) return;
    const [x, y] = at(event);
    const [lastX, lastY] = stroke.at(-1);
    // A quick pointer tells of few places: those between belong to the line.
    const parts = Math.max(1, Math.ceil(Math.hypot(x - lastX, y - lastY) / 0.05));
    for (let i = 1; i <= parts; i++) stroke.push([lastX + (x - lastX) * i / parts, lastY + (y - lastY) * i / parts]);
    if (stroke.length > 4000) stroke.length = 4000;
    paint();
  });
  canvas.addEventListener('pointerup', async () => {
    if (settings.data !== 'drawn' || stroke.length === 0) return;
    drawing = false;
    history = [];
    await send({settings: body()});
    if (!running) await setRunning(true);
  });

  // Painting.
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  const sizes = new ResizeObserver(() => paint());
  function fit(element, ratio) {
    const width = Math.max(1, Math.round(element.clientWidth * devicePixelRatio));
    const height = Math.max(1, Math.round(width * ratio));
    if (element.width !== width || element.height !== height) {
      element.width = width;
      element.height = height;
    }
    return element.getContext('2d');
  }

  function paint() {
    if (closed || canvas.clientWidth === 0) return;
    paintPlane();
    paintCurve();
  }

  function paintPlane() {
    const context = fit(canvas, 1);
    const side = canvas.width;
    const card = rgb('--card');
    context.fillStyle = color('--card');
    context.fillRect(0, 0, side, side);
    const extent = frame?.extent ?? 3;
    const px = v => (v / extent + 1) / 2 * side;
    const py = v => (1 - v / extent) / 2 * side;
    if (frame && !drawing) {
      const values = bytes(frame.map);
      map ??= document.createElement('canvas');
      map.width = map.height = Math.sqrt(values.length);
      const image = new ImageData(map.width, map.height);
      const real = rgb('--s0');
      const fake = rgb('--s1');
      values.forEach((value, i) => {
        const t = value / 255 * 2 - 1;
        const tint = t > 0 ? real : fake;
        const strength = 0.55 * Math.abs(t);
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = card[c] + (tint[c] - card[c]) * strength;
        image.data[4 * i + 3] = 255;
      });
      map.getContext('2d').putImageData(image, 0, 0);
      context.imageSmoothingEnabled = true;
      context.drawImage(map, 0, 0, side, side);
    }
    const dots = (values, radius, stroke, inside) => {
      context.lineWidth = devicePixelRatio;
      context.strokeStyle = stroke;
      context.fillStyle = inside;
      for (let i = 0; i < values.length; i += 2) {
        context.beginPath();
        context.arc(px(values[i]), py(values[i + 1]), radius * devicePixelRatio, 0, 2 * Math.PI);
        context.fill();
        context.stroke();
      }
    };
    if (drawing) dots(stroke.flat(), 3, color('--s0'), color('--s0'));
    else if (frame) {
      dots(floats(frame.reals), 3.4, color('--card'), color('--s0'));
      dots(floats(frame.fakes), 2.1, color('--card'), color('--s1'));
    }
    const told = settings.data === 'drawn' && stroke.length === 0 ? 'Draw here' : !frame && id ? 'Starting…' : '';
    if (told) {
      context.fillStyle = color('--soft');
      context.font = `${16 * devicePixelRatio}px system-ui, sans-serif`;
      context.textAlign = 'center';
      context.fillText(told, side / 2, side / 2);
    }
  }

  function paintCurve() {
    const context = fit(curve, 0.34);
    const {width, height} = curve;
    const r = devicePixelRatio;
    context.clearRect(0, 0, width, height);
    const left = 40 * r;
    const bottom = height - 16 * r;
    const top = 6 * r;
    context.font = `${11 * r}px system-ui, sans-serif`;
    context.fillStyle = color('--soft');
    context.strokeStyle = color('--line');
    context.lineWidth = r;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const share of [0, 0.5, 1]) {
      const y = bottom - share * (bottom - top);
      context.beginPath();
      context.moveTo(left, y);
      context.lineTo(width, y);
      context.stroke();
      context.fillText(`${100 * share} %`, left - 4 * r, y);
    }
    if (history.length < 2) return;
    const last = Math.max(1, history.at(-1).steps);
    context.textBaseline = 'alphabetic';
    context.fillText(`${last.toLocaleString('en')} steps`, width - 2 * r, height - 3 * r);
    const line = (key, style, dash) => {
      context.beginPath();
      history.forEach((point, i) => {
        const x = left + point.steps / last * (width - left - 2 * r);
        const y = bottom - point[key] * (bottom - top);
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      });
      context.strokeStyle = style;
      context.lineWidth = 2 * r;
      context.setLineDash(dash.map(d => d * r));
      context.stroke();
      context.setLineDash([]);
    };
    line('good', color('--s2'), [5, 3]);
    line('modes', color('--s3'), []);
  }

  function tell(state) {
    frame = state.frame;
    modes.textContent = `${frame.modes} of ${frame.ofModes}`;
    good.textContent = `${Math.round(100 * frame.good)} %`;
    steps.textContent = frame.steps.toLocaleString('en');
    speed.textContent = state.running && state.speed > 0 ? Math.round(state.speed).toLocaleString('en') : '–';
    speed.dataset.speed = Math.round(state.speed);
    const d = frame.losses['discriminator-loss'];
    const g = frame.losses['generator-loss'];
    losses.textContent = d === undefined ? '–' : `${d.toFixed(2)}, ${g === undefined ? '–' : g.toFixed(2)}`;
    scaleName.textContent = frame.probability ? 'D(x)' : 'logit';
    low.textContent = frame.probability ? '0' : frame.low.toFixed(1);
    high.textContent = frame.probability ? '1' : frame.high.toFixed(1);
    problem.hidden = frame.finite;
    if (frame.steps < (history.at(-1)?.steps ?? 0)) history = [];
    if (frame.steps !== history.at(-1)?.steps) {
      history.push({steps: frame.steps, modes: frame.modes / frame.ofModes, good: frame.good});
      // Half of the points tell as much of a long time.
      if (history.length > KEPT) history = history.filter((_, i) => i % 2 === 0);
    }
    canvas.setAttribute('aria-label', `After ${frame.steps} steps the fakes hit ${frame.modes} of ${frame.ofModes} modes; ${good.textContent} of them are good`);
    paint();
  }

  async function look1() {
    if (!id || closed) return;
    tell(await get(`api/toy/${id}?average=${average.checked}`));
  }

  async function loop() {
    while (!closed) {
      const began = performance.now();
      if (!document.hidden && !drawing) {
        try {
          await look1();
        } catch (wrong) {
          if (closed) return;
          // A tab that was hidden for long finds its training closed: another begins.
          if (!await open()) {
            note(wrong.message, true);
            return;
          }
        }
      }
      const pause = running && !document.hidden ? FRAME_MILLISECONDS : RESTING_MILLISECONDS;
      await new Promise(done => setTimeout(done, Math.max(5, pause - (performance.now() - began))));
    }
  }

  async function open() {
    try {
      id = (await post('api/toy', body())).id;
      paint();
      history = [];
      await setRunning(running);
      return true;
    } catch (wrong) {
      if (!closed) note(wrong.message, true);
      return false;
    }
  }

  function leave() {
    if (id) post(`api/toy/${id}/close`).catch(() => {});
    id = null;
  }

  showSettings();
  tellPace();
  sizes.observe(canvas);
  scheme.addEventListener('change', paint);
  addEventListener('pagehide', leave);
  for (const control of [run, step, reset, ...presetButtons]) control.disabled = !mayChange;
  if (mayChange) {
    running = true;
    open().then(opened => opened && loop());
  }
  return () => {
    closed = true;
    leave();
    sizes.disconnect();
    scheme.removeEventListener('change', paint);
    removeEventListener('pagehide', leave);
  };
}
