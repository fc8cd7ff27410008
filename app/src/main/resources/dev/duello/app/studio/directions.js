// Sliders that move images along directions of the latent space.

import {during, fill, h, withTip} from './dom.js';
import {get, mayChange, post} from './api.js';
import {number} from './words.js';

/** How far a slider goes to either side, in standard deviations of the latent. */
const REACH = 3;
/** Sliders that are shown at once; the others are a click away. */
const FIRST = 8;

const methods = {
  sefa: ['SeFa', 'From the first weights of the generator, in closed form'],
  ganspace: ['GANSpace', 'From the activations of samples; takes longer'],
  labels: ['Measured properties', 'Along which brightness, size, position and the like grow'],
};

/** base(): the address of the checkpoint; onchange(settled): something moved, or came to rest; only(): what an address told. */
export class Directions {
  constructor({base, onchange}) {
    this.base = base;
    this.onchange = onchange;
    this.known = [];
    this.distances = new Map();
    this.method = h('select', {'aria-label': 'How directions are found'}, Object.entries(methods).map(([name, [text]]) => h('option', {value: name}, text)));
    this.about = h('span', {class: 'soft'}, methods.sefa[1]);
    this.method.addEventListener('change', () => { this.about.textContent = methods[this.method.value][1]; });
    this.button = h('button', {type: 'button', onclick: () => this.find()}, 'Find directions');
    this.reset = h('button', {type: 'button', hidden: true, onclick: () => this.clear()}, 'Reset all');
    this.state = h('p', {class: 'soft', role: 'status'});
    this.sliders = h('div', {class: 'sliders'});
    this.element = h('section', {class: 'directions', 'aria-label': 'Directions', hidden: true}, h('h2', {}, 'Directions'), this.state, this.sliders,
      h('div', {class: 'bar'}, this.reset, mayChange && [this.method, this.button, this.about]));
  }

  /** As the address of an image tells it; empty when nothing is moved. */
  toString() {
    return [...this.distances].filter(([, distance]) => distance !== 0).map(([name, distance]) => `${encodeURIComponent(name)}:${distance}`).join(';');
  }

  /** What an address told. */
  set(text) {
    for (const part of text.split(';')) {
      const [, name, distance] = /^([^:]+):(-?\d+(?:\.\d+)?)$/.exec(part) ?? [];
      if (!name) continue;
      try {
        this.distances.set(decodeURIComponent(name), Math.max(-REACH, Math.min(REACH, Number(distance))));
      } catch {
        // No name that could be told.
      }
    }
  }

  /** Asks which directions are known. Before it has come back, nothing is moved along them. */
  async load() {
    this.show(await get(`${this.base()}/directions`));
  }

  async find() {
    await during(this.button, async () => {
      this.state.textContent = 'Looking for directions and measuring what they change: this takes some seconds…';
      try {
        const method = this.method.value;
        this.show(await post(`${this.base()}/directions?${new URLSearchParams({method})}`));
        this.sliders.querySelector('input')?.focus();
      } finally {
        this.tell();
      }
      this.onchange(true);
    });
  }

  show(known) {
    this.element.hidden = false;
    this.known = known;
    const names = known.map(direction => direction.name);
    for (const name of this.distances.keys()) if (!names.includes(name)) this.distances.delete(name);
    this.rows = known.map(direction => this.slider(direction));
    fill(this.sliders, this.rows.slice(0, FIRST),
      known.length > FIRST && h('details', {}, h('summary', {}, `${known.length - FIRST} more`), this.rows.slice(FIRST)));
    this.tell();
  }

  tell() {
    this.reset.hidden = ![...this.distances.values()].some(distance => distance !== 0);
    const elsewhere = this.known.some(direction => !direction.here);
    this.state.textContent = this.known.length === 0 ? 'No directions of this run are known yet.'
      : 'Each slider moves the image, and when it comes to rest all others too.' + (elsewhere ? ' Those marked with * were found in another checkpoint, and may change something else in this one.' : '');
  }

  slider({name, description, effect, here}) {
    const value = h('output', {class: 'n'});
    const label = () => { value.textContent = (this.distances.get(name) ?? 0).toFixed(1); };
    const input = h('input', {type: 'range', min: -REACH, max: REACH, step: 0.1, value: this.distances.get(name) ?? 0, 'aria-label': `Direction ${name}: ${description}`,
      oninput: () => {
        this.distances.set(name, Number(input.value));
        label();
        this.onchange(false);
      },
      onchange: () => {
        this.tell();
        this.onchange(true);
      }});
    label();
    return h('div', {class: 'slider', 'data-direction': name}, h('div', {class: 'slider-head'}, h('b', {}, name + (here ? '' : '*')), ' ',
      withTip(h('span', {class: 'soft slider-about'}, description), `${description}. A pixel moves by ${number(effect)} of its range from one end to the other.`)), input, value);
  }

  clear() {
    this.distances.clear();
    this.show(this.known);
    this.onchange(true);
  }
}
