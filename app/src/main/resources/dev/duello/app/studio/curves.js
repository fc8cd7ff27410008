// Which charts a run has, and the columns behind them. Shared by the page of one run and the comparison.

import {statistic} from './words.js';

/** The x of a row: thousands of images, or minutes of training. */
export const times = {
  kimg: {label: 'kimg', of: (images, _) => images / 1000, query: (from, to) => ({over: 'kimg', from, to})},
  minutes: {label: 'minutes of training', of: (_, seconds) => seconds / 60, query: (from, to) => ({over: 'seconds', from: from * 60, to: to * 60})},
};

/** A run's curves as arrays that grow: what the server sent, and the rows that came since. */
export class Columns {
  constructor(snapshot) {
    this.images = snapshot.images;
    this.seconds = snapshot.seconds;
    this.bands = snapshot.bands;
  }

  /** Takes in a row; what was known already is passed over. */
  add({images, seconds, values}) {
    if (this.images.length > 0 && images <= this.images.at(-1)) return;
    const count = this.images.length;
    this.images.push(images);
    this.seconds.push(seconds);
    for (const name of new Set([...Object.keys(this.bands), ...Object.keys(values)])) {
      this.bands[name] ??= {mean: Array(count).fill(null), low: Array(count).fill(null), high: Array(count).fill(null)};
      const value = values[name] ?? null;
      for (const part of ['mean', 'low', 'high']) this.bands[name][part].push(value);
    }
  }

  /** The same with finer curves of a part in their place. */
  refined(fine) {
    if (fine.images.length === 0) return this;
    const before = this.images.findIndex(images => images >= fine.images[0]);
    const after = this.images.findIndex(images => images > fine.images.at(-1));
    const join = (own, finer) => [...own.slice(0, before < 0 ? own.length : before), ...finer, ...(after < 0 ? [] : own.slice(after))];
    const none = fine.images.map(() => null);
    return new Columns({
      images: join(this.images, fine.images),
      seconds: join(this.seconds, fine.seconds),
      bands: Object.fromEntries(Object.entries(this.bands).map(([name, band]) => [name, Object.fromEntries(
        ['mean', 'low', 'high'].map(part => [part, join(band[part], fine.bands[name]?.[part] ?? none)]))])),
    });
  }

  x(time) {
    return this.images.map((images, i) => times[time].of(images, this.seconds[i]));
  }

  /** Images a second between neighbours, over enough of them to be steady. */
  speed() {
    const reach = Math.max(1, Math.round(this.images.length / 200));
    return this.images.map((images, i) => {
      const j = Math.max(0, i - reach);
      const time = this.seconds[i] - this.seconds[j];
      return time > 0 ? (images - this.images[j]) / time : null;
    });
  }
}

/** The groups of statistics that belong on one chart. */
export function groups(names) {
  const known = [
    {title: 'Losses', names: ['discriminator-loss', 'generator-loss']},
    {title: 'Probability of being real', names: ['d-real', 'd-fake'], range: [0, 1]},
  ];
  const grouped = known.map(group => ({...group, names: group.names.filter(name => names.includes(name))}))
    .filter(group => group.names.length > 0);
  const rest = names.filter(name => !known.some(group => group.names.includes(name)));
  return [...grouped, ...rest.map(name => ({title: statistic(name), names: [name]}))];
}

/** The names of all metrics in some evaluations. */
export const metrics = evaluations => [...new Set(evaluations.flatMap(evaluation => Object.keys(evaluation.values)))];
