// A grid of samples, each of whose images can be chosen with the pointer, a finger or the keyboard.

import {h} from './dom.js';

/**
 * layout: {columns, count, width, height, margin} of the images before they were enlarged, or null when that is not known: then there
 * is only the picture.
 */
export class SampleGrid {
  constructor({layout, label, onchoose}) {
    this.layout = layout;
    const rows = layout ? Math.ceil(layout.count / layout.columns) : 1;
    this.size = layout
      ? [layout.columns * (layout.width + layout.margin) + layout.margin, rows * (layout.height + layout.margin) + layout.margin] : [1, 1];
    this.picture = h('img', {class: 'grid', alt: '', width: this.size[0], height: this.size[1]});
    this.element = h('div', {class: 'sample-grid'}, this.picture);
    this.element.style.aspectRatio = `${this.size[0]} / ${this.size[1]}`;
    if (!layout || !onchoose) return;
    const cells = h('div', {class: 'cells', role: 'group', 'aria-label': `${label}: arrow keys move, Enter opens one`, onkeydown: event => this.move(event)});
    this.buttons = Array.from({length: layout.count}, (_, i) => {
      const button = h('button', {type: 'button', tabindex: i === 0 ? 0 : -1, 'aria-label': `Image ${i + 1} of ${layout.count}`, onclick: () => {
        this.focus(i);
        onchoose(i);
      }});
      const [left, top, width, height] = this.part(i);
      Object.assign(button.style, {left: `${100 * left}%`, top: `${100 * top}%`, width: `${100 * width}%`, height: `${100 * height}%`});
      return button;
    });
    cells.append(...this.buttons);
    this.element.append(cells);
  }

  show(src, alt) {
    this.picture.src = src;
    this.picture.alt = alt;
  }

  /** Where an image is: left, top, width and height as parts of the picture. */
  part(index) {
    const {columns, width, height, margin} = this.layout;
    const x = index % columns * (width + margin) + margin;
    const y = Math.floor(index / columns) * (height + margin) + margin;
    return [x / this.size[0], y / this.size[1], width / this.size[0], height / this.size[1]];
  }

  focus(index) {
    this.buttons.forEach((button, i) => { button.tabIndex = i === index ? 0 : -1; });
    this.buttons[index].focus();
  }

  move(event) {
    const now = this.buttons.indexOf(document.activeElement);
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.layout.columns, ArrowDown: this.layout.columns}[event.key];
    if (step === undefined || now < 0 || !this.buttons[now + step]) return;
    event.preventDefault();
    this.focus(now + step);
  }
}

/** Draws one image of a grid's picture, as large as it is there. */
export function cut(canvas, picture, [left, top, width, height]) {
  const from = [left * picture.naturalWidth, top * picture.naturalHeight, width * picture.naturalWidth, height * picture.naturalHeight].map(Math.round);
  canvas.width = from[2];
  canvas.height = from[3];
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, ...from, 0, 0, from[2], from[3]);
}
