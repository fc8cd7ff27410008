// A point that is dragged between two to four corners, by pointer or by arrow keys.

import {h} from './dom.js';

export class Pad {
  constructor(onmove) {
    this.x = 0.5;
    this.y = 0.5;
    this.corners = 0;
    this.onmove = onmove;
    this.point = h('div', {class: 'point', role: 'slider', tabindex: 0, 'aria-label': 'Point between the chosen images',
      'aria-valuemin': 0, 'aria-valuemax': 100});
    this.element = h('div', {class: 'pad'}, ['A', 'B', 'C', 'D'].map(name => h('span', {class: 'corner corner-' + name}, name)), this.point);
    this.element.addEventListener('pointerdown', event => {
      event.preventDefault();
      this.element.setPointerCapture(event.pointerId);
      this.point.focus({preventScroll: true});
      this.follow(event);
    });
    this.element.addEventListener('pointermove', event => {
      if (this.element.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    this.point.addEventListener('keydown', event => {
      const step = event.shiftKey ? 0.1 : 0.02;
      const move = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step], Home: [-1, -1], End: [1, 1]}[event.key];
      if (move) {
        event.preventDefault();
        this.moveTo(this.x + move[0], this.y + move[1]);
      }
    });
    this.show(0);
  }

  show(corners) {
    this.corners = corners;
    this.element.hidden = corners < 2;
    this.element.classList.toggle('line', corners === 2);
    this.element.classList.toggle('three', corners === 3);
    [...this.element.querySelectorAll('.corner')].forEach((corner, i) => {
      corner.hidden = i >= corners;
    });
    this.place();
  }

  follow(event) {
    const box = this.element.getBoundingClientRect();
    this.moveTo((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  moveTo(x, y) {
    this.x = Math.min(1, Math.max(0, x));
    this.y = Math.min(1, Math.max(0, y));
    this.place();
    this.onmove();
  }

  place() {
    const y = this.corners === 2 ? 0.5 : this.y;
    this.point.style.left = `${100 * this.x}%`;
    this.point.style.top = `${100 * y}%`;
    this.point.setAttribute('aria-valuenow', Math.round(100 * this.x));
    this.point.setAttribute('aria-valuetext', this.corners === 2 ? `${Math.round(100 * this.x)} % from A to B`
      : `${Math.round(100 * this.x)} % to the right, ${Math.round(100 * y)} % down`);
  }

  /** The weights of so many corners. Latents stand nearly at right angles: sine and cosine keep an even pace on the sphere. */
  weights(corners) {
    if (corners === 1) return [1];
    const far = t => Math.sin(t * Math.PI / 2);
    const near = t => far(1 - t);
    const {x} = this;
    if (corners === 2) return [near(x), far(x)];
    const y = this.y;
    // Three: two above, the third below.
    if (corners === 3) return [near(x) * near(y), far(x) * near(y), far(y)];
    return [near(x) * near(y), far(x) * near(y), near(x) * far(y), far(x) * far(y)];
  }
}
