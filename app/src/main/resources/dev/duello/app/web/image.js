// A sample that is an image.
import { save as give } from './save.js';

export const saving = 'Download PNG';

const canvas = document.createElement('canvas');
canvas.id = 'image';
canvas.setAttribute('role', 'img');
canvas.setAttribute('aria-label', 'The generated image');
document.getElementById('sample').append(canvas);

/** Pixels [H, W, C], uint8. */
export function show(pixels, { shape: [channels, height, width] }) {
  canvas.width = width;
  canvas.height = height;
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) {
      image.data[4 * i + c] = pixels[channels * i + (channels === 1 ? 0 : c)];
    }
    image.data[4 * i + 3] = channels === 4 ? pixels[4 * i + 3] : 255;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

export function save(name) {
  canvas.toBlob((blob) => give(blob, `${name}.png`), 'image/png');
}
