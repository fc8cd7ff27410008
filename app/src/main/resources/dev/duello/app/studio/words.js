// Numbers and states in words.

export const kimg = images => (images / 1000).toFixed(images < 100_000 ? 1 : 0);

/** Four digits that count. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return size >= 100 ? value.toFixed(1) : size >= 10 ? value.toFixed(2) : size >= 0.01 ? value.toFixed(4) : value.toPrecision(3);
}

/** Three digits that count: what one compares at a glance. */
export function brief(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A number on an axis. */
export function tick(value) {
  if (value === null || value === undefined) return '';
  const size = Math.abs(value);
  if (size >= 1e6) return Number((value / 1e6).toPrecision(3)) + 'M';
  if (size >= 1e4) return Number((value / 1e3).toPrecision(4)) + 'k';
  if (size > 0 && size < 1e-4) return value.toExponential(0);
  return String(Number(value.toPrecision(4)));
}

export function duration(seconds) {
  if (!Number.isFinite(seconds) || seconds < 0) return '–';
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
}

export const gigabytes = bytes => bytes >= 1e9 ? (bytes / 1e9).toFixed(1) + ' GB' : (bytes / 1e6).toFixed(0) + ' MB';

export function when(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleString(undefined, {dateStyle: 'medium', timeStyle: 'short'});
}

/** As short as it can be told: the time today, the day this year, else the date. */
export function shortly(iso, now = new Date()) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  if (date.toDateString() === now.toDateString()) return date.toLocaleTimeString(undefined, {hour: '2-digit', minute: '2-digit'});
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(undefined, {day: 'numeric', month: 'short', year});
}

const states = {training: 'Training', done: 'Finished', stopped: 'Stopped', crashed: 'Failed'};
const reasons = {reached: 'Reached its goal', 'no-progress': 'Ended by patience', 'budget-spent': 'Privacy budget spent'};

export function status(run) {
  return reasons[run.reason] ?? (run.status === 'crashed' && run.reason !== 'failed' ? 'Process ended' : states[run.status] ?? run.status);
}

/** A state as a mark that differs in shape as well as in color. */
export const stateMark = {training: '▶', done: '✓', stopped: '❚❚', crashed: '✕'};

const symptoms = {
  'mode-collapse': 'Mode collapse',
  'discriminator-wins': 'The discriminator wins',
  'generator-wins': 'The generator wins',
  divergence: 'Divergence',
};

export function symptom(name) {
  return symptoms[name] ?? (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('-', ' ');
}

const NEAREST = /^nearest to (\S+)$/;

/** A number that is lower the better a value of a metric is. */
export function badness({better}, value) {
  const nearest = NEAREST.exec(better);
  return better === 'higher' ? -value : nearest ? Math.abs(value - nearest[1]) : value;
}

/** What a metric is, all that decides its value, and what real images reach by the same features where that is known. */
export function aboutMetric({help, protocol, better, floor}) {
  const nearest = NEAREST.exec(better);
  return (help ? `${help} ` : '') + (nearest ? `The nearer to ${nearest[1]}, the better. ` : `${better === 'higher' ? 'Higher' : 'Lower'} is better. `)
    + (floor ? `Floor ${number(floor.value)}: ${floor.protocol}. ` : '') + (protocol ? `Measured with ${protocol}. ` : 'The log does not tell what it was measured with. ')
    + 'Only values of the same protocol can be compared.';
}

/** What a run is called. */
export const titleOf = run => run.title || run.id;
