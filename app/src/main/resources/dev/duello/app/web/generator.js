// The generator, run by ONNX Runtime's WebAssembly build on one thread: nothing is sent anywhere.
import * as ort from './ort.wasm.min.js';

ort.env.wasm.wasmPaths = { mjs: new URL('ort-wasm-simd-threaded.js', import.meta.url).href };
ort.env.wasm.numThreads = 1;

async function get(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) {
    throw new Error(`${name} cannot be loaded (${answer.status}).`);
  }
  return answer;
}

/**
 * What is told of the model, and two functions: `generate(z, weights of classes)` gives one sample, of an image uint8 pixels [H, W, C], of
 * a sound numbers in [-1, 1]; `translate(source, z, weights of classes)` gives of numbers [C, H, W] in [-1, 1] an
 * image's, just as large or larger.
 */
export async function open() {
  const facts = await (await get('model.json')).json();
  // Fetched here, so that no server has to know what type of file it is.
  ort.env.wasm.wasmBinary = await (await get('ort-wasm-simd-threaded.wasm')).arrayBuffer();
  const file = new Uint8Array(await (await get('model.onnx')).arrayBuffer());
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });

  async function run(inputs) {
    const tensors = {};
    for (const [name, [numbers, ...shape]] of Object.entries(inputs)) {
      tensors[name] = new ort.Tensor('float32', Float32Array.from(numbers), [1, ...shape]);
    }
    return (await session.run(tensors)).samples.data;
  }

  const ofClass = (classes) => facts.classes.length > 0 && { class: [classes, facts.classes.length] };
  const generate = (z, classes) => run({ z: [z, facts.latent], ...ofClass(classes) });
  const translate = (source, z, classes) =>
    run({ source: [source, ...facts.source], ...(facts.latent > 0 && { z: [z, facts.latent] }), ...ofClass(classes) });

  return { facts, generate, translate };
}

/** Standard normal numbers: the same seed gives the same ones (mulberry32, Box-Muller). */
export function normals(seed, count) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  return Float32Array.from({ length: count }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
}
