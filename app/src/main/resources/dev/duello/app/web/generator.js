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

/** What is told of the model, and `generate(z, weights of classes)`, which gives uint8 pixels [H, W, C] of one image. */
export async function open() {
  const facts = await (await get('model.json')).json();
  // Fetched here, so that no server has to know what type of file it is.
  ort.env.wasm.wasmBinary = await (await get('ort-wasm-simd-threaded.wasm')).arrayBuffer();
  const file = new Uint8Array(await (await get('model.onnx')).arrayBuffer());
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });

  async function generate(z, classes) {
    const inputs = { z: new ort.Tensor('float32', Float32Array.from(z), [1, facts.latent]) };
    if (facts.classes.length > 0) {
      inputs.class = new ort.Tensor('float32', Float32Array.from(classes), [1, facts.classes.length]);
    }
    const { samples } = await session.run(inputs);
    return samples.data;
  }

  return { facts, generate };
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
