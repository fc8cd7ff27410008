// A sample that is a sound: its waveform, a player, a WAV file.
import { save as give } from './save.js';

export const saving = 'Download WAV';

const WIDTH = 768;
const HEIGHT = 192;

const canvas = document.createElement('canvas');
Object.assign(canvas, { id: 'waveform', width: WIDTH, height: HEIGHT });
canvas.setAttribute('role', 'img');
canvas.setAttribute('aria-label', 'The waveform of the generated sound');
const player = document.createElement('audio');
player.controls = true;
document.getElementById('sample').append(canvas, player);

let file;

/** 16-bit numbers of ones in [-1, 1], as Duello stores them. */
export function levels(numbers) {
  return Int16Array.from(numbers, (x) => Math.min(32767, Math.max(-32768, Math.floor(x * 32768 + 0.5))));
}

/** A WAV file of one channel. */
export function wav(sound, rate) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * sound.length));
  const text = (at, letters) => [...letters].forEach((letter, i) => bytes.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + 2 * sound.length, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  // PCM, one channel.
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, 2 * rate, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, 2 * sound.length, true);
  sound.forEach((level, i) => bytes.setInt16(44 + 2 * i, level, true));
  return bytes.buffer;
}

/** A column for some samples and the one before them, from the lowest to the highest, so that the line has no gaps. */
function draw(sound) {
  const paint = canvas.getContext('2d');
  paint.clearRect(0, 0, WIDTH, HEIGHT);
  paint.fillStyle = getComputedStyle(canvas).color;
  const y = (level) => (HEIGHT / 2) * (1 - level / 32768);
  for (let x = 0; x < WIDTH; x++) {
    const from = Math.floor((x * sound.length) / WIDTH);
    const some = sound.subarray(Math.max(0, from - 1), Math.max(from + 1, Math.floor(((x + 1) * sound.length) / WIDTH)));
    const low = some.reduce((a, b) => Math.min(a, b));
    const high = some.reduce((a, b) => Math.max(a, b));
    paint.fillRect(x, y(high), 1, Math.max(1, y(low) - y(high)));
  }
}

/** Numbers in [-1, 1]. */
export function show(numbers, { rate }) {
  const sound = levels(numbers);
  file = new Blob([wav(sound, rate)], { type: 'audio/wav' });
  URL.revokeObjectURL(player.src);
  player.src = URL.createObjectURL(file);
  draw(sound);
}

export function save(name) {
  give(file, `${name}.wav`);
}
