// Units of the generator: which of them draw a part of an image, and what it looks like with some of them off or on.

import {during, fill, h, note} from './dom.js';
import {get} from './api.js';
import {bytes, draw} from './pixels.js';

/** The side of the frame, as a share of the image. */
const SIDE = 0.25;
const STEP = 0.05;

/**
 * frameOf: the element around the image in the mixer; base(): the address of the checkpoint; sample(): how that image is asked for, or '';
 * onchange(): a unit was set.
 */
export class Units {
  constructor({frameOf, base, sample, onchange}) {
    Object.assign(this, {frameOf, base, sample, onchange});
    this.edits = [];
    this.x = 0.5;
    this.y = 0.5;
    this.layer = h('select', {'aria-label': 'Layer', onchange: () => this.look()});
    this.button = h('button', {type: 'button', onclick: () => this.look()}, 'Look at this part');
    this.set = h('div', {class: 'bar unit-edits', role: 'group', 'aria-label': 'Units that are set'});
    this.list = h('ul', {class: 'units', 'aria-live': 'polite'});
    this.told = h('p', {class: 'soft'}, 'Click a part of the image above, or move the frame with the arrow keys and press Enter: the units that draw it are listed, '
      + 'with what changes when each is switched off.');
    this.frame = h('div', {class: 'frame', role: 'slider', tabindex: 0, 'aria-label': 'Part of the image', 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true});
    frameOf.append(this.frame);
    this.details = h('details', {ontoggle: () => {
      this.place();
      if (this.details.open && this.sample()) this.look();
    }}, h('summary', {}, h('h2', {}, 'Units behind a part of the image')), this.told, h('div', {class: 'bar'}, this.layer, this.button), this.set, this.list);
    this.element = h('section', {class: 'inside', 'aria-label': 'Units', hidden: true}, this.details);
    frameOf.addEventListener('pointerdown', event => {
      if (!this.details.open || event.button !== 0) return;
      event.preventDefault();
      const box = frameOf.getBoundingClientRect();
      this.moveTo((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
      this.frame.focus({preventScroll: true});
      this.look();
    });
    this.frame.addEventListener('keydown', event => {
      const move = {ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP]}[event.key];
      if (move) {
        event.preventDefault();
        this.moveTo(this.x + move[0], this.y + move[1]);
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        this.look();
      }
    });
    this.moveTo(0.5, 0.5);
  }

  /** As the address of an image tells it; empty when no unit is set. */
  toString() {
    return this.edits.map(({layer, unit, value, region}) => `${layer}.${unit}:${value}${region ? '@' + region : ''}`).join(';');
  }

  /** Which layers there are; without any there is nothing to look at. */
  async load() {
    const layers = await get(`${this.base()}/layers`);
    const before = this.layer.value;
    this.edits = this.edits.filter(edit => layers.some(layer => layer.index === edit.layer && edit.unit < layer.units));
    fill(this.layer, layers.map(({index, units, height, width}) => h('option', {value: index}, `${units} units of ${height}×${width}`)));
    this.layer.value = layers.some(layer => String(layer.index) === before) ? before : layers[Math.floor((layers.length - 1) / 2)]?.index ?? '';
    this.element.hidden = layers.length === 0;
    this.showEdits();
    this.place();
  }

  moveTo(x, y) {
    this.x = Math.min(1 - SIDE / 2, Math.max(SIDE / 2, x));
    this.y = Math.min(1 - SIDE / 2, Math.max(SIDE / 2, y));
    this.place();
  }

  place() {
    this.frame.hidden = !this.details?.open || this.element?.hidden;
    this.frameOf.classList.toggle('framed', !this.frame.hidden);
    Object.assign(this.frame.style, {left: `${100 * (this.x - SIDE / 2)}%`, top: `${100 * (this.y - SIDE / 2)}%`, width: `${100 * SIDE}%`, height: `${100 * SIDE}%`});
    this.frame.setAttribute('aria-valuenow', Math.round(100 * this.x));
    this.frame.setAttribute('aria-valuetext', `${Math.round(100 * this.x)} % to the right, ${Math.round(100 * this.y)} % down`);
  }

  region() {
    return [this.x - SIDE / 2, this.y - SIDE / 2, this.x + SIDE / 2, this.y + SIDE / 2].map(value => Math.min(1, Math.max(0, value)).toFixed(4)).join(',');
  }

  async look() {
    if (this.looking) {
      this.again = true;
      return;
    }
    this.looking = true;
    do {
      this.again = false;
      await during(this.button, async () => {
        const sample = this.sample();
        if (!sample) throw new Error('Choose an image first.');
        const region = this.region();
        this.list.setAttribute('aria-busy', 'true');
        try {
          this.show(await get(`${this.base()}/units?${new URLSearchParams({layer: this.layer.value, region})}&${sample}`), region);
        } finally {
          this.list.removeAttribute('aria-busy');
        }
      });
    } while (this.again);
    this.looking = false;
  }

  show({layer, tried, units, images}, region) {
    const pixels = bytes(images.pixels);
    this.told.textContent = `${tried === layer.units ? `Each of the ${tried} units` : `Each of the ${tried} units, of ${layer.units}, that are most active there`} was switched off by itself. `
      + 'These change the part most; each picture is the image without the unit. Click another part, or move the frame with the arrow keys and press Enter.';
    fill(this.list, units.map(({unit, inside, share, lighter, high}, i) => {
      const canvas = h('canvas', {class: 'seen', role: 'img', 'aria-label': `The image without unit ${unit}`});
      draw(canvas, images, pixels, i);
      const isOff = this.edits.some(edit => edit.layer === layer.index && edit.unit === unit && !edit.region);
      return h('li', {}, canvas, h('div', {}, h('b', {}, `Unit ${unit}`),
        h('span', {class: 'soft'}, ` changes the part by ${(100 * inside).toFixed(1)} %, ${Math.abs(lighter) < inside / 4 ? 'lighter and darker' : lighter > 0 ? 'lighter without it' : 'darker without it'}; `
          + `${(100 * share).toFixed(0)} % of all that it changes is there`),
        h('div', {class: 'bar'},
          h('button', {type: 'button', 'aria-pressed': String(isOff), 'aria-label': `Switch unit ${unit} off`, onclick: event => {
            const off = event.target.getAttribute('aria-pressed') !== 'true';
            event.target.setAttribute('aria-pressed', String(off));
            this.edits = this.edits.filter(edit => !(edit.layer === layer.index && edit.unit === unit && !edit.region));
            if (off) this.add({layer: layer.index, unit, value: 0, region: ''});
            else this.changed();
          }}, 'Off'),
          h('button', {type: 'button', 'aria-label': `Paint unit ${unit} on in the frame`, onclick: () => this.add({layer: layer.index, unit, value: high.toFixed(4), region: this.region()})}, 'Paint on in the frame'))));
    }));
    this.shownRegion = region;
  }

  add(edit) {
    // Only one layer can be changed at a time: the layers above it would undo the change.
    if (this.edits.some(other => other.layer !== edit.layer)) {
      note('Units of another layer were set; they are as before again.');
      this.edits = [];
    }
    this.edits.push(edit);
    this.changed();
  }

  changed() {
    this.showEdits();
    this.onchange();
  }

  showEdits() {
    fill(this.set, this.edits.map(edit => h('button', {type: 'button', 'aria-label': `Unit ${edit.unit}: as before`, onclick: () => {
      this.edits = this.edits.filter(other => other !== edit);
      this.list.querySelector(`[aria-label="Switch unit ${edit.unit} off"]`)?.setAttribute('aria-pressed', 'false');
      this.changed();
    }}, `unit ${edit.unit} ${edit.region ? 'painted on' : 'off'} ×`)),
    this.edits.length > 1 && h('button', {type: 'button', onclick: () => {
      this.edits = [];
      for (const button of this.list.querySelectorAll('[aria-pressed=true]')) button.setAttribute('aria-pressed', 'false');
      this.changed();
    }}, 'All as before'));
  }
}
