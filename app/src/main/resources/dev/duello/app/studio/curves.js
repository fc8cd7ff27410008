// Which charts a run has, and the columns behind them. Shared by the page of one run and the comparison.

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

  /** Images a second between neighbors, over enough of them to be steady. */
  speed() {
    const reach = Math.max(1, Math.round(this.images.length / 200));
    return this.images.map((images, i) => {
      const j = Math.max(0, i - reach);
      const time = this.seconds[i] - this.seconds[j];
      return time > 0 ? (images - this.images[j]) / time : null;
    });
  }
}

/** What is said of statistics that are told of no step. */
export const ABOUT_SPEED = 'Training images per second, including measuring and saving.';

/** The groups of statistics that belong on one chart. meanings: {name: {label, help, chart}}, as the server tells them. */
export function groups(names, meanings) {
  const known = [
    {title: 'Losses', names: ['discriminator-loss', 'generator-loss']},
    {title: 'Probability of being real', names: ['d-real', 'd-fake'], range: [0, 1]},
    {title: 'Logits', names: ['logit-real', 'logit-fake']},
  ];
  const grouped = known.map(group => ({...group, names: group.names.filter(name => names.includes(name))}))
    .filter(group => group.names.length > 0);
  const rest = names.filter(name => !known.some(group => group.names.includes(name)));
  const others = [...Map.groupBy(rest, name => meanings[name]?.chart ?? labelOf(name, meanings))].map(([chart, names]) => ({title: capital(chart), names}));
  return [...grouped, ...others].map(group => ({...group,
    about: group.names.map(name => group.names.length > 1 ? `${labelOf(name, meanings)}: ${meanings[name]?.help ?? ''}` : meanings[name]?.help).filter(Boolean).join(' ')}));
}

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

export const labelOf = (name, meanings) => meanings[name]?.label ?? name.replaceAll('-', ' ');

/**
 * Metrics whose labels tell them apart: features of two trainings have the same name, but not the same weights, and the same features
 * may have seen other numbers of images.
 */
export function distinct(metrics) {
  const features = metric => `${metric.name}[${metric.protocol.split(',')[0] || 'unknown features'}]`;
  const once = (metric, label) => metrics.filter(other => label(other) === label(metric)).length === 1;
  return metrics.map(metric => once(metric, other => other.label) ? metric
    : {...metric, label: once(metric, features) ? features(metric) : `${metric.name}[${metric.protocol}]`});
}

/** The values of a metric, as it was measured with one protocol: {x: images and seconds, y}. */
export function measuredBy(evaluations, {name, protocol}) {
  return evaluations.filter(evaluation => evaluation.protocol === protocol && name in evaluation.values);
}
