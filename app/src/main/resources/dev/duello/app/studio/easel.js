// A picture that can be painted on, pixel by pixel, with the pointer or the keyboard.

import {h} from './dom.js';

/** Checks behind transparent places are the page's; the canvas itself is as large as the source. */
export class Easel {
  /** @param onpaint the picture changed */
  constructor(onpaint) {
    this.onpaint = onpaint;
    this.canvas = h('canvas', {class: 'easel-picture', 'aria-hidden': 'true'});
    this.ring = h('div', {class: 'easel-ring', hidden: true, 'aria-hidden': 'true'});
    this.element = h('div', {class: 'easel', tabindex: 0, role: 'application', 'aria-roledescription': 'picture to paint on',
      'aria-label': 'The source: arrow keys move the brush, the space bar paints'}, this.canvas, this.ring);
    this.radius = 4;
    /** null makes holes; [r, g, b] paints. */
    this.color = null;
    this.at = null;
    this.clean = null;
    let last = null;
    this.element.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      event.preventDefault();
      this.element.focus({preventScroll: true});
      this.element.setPointerCapture(event.pointerId);
      last = this.place(event);
      this.stroke(last, last);
    });
    this.element.addEventListener('pointermove', event => {
      const place = this.place(event);
      this.show(place);
      if (last) this.stroke(last, place);
      last = last && place;
    });
    for (const type of ['pointerup', 'pointercancel']) this.element.addEventListener(type, () => { last = null; });
    this.element.addEventListener('pointerleave', () => { if (!last) this.ring.hidden = document.activeElement !== this.element; });
    this.element.addEventListener('blur', () => { this.ring.hidden = true; });
    this.element.addEventListener('keydown', event => this.key(event));
  }

  get context() {
    return this.canvas.getContext('2d', {willReadFrequently: true});
  }

  /** Takes what draw(context) draws as the picture without holes. */
  take(width, height, draw) {
    this.canvas.width = width;
    this.canvas.height = height;
    this.element.style.aspectRatio = `${width} / ${height}`;
    draw(this.context);
    this.clean = this.context.getImageData(0, 0, width, height);
    this.at = [width / 2, height / 2];
  }

  /** Everything painted is gone. */
  reset() {
    if (this.clean) this.context.putImageData(this.clean, 0, 0);
    this.onpaint();
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * this.canvas.width, (event.clientY - box.top) / box.height * this.canvas.height];
  }

  show([x, y]) {
    this.at = [Math.min(this.canvas.width, Math.max(0, x)), Math.min(this.canvas.height, Math.max(0, y))];
    const unit = 100 / this.canvas.width;
    Object.assign(this.ring.style, {width: `${2 * this.radius * unit}%`, left: `${this.at[0] * unit}%`, top: `${this.at[1] / this.canvas.height * 100}%`});
    this.ring.hidden = false;
  }

  /** Discs with hard edges along a line: a place is a hole, or it is not. */
  stroke([x0, y0], [x1, y1]) {
    if (!this.clean) return;
    const {width, height} = this.canvas;
    const image = this.context.getImageData(0, 0, width, height);
    const steps = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(1, this.radius / 2)));
    for (let i = 0; i <= steps; i++) {
      const cx = x0 + (x1 - x0) * i / steps;
      const cy = y0 + (y1 - y0) * i / steps;
      for (let y = Math.max(0, Math.floor(cy - this.radius)); y <= Math.min(height - 1, cy + this.radius); y++) {
        for (let x = Math.max(0, Math.floor(cx - this.radius)); x <= Math.min(width - 1, cx + this.radius); x++) {
          if (Math.hypot(x + 0.5 - cx, y + 0.5 - cy) <= this.radius) image.data.set(this.color ? [...this.color, 255] : [0, 0, 0, 0], 4 * (y * width + x));
        }
      }
    }
    this.context.putImageData(image, 0, 0);
    this.onpaint();
  }

  key(event) {
    const step = event.shiftKey ? 8 : 2;
    const move = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]}[event.key];
    if (!this.at || !move && event.key !== ' ') return;
    event.preventDefault();
    if (move) this.show([this.at[0] + move[0], this.at[1] + move[1]]);
    else this.stroke(this.at, this.at);
  }

  /** The picture as a PNG file, holes transparent. */
  png() {
    return new Promise(resolve => this.canvas.toBlob(resolve, 'image/png'));
  }
}
