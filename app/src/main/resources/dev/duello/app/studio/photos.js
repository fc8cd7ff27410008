// Images of one's own: what the discriminator thinks of them, and the latents of which the generator makes them.

import {fill, h, note} from './dom.js';
import {mayChange, post, postLines} from './api.js';
import {bytes, draw} from './pixels.js';

const MOST_AT_ONCE = 6;
const MOST_SHOWN = 6;

/** A share with a bar, so that it is seen without reading. */
export function opinion(score) {
  return h('span', {class: 'opinion', title: 'The discriminator’s probability that the image is real: 0 for certainly generated, 1 for certainly real'},
    h('meter', {min: 0, max: 1, value: score, 'aria-label': 'Probability of being real'}), ` ${score.toFixed(2)}`);
}

const decibels = value => Number.isFinite(value) ? `${value.toFixed(1)} dB` : 'exact';

/**
 * place: where files may be dropped; base(): the address of the checkpoint; networks(): what is known of it; className(): the class that
 * is chosen; onlatent(name, file): a latent was found; onheat(file): somebody asks what the discriminator looks at.
 */
export class Photos {
  constructor({place, base, networks, className, onlatent, onheat}) {
    Object.assign(this, {base, networks, className, onlatent, onheat});
    this.text = h('span');
    this.input = h('input', {type: 'file', accept: 'image/*', multiple: true, class: 'hidden-input', onchange: event => {
      this.take([...event.target.files]);
      event.target.value = '';
    }});
    this.drop = h('label', {class: 'drop', tabindex: mayChange ? 0 : null}, h('strong', {}, 'Drop images here'), ' or choose some. ', this.text, this.input);
    this.cards = h('div', {class: 'judged', 'aria-live': 'polite'});
    this.element = h('section', {class: 'judging', 'aria-label': 'Your own images'}, h('h2', {}, 'Your own images'), this.drop, this.cards);
    for (const type of ['dragenter', 'dragover']) {
      place.addEventListener(type, event => {
        if (mayChange && event.dataTransfer?.types.includes('Files')) {
          event.preventDefault();
          this.drop.classList.add('over');
        }
      });
    }
    place.addEventListener('dragleave', () => this.drop.classList.remove('over'));
    place.addEventListener('drop', event => {
      event.preventDefault();
      this.drop.classList.remove('over');
      if (mayChange && this.isUseful()) this.take([...event.dataTransfer.files]);
    });
    this.drop.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') this.input.click();
    });
  }

  isUseful() {
    const networks = this.networks();
    return networks !== null && networks.medium === 'image' && (networks.critic || networks.encoder || networks.generator);
  }

  /** Says what becomes of an image, which depends on the networks. */
  tell() {
    const {critic, encoder, generator, classes} = this.networks();
    this.text.textContent = [
      critic && `The discriminator scores them${classes.length > 0 ? ', as images of the class chosen above or of the one that suits best' : ''}.`,
      encoder ? 'The encoder finds their latents, and the decoder makes images of them again.' : generator && 'A search of some seconds finds the latent that the generator comes nearest with.',
      (encoder || generator) && 'Each can then be mixed, and moved along directions, as images above.',
    ].filter(Boolean).join(' ');
  }

  take(files) {
    if (files.length > MOST_AT_ONCE) note(`The first ${MOST_AT_ONCE} of ${files.length} images are taken; drop the others afterwards.`);
    for (const file of files.slice(0, MOST_AT_ONCE)) this.add(file);
  }

  add(file) {
    const {critic, encoder, generator} = this.networks();
    const seen = h('figure', {class: 'photo-part'});
    const made = h('figure', {class: 'photo-part'});
    const score = h('div');
    const found = h('div');
    const card = h('figure', {class: 'verdict'}, h('div', {class: 'photo-pair'}, seen, made), h('figcaption', {}, h('span', {class: 'photo-name'}, file.name), score, found));
    this.cards.prepend(card);
    while (this.cards.children.length > MOST_SHOWN) this.cards.lastChild.remove();
    const show = (part, images, index, caption) => {
      const canvas = h('canvas', {class: 'seen', role: 'img', 'aria-label': `${file.name}, ${caption}`});
      draw(canvas, images, bytes(images.pixels), index);
      fill(part, canvas, h('figcaption', {}, caption));
    };
    if (critic) this.judge(file, score, images => show(seen, images, 0, 'as it is seen'));
    if (encoder || generator) this.invert(file, found, images => show(seen, images, 0, 'as it is seen'), images => show(made, images, 1, encoder ? 'reconstructed' : 'found'));
  }

  async judge(file, place, show) {
    try {
      const className = this.className();
      const {images, reals, fakes, missing} = await post(`${this.base()}/judge?${new URLSearchParams({class: className})}`, file);
      show(images);
      fill(place, className && `as ${className} `, opinion(images.scores[0]), h('br'),
        reals === null ? `No real images to compare with. ${missing}` : `Higher than ${reals.toFixed(0)} % of real images`,
        fakes !== null && `${reals === null ? ' Higher than' : ' and'} ${fakes.toFixed(0)} % of fakes`,
        h('div', {class: 'bar'}, h('button', {type: 'button', 'aria-label': `What the discriminator looks at in ${file.name}`, onclick: () => this.onheat(file)}, 'Why?')));
    } catch (problem) {
      fill(place, h('span', {class: 'problem'}, problem.message));
    }
  }

  async invert(file, place, showSeen, showMade) {
    const stop = new AbortController();
    const bar = h('progress', {max: 1, value: 0, 'aria-label': `Searching for the latent of ${file.name}`});
    fill(place, h('div', {class: 'searching'}, bar, h('button', {type: 'button', class: 'quiet', onclick: () => stop.abort()}, 'Stop')));
    try {
      const found = await postLines(`${this.base()}/photo`, file, done => { bar.value = done; }, stop.signal);
      showSeen(found.images);
      showMade(found.images);
      fill(place, `${decibels(found.psnr)} PSNR, SSIM ${Number(found.ssim).toFixed(2)}`, h('br'),
        found.encoded ? 'The encoder’s latent.' : `The nearest of 1,000 samples has ${decibels(found.nearest)}. Searched from ${found.starts} ${found.starts === 1 ? 'latent' : 'latents'} in ${found.steps} steps.`,
        h('div', {class: 'bar'}, h('button', {type: 'button', 'aria-label': `Choose ${file.name} for the mix`, onclick: () => this.onlatent(found.name, file.name, true)}, 'Choose')));
      this.onlatent(found.name, file.name, false);
    } catch (problem) {
      // A file that is no image is told of once.
      fill(place, stop.signal.aborted ? 'The search was stopped.' : h('span', {class: 'problem'}, problem.message));
    }
  }
}
