// Curves: uPlot with this page's colors, marks on the time axis, and bands between the lowest and the highest.

import uPlot from './uplot.js';
import {h, tip} from './dom.js';
import {number, tick} from './words.js';

const dashes = [[], [8, 4], [2, 4], [10, 4, 2, 4]];
const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const HEIGHT = 190;
/** Values of one chart that differ by more than this factor are shown on a logarithmic axis, unless somebody chose. */
const WIDE = 30;
/** Up to so many points are drawn as dots: a line through one or two of them says little. */
const FEW = 24;

/** Charts over the same x: what is done to one of them, zooming, pointing, smoothing, is done to all. */
export class ChartGroup {
  /** onpick(x) a click into a curve; onzoom(range) the range of x that is looked at, or null for the whole. */
  constructor({onpick = null, onzoom = null} = {}) {
    this.charts = [];
    this.range = null;
    this.smoothing = 0;
    this.position = null;
    this.marks = [];
    this.onpick = onpick;
    this.onzoom = onzoom;
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.recolor = () => this.charts.forEach(chart => chart.rebuild());
    this.scheme.addEventListener('change', this.recolor);
    this.smoother = h('input', {type: 'range', min: 0, max: 0.99, step: 0.01, value: 0, 'aria-label': 'Smoothing', 'aria-valuetext': 'off',
      oninput: () => this.smooth(Number(this.smoother.value))});
    this.smootherValue = h('output', {class: 'n'}, 'off');
    this.whole = h('button', {type: 'button', disabled: true, onclick: () => this.zoom(null)}, 'Reset zoom');
    this.controls = h('div', {class: 'chart-controls'}, h('label', {}, 'Smoothing ', this.smoother), this.smootherValue,
      tip('Smoothing', 'An exponential moving average of each curve, as in TensorBoard. The curve itself remains visible as a thin line.'), this.whole);
  }

  add(options) {
    const chart = new Chart(this, options);
    this.charts.push(chart);
    return chart;
  }

  clear() {
    this.charts.forEach(chart => chart.close());
    this.charts = [];
  }

  close() {
    this.clear();
    this.scheme.removeEventListener('change', this.recolor);
  }

  /** The x that is shown: the part that is zoomed into, or from 0 to the end of the longest curve. */
  extent() {
    const last = Math.max(...this.charts.map(chart => chart.data?.[0].at(-1) ?? 0));
    return this.range ?? [0, last > 0 ? last : 1];
  }

  zoom(range) {
    this.range = range && [Math.max(0, range[0]), range[1]];
    this.whole.disabled = range === null;
    this.showExtent();
    this.onzoom?.(this.range);
  }

  showExtent() {
    this.charts.forEach(chart => chart.showExtent());
  }

  smooth(weight) {
    this.smoothing = weight;
    const text = weight === 0 ? 'off' : weight.toFixed(2);
    this.smootherValue.textContent = text;
    this.smoother.setAttribute('aria-valuetext', text);
    this.charts.forEach(chart => chart.refresh());
  }

  /** Shows the values at an x in all charts, or with null the newest. */
  point(x, from = null) {
    this.charts.forEach(chart => chart.point(x, chart === from));
  }

  /** Where the time slider stands. */
  setPosition(x) {
    this.position = x;
    this.charts.forEach(chart => chart.plot?.redraw(false));
  }

  /** marks: [x] are drawn through all charts; they warn. */
  setMarks(marks) {
    this.marks = marks;
    this.charts.forEach(chart => chart.plot?.redraw(false));
  }
}

/**
 * A chart that fills the width of its place.
 *
 * log: whether the y axis is logarithmic, or null to decide by the values.
 * lines: [{label, color: 0 to 7, band}]; with band a line has its lowest and highest beside it.
 * set(x, values) takes one array a line, or {mean, low, high} where it has a band.
 */
