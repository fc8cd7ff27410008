// One image of a grid of samples, large: how it took shape, and the real images nearest to it.

import {fill, h, openDialog} from './dom.js';
import {get, runPath} from './api.js';
import {cut} from './grid.js';
import {bytes, draw} from './pixels.js';
import {ShapeView} from './shape.js';
import {kimg, number} from './words.js';

/** Times of the training at which the image is shown, at most. */
const STAGES = 8;

/**
 * run: a run's id; grid: a SampleGrid; samples: [{images, file}] of the run; now: which of them is looked at; index: which image;
 * medium: of the samples; checkpoint: {name, images}, the nearest to that time, or null; seed: of the training, whose latents these are.
 */
export function showSample({run, grid, samples, now, index, medium, checkpoint, seed}) {
  const isShape = medium === 'shape';
  const noun = isShape ? 'Shape' : 'Image';
  const path = runPath(run);
  const large = h('canvas', {class: 'large', role: 'img', 'aria-label': `${noun} ${index + 1} after ${kimg(samples[now].images)} kimg`});
  const stages = h('div', {class: 'strip'});
  const neighbors = h('div', {class: 'strip'}, h('p', {class: 'soft'}, 'Comparing with the real images…'));
  const told = h('p', {class: 'soft'});
  const ratio = `${grid.layout.width} / ${grid.layout.height}`;
  large.style.aspectRatio = ratio;

  async function load(sample) {
    const picture = new Image();
    picture.src = `${path}/${sample.file}`;
    await picture.decode();
    return picture;
  }

  load(samples[now]).then(picture => cut(large, picture, grid.part(index)), () => {});
  const step = Math.max(1, (samples.length - 1) / (STAGES - 1));
  const shown = [...new Set(Array.from({length: Math.min(STAGES, samples.length)}, (_, i) => Math.min(samples.length - 1, Math.round(i * step))))];
  fill(stages, shown.map(i => {
    const canvas = h('canvas', {role: 'img', 'aria-label': `After ${kimg(samples[i].images)} kimg`});
    canvas.style.aspectRatio = ratio;
    load(samples[i]).then(picture => cut(canvas, picture, grid.part(index)), () => {});
    return h('figure', {}, canvas, h('figcaption', {}, kimg(samples[i].images)));
  }));

  // What turns is made anew by the checkpoint: of a time there is only a picture.
  const turned = isShape && checkpoint ? new ShapeView(`Shape ${index + 1} after ${kimg(checkpoint.images)} kimg`) : null;
  if (turned) {
    get(`${path}/checkpoints/${encodeURIComponent(checkpoint.name)}/shape?z=g${seed}.${index}`).then(found => turned.show(found),
      problem => fill(turned.element, h('p', {class: 'soft'}, problem.message)));
  }
  if (!isShape) get(`${path}/nearest?${new URLSearchParams({file: samples[now].file.replace('samples/', ''), index})}`).then(found => {
    const pixels = bytes(found.pixels);
    fill(neighbors, found.distances.map((distance, i) => {
      const canvas = h('canvas', {role: 'img', 'aria-label': `Real image ${found.numbers[i]}, at a distance of ${number(distance)}`});
      draw(canvas, found, pixels, i);
      return h('figure', {}, canvas, h('figcaption', {}, number(distance)));
    }));
    told.textContent = `Root mean square difference of pixels from 0 to 1, the nearest of ${found.of.toLocaleString('en')} real images`
      + `${found.of < found.all ? ` out of ${found.all.toLocaleString('en')}` : ''}. Two real images of the data are ${number(found.typical)} apart at their nearest: much less would be a copy.`;
  }, problem => fill(neighbors, h('p', {class: 'soft'}, problem.message)));

  const dialog = openDialog(`${noun} ${index + 1}`, {class: 'sample'},
    h('div', {class: 'title'}, h('h2', {}, `${noun} ${index + 1} after ${kimg(samples[now].images)} kimg`),
      h('button', {type: 'button', onclick: () => dialog.close()}, 'Close')),
    h('div', {class: 'sample-parts'}, turned ? h('div', {}, turned.element, large) : large, h('div', {},
      shown.length > 1 && [h('h3', {}, 'Through the training, by kimg'), stages],
      !isShape && [h('h3', {}, 'Nearest real images'), neighbors, told],
      h('div', {class: 'bar'},
        checkpoint && h('a', {class: 'button primary', href: `#/explore/${encodeURIComponent(run)}/${encodeURIComponent(checkpoint.name)}?z=g${seed}.${index}`,
          onclick: () => dialog.close()}, 'Send to Explore'),
        h('button', {type: 'button', onclick: () => {
          const link = h('a', {href: large.toDataURL('image/png'), download: `${run}-${samples[now].images}-${index + 1}.png`});
          link.click();
        }}, 'Save as PNG')),
      checkpoint && checkpoint.images !== samples[now].images && h('p', {class: 'soft'},
        `The checkpoint of this time was not kept: ${turned ? 'what turns, and Explore, is' : 'Explore shows'} what the nearest one, after ${kimg(checkpoint.images)} kimg, generates from the same latent.`))));
}
