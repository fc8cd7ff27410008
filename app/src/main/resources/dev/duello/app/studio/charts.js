// Curves: uPlot with this page's colours, marks on the time axis, and bands between the lowest and the highest.

import uPlot from './uplot.js';
import {h} from './dom.js';
import {number} from './words.js';

const dashes = [[], [8, 4], [2, 4], [10, 4, 2, 4]];
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart that fills the width of its place.
 *
 * lines: [{label, colour: 0 to 7, band}]; with band a line has its lowest and highest beside it.
 * set(x, values) takes one array a line, or {mean, low, high} where it has a band.
 * onzoom(range) tells the range of x that is looked at, or null for the whole.
 */
export class Chart {
  constructor({title, xLabel, lines, range, points = false, sync, onpick, onzoom}) {
    this.lines = lines;
    this.options = {title, xLabel, range, points, sync, onpick, onzoom};
    this.marks = [];
    this.position = null;
    this.data = null;
    this.place = h('div', {class: 'plot'});
    this.element = h('figure', {class: 'chart', role: 'group', 'aria-label': title},
      h('figcaption', {}, title), this.place);
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(this.place);
    this.scheme = matchMedia('(prefers-color-scheme: dark)');
    this.recolour = () => this.rebuild();
    this.scheme.addEventListener('change', this.recolour);
  }

  set(x, values) {
    if (x.length === 0) return;
    const data = [x];
    this.lines.forEach((line, i) => {
      const value = values[i];
      if (line.band) data.push(value.mean, value.high, value.low);
      else data.push(value);
    });
    this.data = data;
    if (this.plot) {
      const {min, max} = this.plot.scales.x;
      const zoomed = this.shown && (min > this.shown[0] || max < this.shown[1]);
      this.plot.setData(data, !zoomed);
      if (zoomed) this.plot.setScale('x', {min, max});
      else this.shown = [this.plot.scales.x.min, this.plot.scales.x.max];
      this.tellNow();
    } else {
      this.build();
    }
  }

  /** marks: [{x, label}] are drawn through the chart; they warn. */
  setMarks(marks) {
    this.marks = marks;
    this.plot?.redraw(false);
  }

  /** Where the time slider stands. */
  setPosition(x) {
    this.position = x;
    this.plot?.redraw(false);
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
      this.plot.setSize({width, height: this.plot.height});
    }
  }

  build() {
    const width = this.place.clientWidth;
    if (width === 0) return;
    const grid = {stroke: colour('--line'), width: 1};
    const axis = {stroke: colour('--soft'), grid, ticks: {...grid, size: 4}, font: '12px system-ui, sans-serif'};
    const series = [{label: this.options.xLabel, value: (_, v) => v === null ? '–' : number(v)}];
    const bands = [];
    for (const line of this.lines) {
      const stroke = colour('--s' + line.colour % 8);
      series.push({
        label: line.label,
        stroke,
        width: 2,
        dash: dashes[line.colour % dashes.length],
        spanGaps: true,
        points: {show: this.options.points, size: 6, fill: stroke},
        value: (_, v) => number(v),
      });
      if (line.band) {
        const hidden = {stroke: 'transparent', width: 0, points: {show: false}, spanGaps: true, class: 'hidden'};
        bands.push({series: [series.length, series.length + 1], fill: stroke + '33'});
        series.push({...hidden, label: ''}, {...hidden, label: ''});
      }
    }
    const {range, sync, onpick, xLabel} = this.options;
    this.plot = new uPlot({
      width,
      height: 210,
      series,
      bands,
      scales: {x: {time: false}, y: range ? {range} : {}},
      axes: [{...axis, label: xLabel, labelSize: 16, labelFont: '12px system-ui, sans-serif', size: 34, space: 60},
        {...axis, size: 58, values: (_, ticks) => ticks.map(tick => number(tick).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''))}],
      cursor: {sync: sync ? {key: sync, setSeries: false} : undefined, drag: {x: true, y: false}, points: {size: 7}},
      legend: {live: true},
      hooks: {
        draw: [plot => this.drawMarks(plot)],
        setScale: [(plot, scale) => {
          if (scale === 'x') this.tellZoom(plot.scales.x);
        }],
        ready: [plot => {
          // uPlot does not tell a click from the end of a drag.
          let downAt = null;
          plot.over.addEventListener('mousedown', event => { downAt = event.clientX; });
          plot.over.addEventListener('click', event => {
            if (onpick && downAt !== null && Math.abs(event.clientX - downAt) < 4) {
              onpick(plot.posToVal(plot.cursor.left, 'x'));
            }
          });
        }],
      },
    }, this.data, this.place);
    this.shown = [this.plot.scales.x.min, this.plot.scales.x.max];
    this.plot.over.addEventListener('mouseleave', () => this.tellNow());
    this.tellNow();
  }

  /** Below the curves stand the numbers of the time pointed at, while nobody points at one, the newest. */
  tellNow() {
    // After uPlot has drawn, which it puts off itself.
    requestAnimationFrame(() => {
      if (!this.plot) return;
      const {left, top} = this.plot.cursor;
      if (left >= 0) this.plot.setCursor({left, top});
      else this.plot.setLegend({idx: this.data[0].length - 1});
    });
  }

  tellZoom({min, max}) {
    const x = this.data[0];
    this.options.onzoom?.(min > x[0] || max < x.at(-1) ? [min, max] : null);
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
    for (const mark of this.marks) line(mark.x, colour('--alert'), [], true);
    if (this.position !== null) line(this.position, colour('--ink'), [3, 3], false);
    ctx.restore();
  }

  close() {
    this.resizing.disconnect();
    this.scheme.removeEventListener('change', this.recolour);
    this.plot?.destroy();
  }
}