class Chart {
  constructor(group, {title, about = null, xLabel, lines, range = null, points = false, log = null}) {
    this.group = group;
    this.title = title;
    this.lines = lines;
    this.options = {xLabel, range, points};
    this.data = null;
    this.log = log;
    this.logButton = h('button', {type: 'button', class: 'log', 'aria-pressed': 'false', 'aria-label': `Logarithmic axis of ${title}`, hidden: range !== null,
      onclick: () => {
        this.log = !this.isLog();
        this.rebuild();
      }}, 'log');
    this.place = h('div', {class: 'plot', tabindex: 0, role: 'slider', 'aria-label': title, 'aria-valuemin': 0, 'aria-valuemax': 0, 'aria-valuenow': 0,
      onkeydown: event => this.key(event), onblur: event => this.left(event)});
    this.values = lines.map(line => h('b', {}, '–'));
    this.at = h('span', {class: 'at'});
    this.element = h('figure', {class: 'chart'},
      h('figcaption', {}, h('span', {class: 'name'}, title), about && tip(title, about), this.logButton),
      this.place,
      h('div', {class: 'chart-key'}, lines.map((line, i) => h('span', {},
        h('i', {class: `line c${line.color % 8} d${line.color % 4}`}), line.label, ' ', this.values[i])), this.at));
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.place);
  }

  set(x, values) {
    if (x.length === 0) return;
    this.raw = {x, values};
    this.refresh();
  }

  /** Anew from what was set: smoothed, or with another axis, where that changed. */
  refresh() {
    if (!this.raw) return;
    const log = this.isLog();
    const {x, values} = this.raw;
    const shown = log ? list => list.map(v => v > 0 ? v : null) : list => list;
    this.data = [x];
    this.lines.forEach((line, i) => {
      const value = values[i];
      const mean = shown(line.band ? value.mean : value);
      const smooth = this.group.smoothing > 0 && !this.options.points;
      this.data.push(smooth ? averaged(mean, this.group.smoothing) : mean, smooth ? mean : mean.map(() => null));
      if (line.band) this.data.push(shown(value.high), shown(value.low));
    });
    if (this.plot && this.drawnLog === log) {
      this.plot.setData(this.data, false);
      this.group.showExtent();
    } else {
      this.rebuild();
    }
  }

  /** Whether the y axis is logarithmic: as was chosen, or where the values are of very different sizes. */
  isLog() {
    if (!this.raw || this.options.range) return false;
    let low = Infinity;
    let high = -Infinity;
    this.lines.forEach((line, i) => {
      for (const value of line.band ? this.raw.values[i].mean : this.raw.values[i]) {
        if (value === null) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    });
    this.logButton.disabled = !(low > 0);
    return low > 0 && (this.log ?? high > WIDE * low);
  }

  rebuild() {
    this.plot?.destroy();
    this.plot = null;
    if (this.data) this.build();
  }

  resize() {
    const width = this.place.clientWidth;
    if (width === 0) return;
    if (!this.plot) {
      if (this.data) this.build();
    } else if (width !== this.plot.width) {
      this.plot.setSize({width, height: HEIGHT});
    }
  }

  build() {
    const width = this.place.clientWidth;
    if (width === 0) return;
    const log = this.drawnLog = this.isLog();
    this.logButton.setAttribute('aria-pressed', String(log));
    const grid = {stroke: color('--line'), width: 1};
    const axis = {stroke: color('--soft'), grid, ticks: {...grid, size: 4}, font: '12px system-ui, sans-serif'};
    const series = [{}];
    const bands = [];
    for (const line of this.lines) {
      const stroke = color('--s' + line.color % 8);
      const hidden = {stroke: 'transparent', width: 0, points: {show: false}, spanGaps: true};
      series.push({
        stroke,
        width: 2,
        dash: dashes[line.color % dashes.length],
        spanGaps: true,
        points: {show: (plot, i, first, last) => this.options.points || last - first < FEW, size: 6, fill: stroke},
      }, {...hidden, stroke: stroke + '66', width: 1});
      if (line.band) {
        bands.push({series: [series.length, series.length + 1], fill: stroke + '33'});
        series.push(hidden, hidden);
      }
    }
    this.plot = new uPlot({
      width,
      height: HEIGHT,
      series,
      bands,
      padding: [10, 12, 0, 0],
      scales: {x: {time: false}, y: this.options.range ? {range: this.options.range} : log ? {distr: 3, range: (_, low, high) => low === null ? [1, 10] : [low / 1.2, high * 1.2]} : {}},
      axes: [{...axis, label: this.options.xLabel, labelSize: 16, labelFont: axis.font, size: 34, space: 60, values: (_, ticks) => ticks.map(tick)},
        {...axis, size: (plot, labels) => room(plot, labels), values: (_, ticks) => ticks.map(tick), ...log && {splits: (_, i, low, high) => decades(low, high), filter: (_, ticks) => ticks}}],
      cursor: {drag: {x: true, y: false, setScale: false}, points: {size: 7}},
      legend: {show: false},
      hooks: {
        draw: [plot => this.drawMarks(plot)],
        setSelect: [plot => {
          const {left, width: selected} = plot.select;
          if (selected > 3) this.group.zoom([plot.posToVal(left, 'x'), plot.posToVal(left + selected, 'x')]);
          plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
        }],
        setCursor: [plot => {
          // Those that follow another's pointer do not pass it on.
          if (this.following) return;
          this.group.point(plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, 'x') : null, this);
        }],
      },
    }, this.data, this.place);
    this.listen(this.plot.over);
    this.showExtent();
    this.tell(null);
  }

  showExtent() {
    if (!this.plot) return;
    const [min, max] = this.group.extent();
    this.plot.setScale('x', {min, max});
    if (!(this.plot.cursor.left >= 0)) this.tell(null);
    else this.tell(this.plot.posToVal(this.plot.cursor.left, 'x'));
  }

  listen(over) {
    // uPlot neither tells a click from the end of a drag, nor one click from the first of two.
    let downAt = null;
    let clicked = null;
    over.addEventListener('mousedown', event => { downAt = event.clientX; });
    over.addEventListener('click', event => {
      if (!this.group.onpick || downAt === null || Math.abs(event.clientX - downAt) > 3) return;
      const x = this.plot.posToVal(event.clientX - over.getBoundingClientRect().left, 'x');
      clearTimeout(clicked);
      if (event.detail === 1) clicked = setTimeout(() => this.group.onpick(x), 250);
    });
    over.addEventListener('dblclick', event => {
      event.stopImmediatePropagation();
      clearTimeout(clicked);
      this.group.zoom(null);
    }, true);
    this.listenToFingers(over);
  }

  /** One finger along the axis chooses a part, two pinch; up and down scrolls the page as ever. */
  listenToFingers(over) {
    const fingers = new Map();
    let start = null;
    const at = event => event.clientX - over.getBoundingClientRect().left;
    over.addEventListener('pointerdown', event => {
      if (event.pointerType !== 'touch') return;
      fingers.set(event.pointerId, at(event));
      over.setPointerCapture(event.pointerId);
      const [min, max] = this.group.extent();
      start = {places: [...fingers.values()], min, max};
    });
    over.addEventListener('pointermove', event => {
      if (!fingers.has(event.pointerId)) return;
      fingers.set(event.pointerId, at(event));
      const places = [...fingers.values()];
      const wide = over.clientWidth;
      if (places.length === 1) {
        const [from, to] = [start.places[0], places[0]].sort((a, b) => a - b).map(x => Math.max(0, Math.min(wide, x)));
        this.plot.setSelect({left: from, top: 0, width: to - from, height: over.clientHeight}, false);
      } else if (start.places.length === 2) {
        this.plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
        const [a, b] = start.places.map(x => start.min + x / wide * (start.max - start.min));
        const [p, q] = places;
        if (Math.abs(p - q) < 20 || a === b) return;
        // So that what was under the fingers stays under them.
        const scale = (b - a) / (q - p);
        const min = Math.max(0, a - p * scale);
        this.group.zoom([min, min + wide * scale]);
      }
    });
    const end = event => {
      if (!fingers.delete(event.pointerId) || fingers.size > 0 || start.places.length !== 1) return;
      const {left, width} = this.plot.select;
      if (event.type === 'pointerup' && width > 12) this.group.zoom([this.plot.posToVal(left, 'x'), this.plot.posToVal(left + width, 'x')]);
      this.plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
    };
    over.addEventListener('pointerup', end);
    over.addEventListener('pointercancel', end);
  }

  key(event) {
    if (!this.plot || event.ctrlKey || event.metaKey || event.altKey) return;
    const x = this.data[0];
    const [min, max] = this.group.extent();
    const shown = x.filter(value => value >= min && value <= max);
    const now = this.pointed ?? shown.at(-1) ?? max;
    const near = shown.findIndex(value => value >= now);
    const step = event.shiftKey ? 10 : 1;
    const to = index => this.group.point(shown[Math.max(0, Math.min(shown.length - 1, index))] ?? null);
    const zoom = factor => {
      const width = (max - min) * factor;
      const from = Math.max(0, Math.min(now - width / 2, max));
      this.group.zoom([from, from + width]);
      this.group.point(now);
    };
    const actions = {
      ArrowLeft: () => to((near < 0 ? shown.length : near) - step),
      ArrowRight: () => to((near < 0 ? shown.length - 1 : near) + step),
      Home: () => to(0),
      End: () => to(shown.length - 1),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      Escape: () => {
        this.group.zoom(null);
        this.group.point(null);
      },
      Enter: () => this.group.onpick?.(now),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  /** The pointer of the keyboard goes with the focus, unless that goes to a chart that is pressed on and points itself. */
  left(event) {
    if (!event.relatedTarget?.classList.contains('plot')) this.group.point(null);
  }

  /** Points at the value nearest to an x; own says that the pointer is there anyway. */
  point(x, own) {
    this.pointed = x;
    if (!this.plot) return;
    if (!own) {
      this.following = true;
      this.plot.setCursor(x === null ? {left: -10, top: -10} : {left: this.plot.valToPos(x, 'x'), top: 0});
      this.following = false;
    }
    this.tell(x);
  }

  /** Below the curves stand the numbers of the time pointed at, while nobody points at one, the newest. */
  tell(x) {
    const xs = this.data[0];
    let near = xs.length - 1;
    if (x !== null) {
      near = xs.findIndex(value => value >= x);
      if (near < 0) near = xs.length - 1;
      else if (near > 0 && x - xs[near - 1] < xs[near] - x) near--;
    }
    let column = 1;
    const words = this.lines.map((line, i) => {
      const values = this.data[column];
      column += line.band ? 4 : 2;
      // A curve that is told less often than others on its chart has its last value there.
      let at = near;
      while (at > 0 && values[at] === null) at--;
      const text = number(values[at]);
      this.values[i].textContent = text;
      return `${line.label} ${text}`;
    });
    this.at.textContent = `${x === null ? 'latest, ' : ''}${tick(xs[near])} ${this.options.xLabel}`;
    this.place.setAttribute('aria-valuemax', xs.at(-1));
    this.place.setAttribute('aria-valuenow', xs[near]);
    this.place.setAttribute('aria-valuetext', `${tick(xs[near])} ${this.options.xLabel}: ${words.join(', ')}`);
  }

  drawMarks(plot) {
    const {ctx, bbox} = plot;
    const ratio = devicePixelRatio;
    const line = (x, style, dash, mark) => {
      const at = Math.round(plot.valToPos(x, 'x', true));
      if (at < bbox.left || at > bbox.left + bbox.width) return;
      ctx.strokeStyle = style;
      ctx.fillStyle = style;
      ctx.lineWidth = 1.5 * ratio;
      ctx.setLineDash(dash.map(d => d * ratio));
      ctx.beginPath();
      ctx.moveTo(at, bbox.top);
      ctx.lineTo(at, bbox.top + bbox.height);
      ctx.stroke();
      if (mark) {
        ctx.setLineDash([]);
        ctx.beginPath();
        ctx.moveTo(at - 6 * ratio, bbox.top);
        ctx.lineTo(at + 6 * ratio, bbox.top);
        ctx.lineTo(at, bbox.top + 9 * ratio);
        ctx.fill();
      }
    };
    ctx.save();
    for (const mark of this.group.marks) line(mark, color('--alert'), [], true);
    if (this.group.position !== null) line(this.group.position, color('--ink'), [3, 3], false);
    ctx.restore();
  }

  close() {
    this.resizing.disconnect();
    this.plot?.destroy();
  }
}

/** Exponentially weighted, without the pull of a first value: what is early is divided by the weight that it has. */
export function averaged(values, weight) {
  let sum = 0;
  let total = 0;
  return values.map(value => {
    if (value === null) return null;
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}

/** As wide as the longest label. */
function room(plot, labels) {
  const longest = (labels ?? []).reduce((a, b) => b.length > a.length ? b : a, '');
  plot.ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  return Math.max(34, Math.ceil(plot.ctx.measureText(longest).width / devicePixelRatio) + 16);
}

/** Where lines stand on a logarithmic axis: at powers of ten, and between them as far as there is room. */
function decades(low, high) {
  const span = Math.log10(high / low);
  const between = span > 4 ? [1] : span > 1.2 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
    for (const factor of between) {
      const value = Number((factor * 10 ** exponent).toPrecision(3));
      if (value >= low && value <= high) ticks.push(value);
    }
  }
  return ticks;
}
