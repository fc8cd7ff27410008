// Images as the server sends them: bytes, drawn pixel by pixel.

/** The bytes of a base64 text. */
export function bytes(base64) {
  const text = atob(base64);
  const all = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) all[i] = text.charCodeAt(i);
  return all;
}

/** Draws image number index of {height, width, channels} with pixels uint8 [N, H, W, C]. */
export function draw(canvas, {height, width, channels}, pixels, index) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const start = index * height * width * channels;
  for (let i = 0; i < height * width; i++) {
    const from = start + i * channels;
    const gray = channels === 1;
    image.data[4 * i] = pixels[from];
    image.data[4 * i + 1] = pixels[gray ? from : from + 1];
    image.data[4 * i + 2] = pixels[gray ? from : from + 2];
    image.data[4 * i + 3] = channels === 4 ? pixels[from + 3] : 255;
  }
  context.putImageData(image, 0, 0);
}
