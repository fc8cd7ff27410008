// Images of any size through a network for one size, as Duello does it: in tiles that overlap by a quarter and fade into each other.

/** Where tiles lie along one side. */
export function axis(length, tile) {
  const overlap = Math.floor(tile / 4);
  const starts = [0];
  if (length > tile) {
    const steps = Math.ceil((length - tile) / (tile - overlap));
    for (let i = 1; i <= steps; i++) {
      starts.push(Math.min(i * (tile - overlap), length - tile));
    }
  }
  /** How much a tile counts at a place in it: less towards an edge that is not one of the image. */
  const weight = (start, at) => {
    const before = start === 0 ? 1 : (at + 0.5) / overlap;
    const after = start + tile >= length ? 1 : (tile - at - 0.5) / overlap;
    return Math.min(1, Math.max(1e-4, Math.min(before, after)));
  };
  return { starts, weight };
}

/** Beyond the image lies its mirror image. */
function mirrored(at, length) {
  if (length === 1) {
    return 0;
  }
  const period = 2 * (length - 1);
  const inside = at % period;
  return inside < length ? inside : period - inside;
}

/** One channel of a pixel for a network of so many channels: gray by the weights of BT.601. */
function level({ data }, pixel, channel, channels) {
  return channels === 1
    ? Math.round(0.299 * data[4 * pixel] + 0.587 * data[4 * pixel + 1] + 0.114 * data[4 * pixel + 2])
    : data[4 * pixel + channel];
}

function cut(image, top, left, [channels, high, wide]) {
  const part = new Float32Array(channels * high * wide);
  for (let y = 0; y < high; y++) {
    const row = mirrored(top + y, image.height) * image.width;
    for (let x = 0; x < wide; x++) {
      const pixel = row + mirrored(left + x, image.width);
      for (let c = 0; c < channels; c++) {
        part[(c * high + y) * wide + x] = level(image, pixel, c, channels) / 127.5 - 1;
      }
    }
  }
  return part;
}

/**
 * Translates an image.
 *
 * @param image ImageData
 * @param facts of the model
 * @param run gives of a tile [C, H, W] in [-1, 1] what is made of it
 * @param told is called with the number of tiles that are done, and of all; what it returns is awaited, and false ends it
 * @returns ImageData, or null when it was ended
 */
export async function translate(image, facts, run, told) {
  const [, high, wide] = facts.source;
  const { factor } = facts;
  const colors = facts.shape[0];
  const down = axis(image.height, high);
  const across = axis(image.width, wide);
  const made = new ImageData(image.width * factor, image.height * factor);
  const sums = new Float32Array(made.width * made.height * colors);
  const weights = new Float32Array(made.width * made.height);
  const all = down.starts.length * across.starts.length;
  let done = 0;
  for (const top of down.starts) {
    for (const left of across.starts) {
      const tile = await run(cut(image, top, left, facts.source));
      for (let y = 0; y < high * factor && top * factor + y < made.height; y++) {
        const byRow = down.weight(top, Math.floor(y / factor));
        for (let x = 0; x < wide * factor && left * factor + x < made.width; x++) {
          const weight = byRow * across.weight(left, Math.floor(x / factor));
          const at = (top * factor + y) * made.width + left * factor + x;
          weights[at] += weight;
          for (let c = 0; c < colors; c++) {
            sums[at * colors + c] += weight * tile[(c * high * factor + y) * wide * factor + x];
          }
        }
      }
      done++;
      if ((await told(done, all)) === false) {
        return null;
      }
    }
  }
  for (let at = 0; at < weights.length; at++) {
    for (let c = 0; c < 3; c++) {
      // Rounds, and keeps within 0 and 255.
      made.data[4 * at + c] = (sums[at * colors + (colors === 1 ? 0 : c)] / weights[at]) * 127.5 + 127.5;
    }
    made.data[4 * at + 3] = alpha(image, facts, at, made.width);
  }
  return made;
}

/** Transparency is kept, unless it means a hole. */
function alpha(image, facts, at, width) {
  if (facts.source[0] === 4) {
    return 255;
  }
  const y = Math.floor(at / width / facts.factor);
  return image.data[4 * (y * image.width + Math.floor((at % width) / facts.factor)) + 3];
}
