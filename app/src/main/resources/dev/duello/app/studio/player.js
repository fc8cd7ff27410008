// A time slider with play: the grids of fixed latents, one after the other.

import {h} from './dom.js';
import {kimg} from './words.js';

/** times: images seen, ascending. onchange(index) whenever another is shown. */
export class Player {
  constructor(onchange) {
    this.times = [];
    this.index = -1;
    this.onchange = onchange;
    this.timer = null;
    this.button = h('button', {type: 'button', class: 'play', onclick: () => this.toggle()}, '▶ Play');
    this.slider = h('input', {type: 'range', min: 0, max: 0, value: 0, 'aria-label': 'Time of the training',
      oninput: () => this.show(Number(this.slider.value))});
    this.label = h('output', {class: 'n'}, '–');
    this.best = null;
    this.element = h('div', {class: 'player'}, this.button, this.slider, this.label);
  }

  /** Follows the newest, when the newest was shown before. */
  set(times) {
    const following = this.index < 0 || this.index === this.times.length - 1;
    this.times = times;
    this.slider.max = Math.max(0, times.length - 1);
    this.button.disabled = this.slider.disabled = times.length < 2;
    if (times.length > 0 && following && !this.timer) this.show(times.length - 1);
    else if (this.index >= times.length) this.show(times.length - 1);
  }

  show(index) {
    if (index < 0 || index >= this.times.length) return;
    this.index = index;
    this.slider.value = index;
    const text = `${kimg(this.times[index])} kimg`;
    this.label.textContent = text;
    this.slider.setAttribute('aria-valuetext', text);
    this.onchange(index);
  }

  /** Shows what is nearest to a number of images. */
  showNear(images) {
    let best = 0;
    this.times.forEach((time, i) => {
      if (Math.abs(time - images) < Math.abs(this.times[best] - images)) best = i;
    });
    this.show(best);
  }

  toggle() {
    if (this.timer) {
      this.stop();
      return;
    }
    if (this.index === this.times.length - 1) this.show(0);
    this.button.textContent = '❚❚ Pause';
    const pause = Math.max(60, Math.min(400, 8000 / this.times.length));
    this.timer = setInterval(() => {
      if (this.index >= this.times.length - 1) this.stop();
      else this.show(this.index + 1);
    }, pause);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.textContent = '▶ Play';
  }

  close() {
    this.stop();
  }
}
