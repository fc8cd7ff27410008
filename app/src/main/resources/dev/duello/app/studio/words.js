// Numbers and states in words.

export const kimg = images => (images / 1000).toFixed(images < 100_000 ? 1 : 0);

/** Four digits that count. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value);
  return size >= 100 ? value.toFixed(1) : size >= 10 ? value.toFixed(2) : size >= 0.01 ? value.toFixed(4) : value.toPrecision(3);
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

const reasons = {
  completed: 'reached its length',
  reached: 'reached its goal',
  'no-progress': 'ended by patience: the best is kept',
  interrupted: 'stopped and saved',
  failed: 'failed',
};

export function status(run) {
  const why = run.reason ? reasons[run.reason] ?? run.reason : run.status === 'crashed' ? 'its process died' : '';
  return run.status === 'training' ? 'training' : `${run.status}${why ? ': ' + why : ''}`;
}

/** A state as a mark that differs in shape as well as in colour. */
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

const statistics = {
  'discriminator-loss': 'loss, discriminator',
  'generator-loss': 'loss, generator',
  'd-real': 'D(x), reals',
  'd-fake': 'D(G(z)), fakes',
};

export const statistic = name => statistics[name] ?? name.replaceAll('-', ' ');
