// A shape of cubes that turns: with the pointer, a finger or the arrow keys. Seen without perspective, as the pictures of shapes are.

import {h} from './dom.js';
import {bytes} from './pixels.js';

/** From where the pictures look, too: radians. */
const USUAL = {turn: Math.PI / 6, tilt: 28 * Math.PI / 180};
const STEP = Math.PI / 24;
/** Radians for each pixel that the pointer is dragged. */
const DRAG = 0.01;
/** The corners of the cube fit however it is turned. */
const EXTENT = Math.sqrt(3);
const WHITE = [236, 238, 242];
const AMBIENT = 0.42;

/** The faces of cells that no other cell covers, for one direction along an axis; axes are right, back and up. */
function faces({side, channels}, stored) {
  const size = side * side * side;
  const colored = channels === 4;
  const full = new Uint8Array(size);
  for (let i = 0; i < size; i++) full[i] = colored ? Number(stored[4 * i + 3] > 0) : stored[i >> 3] >> (i & 7) & 1;
  const steps = [1, side, side * side];
  const found = [];
  let index = 0;
  for (let up = 0; up < side; up++) {
    for (let back = 0; back < side; back++) {
      for (let right = 0; right < side; right++, index++) {
        if (!full[index]) continue;
        const cell = [right, back, up];
        let open = 0;
        for (let axis = 0; axis < 3; axis++) {
          if (cell[axis] === 0 || !full[index - steps[axis]]) open |= 1 << 2 * axis;
          if (cell[axis] === side - 1 || !full[index + steps[axis]]) open |= 2 << 2 * axis;
        }
        if (open) found.push({cell, open, color: colored ? [stored[4 * index], stored[4 * index + 1], stored[4 * index + 2]] : WHITE});
      }
    }
  }
  return found;
}

export class ShapeView {
  constructor(label) {
    this.view = {...USUAL};
    this.shape = null;
    this.cells = [];
    this.asked = false;
    this.drag = null;
    this.canvas = h('canvas', {class: 'shape', width: 480, height: 480, tabindex: 0, role: 'img', 'aria-label': `${label}; arrow keys turn it, Home brings it back`,
      onkeydown: event => this.key(event),
      onpointerdown: event => this.grasp(event),
      onpointermove: event => this.pull(event),
      onpointerup: () => { this.drag = null; },
      onpointercancel: () => { this.drag = null; },
      ondblclick: () => this.turnTo(USUAL.turn, USUAL.tilt)});
    this.element = h('div', {class: 'shape-view'}, this.canvas, h('p', {class: 'soft'}, 'Drag to turn, or use the arrow keys.'));
  }

  /** shape: {side, channels, cells}, the cells in their stored form as base64; stays as it is turned. */
  show(shape) {
    this.shape = shape;
    this.cells = faces(shape, bytes(shape.cells));
    this.canvas.dataset.cells = this.cells.length;
    this.draw();
  }

  turnTo(turn, tilt) {
    this.view = {turn, tilt: Math.max(-Math.PI / 2, Math.min(Math.PI / 2, tilt))};
    this.canvas.dataset.turn = this.view.turn.toFixed(3);
    if (this.asked) return;
    this.asked = true;
    requestAnimationFrame(() => {
      this.asked = false;
      this.draw();
    });
  }

  key(event) {
    const {turn, tilt} = this.view;
    const to = {ArrowLeft: [turn + STEP, tilt], ArrowRight: [turn - STEP, tilt], ArrowUp: [turn, tilt - STEP], ArrowDown: [turn, tilt + STEP],
      Home: [USUAL.turn, USUAL.tilt]}[event.key];
    if (!to) return;
    event.preventDefault();
    this.turnTo(...to);
  }

  grasp(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.drag = {x: event.clientX, y: event.clientY, ...this.view};
  }

  pull(event) {
    if (!this.drag) return;
    this.turnTo(this.drag.turn - DRAG * (event.clientX - this.drag.x), this.drag.tilt + DRAG * (event.clientY - this.drag.y));
  }

  /** Cells from the farthest to the nearest, of each at most the three faces that look this way. */
  draw() {
    const context = this.canvas.getContext('2d');
    const {width, height} = this.canvas;
    context.clearRect(0, 0, width, height);
    if (!this.shape) return;
    const {side} = this.shape;
    const {turn, tilt} = this.view;
    const [sin, cos, high, flat] = [Math.sin(turn), Math.cos(turn), Math.sin(tilt), Math.cos(tilt)];
    // What the eye looks along, and what is right and up for it; axes are right, back and up.
    const forward = [-sin * flat, cos * flat, -high];
    const scale = Math.min(width, height) / (EXTENT * side);
    const across = [cos * scale, sin * scale, 0];
    const down = [sin * high * scale, -cos * high * scale, -flat * scale];
    const light = [0, 1, 2].map(axis => -0.6 * forward[axis] - 0.45 * across[axis] / scale + (axis === 2 ? 0.75 : 0));
    const length = Math.hypot(...light);
    const shown = [0, 1, 2].filter(axis => Math.abs(forward[axis]) > 1e-6).map(axis => {
      const towards = forward[axis] < 0 ? 1 : -1;
      const [first, second] = [0, 1, 2].filter(other => other !== axis);
      return {axis, bit: (towards > 0 ? 2 : 1) << 2 * axis, at: towards > 0 ? 1 : 0, first, second,
        shade: AMBIENT + (1 - AMBIENT) * Math.max(0, towards * light[axis] / length)};
    });
    const start = [width / 2 - side / 2 * (across[0] + across[1] + across[2]), height / 2 - side / 2 * (down[0] + down[1] + down[2])];
    context.lineJoin = 'round';
    context.lineWidth = 0.7;
    for (const {cell, open, color} of this.ordered(forward)) {
      for (const {axis, bit, at, first, second, shade} of shown) {
        if (!(open & bit)) continue;
        let x = start[0];
        let y = start[1];
        for (let k = 0; k < 3; k++) {
          const place = cell[k] + (k === axis ? at : 0);
          x += place * across[k];
          y += place * down[k];
        }
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(x + across[first], y + down[first]);
        context.lineTo(x + across[first] + across[second], y + down[first] + down[second]);
        context.lineTo(x + across[second], y + down[second]);
        context.closePath();
        context.fillStyle = context.strokeStyle = `rgb(${color.map(value => Math.round(value * shade)).join(',')})`;
        context.fill();
        // Without it, the ground would shine through between faces.
        context.stroke();
      }
    }
  }

  /** Along each axis from the far end to the near one: then no cell covers one that comes later. */
  ordered(forward) {
    const signs = forward.map(value => value < 0 ? 1 : -1);
    const key = signs.join();
    if (this.order?.of !== this.cells || this.order.key !== key) {
      const cells = [...this.cells].sort((a, b) => signs[2] * (a.cell[2] - b.cell[2]) || signs[1] * (a.cell[1] - b.cell[1]) || signs[0] * (a.cell[0] - b.cell[0]));
      this.order = {of: this.cells, key, cells};
    }
    return this.order.cells;
  }
}
