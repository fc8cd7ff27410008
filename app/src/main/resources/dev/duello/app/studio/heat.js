// What the discriminator looks at in an image, as a map over it.

import {during, fill, h} from './dom.js';
import {get, post} from './api.js';
import {bytes, draw} from './pixels.js';

const HERE = 'the image above';

const methods = {
  'integrated-gradients': ['Integrated gradients', 'The gradient on the way from a gray image, times the image: adds up to what the logit gained. Gray pixels can count for nothing.'],
  occlusion: ['Occlusion', 'How the logit falls where a gray square covers the image. The square itself may look odd.'],
  'grad-cam': ['Grad-CAM', 'The deepest maps of at least 4×4, weighted by their gradients: coarse.'],
  'smooth-grad': ['SmoothGrad', 'The mean gradient over 25 noisy copies: where a small change matters, without a sign.'],
};

/** base(): the address of the checkpoint; sample(): how the image in the mixer is asked for, or ''; className(): the chosen class. */
export class Heat {
  constructor({base, sample, className}) {
    Object.assign(this, {base, sample, className});
    this.method = h('select', {'aria-label': 'How the discriminator is asked'}, Object.entries(methods).map(([name, [text]]) => h('option', {value: name}, text)));
    this.about = h('p', {class: 'soft'}, methods['integrated-gradients'][1]);
    this.method.addEventListener('change', () => {
      this.about.textContent = methods[this.method.value][1];
      if (this.last !== undefined) this.show(this.last);
    });
    this.button = h('button', {type: 'button', onclick: () => this.show(null)}, 'Show for the image above');
    this.result = h('div', {class: 'heat', 'aria-live': 'polite'});
    this.element = h('section', {class: 'inside', 'aria-label': 'What the discriminator looks at'}, h('h2', {}, 'What the discriminator looks at'),
      h('div', {class: 'bar'}, this.method, this.button), this.about, this.result);
    // The file that is shown; null for a sample, undefined while nothing is.
    this.last = undefined;
  }

  /** file: an image of one's own, or null for the one in the mixer. */
  async show(file) {
    this.last = file;
    await during(this.button, async () => {
      const method = this.method.value;
      const sample = this.sample();
      if (!file && !sample) throw new Error('Choose an image first.');
      this.result.setAttribute('aria-busy', 'true');
      try {
        const found = file ? await post(`${this.base()}/heat?${new URLSearchParams({method, class: this.className()})}`, file)
          : await get(`${this.base()}/heat?method=${method}&${sample}`);
        this.draw(found, method, file?.name ?? HERE);
      } finally {
        this.result.removeAttribute('aria-busy');
      }
    });
  }

  draw({probability, logit, words, random, error, images}, method, name) {
    const pixels = bytes(images.pixels);
    const picture = (index, label) => {
      const canvas = h('canvas', {class: 'seen', role: 'img', 'aria-label': label});
      draw(canvas, images, pixels, index);
      return canvas;
    };
    fill(this.result, h('div', {class: 'heat-pair'}, picture(0, `${name}, as it is seen`), picture(1, `${methods[method][0]} over ${name}: most of it ${words}`)),
      h('div', {}, h('p', {}, `${name === HERE ? 'The image above' : name} is real with probability ${probability.toFixed(2)} (logit ${(Number(logit.toFixed(2)) || 0).toFixed(2)}).`),
        h('p', {}, `Most of the map: ${words}. `, method === 'smooth-grad' ? 'The more orange, the more a small change matters.' : 'Orange speaks for a real image, blue for a generated one.'),
        h('p', {class: 'soft'}, `With random weights the map correlates by ${(Number(random.toFixed(2)) || 0).toFixed(2)}: close to 1, it shows the image rather than what was learned.`,
          error !== null && ` The sum of the map misses what the logit gained by ${(100 * error).toFixed(1)} %.`, ' It tells what this discriminator looks at, not what is wrong with an image.')));
  }
}
