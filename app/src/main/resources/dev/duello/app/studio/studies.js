// Searches for settings: their list, and one with its charts, live while it goes on.

import {fill, h, note, scroller} from './dom.js';
import {get} from './api.js';
import {brief, duration, shortly, when} from './words.js';

const EVERY = 2500;

/** Asks again and again, but not for a page that nobody looks at; gives what ends that. */
function repeat(ask) {
  let timer = null;
  let closed = false;
  const go = async () => {
    try {
      if (!document.hidden) await ask(() => closed);
    } finally {
      if (!closed) timer = setTimeout(go, EVERY);
    }
  };
  go();
  return () => {
    closed = true;
    clearTimeout(timer);
  };
}

/** The link of a study. */
const link = id => '#/studies/' + encodeURIComponent(id);

export function showStudies(place, names) {
  return names[0] ? showStudy(place, names[0]) : showList(place);
}

function state(study) {
  if (study.problem) return h('span', {class: 'why'}, study.problem);
  if (study.running > 0) return h('span', {class: 'badge training'}, h('span', {'aria-hidden': 'true'}, '▶ '), `${study.running} running`);
  return study.compared > 0 ? 'Compared' : study.trials > 0 ? 'Not running' : 'Not begun';
}

function showList(place) {
  const body = h('tbody');
  const empty = h('p', {class: 'soft empty', hidden: true}, 'There are no studies yet. ', h('code', {}, 'duello search --data DATA'), ' begins one in the folder studies/ beside the runs.');
  const table = scroller('Studies', h('table', {class: 'studies', hidden: true},
    h('thead', {}, h('tr', {}, ['Study', 'Status', 'Proposals', 'Improves'].map(title => h('th', {scope: 'col'}, title)),
      ['Trials', 'To the end', 'Best', 'kimg', 'Training'].map(title => h('th', {scope: 'col', class: 'n'}, title)), h('th', {scope: 'col'}, 'Begun'))),
    body));
  fill(place, h('h1', {}, 'Studies'), h('p', {class: 'soft'}, 'Searches for the settings with which images get best.'), table, empty);
  let shown = '';
  let failed = false;
  return repeat(async isClosed => {
    try {
      const {studies} = await get('api/studies');
      failed = false;
      const next = JSON.stringify(studies);
      if (isClosed() || next === shown) return;
      shown = next;
      empty.hidden = studies.length > 0;
      table.firstChild.hidden = studies.length === 0;
      studies.sort((a, b) => a.began < b.began ? 1 : -1);
      fill(body, studies.map(study => h('tr', {},
        h('th', {scope: 'row', class: 'name'}, study.problem ? study.id : h('a', {href: link(study.id)}, study.id)),
        h('td', {}, state(study)),
        h('td', {}, study.sampler === 'random' ? 'random' : study.sampler.toUpperCase()),
        h('td', {}, study.metrics.join(', ')),
        h('td', {class: 'n'}, study.trials), h('td', {class: 'n'}, study.finished),
        h('td', {class: 'n'}, study.best === null ? '–' : [h('b', {}, brief(study.best)), study.bestKimg < study.kimg && h('span', {class: 'soft'}, ` at ${study.bestKimg}`)]),
        h('td', {class: 'n'}, study.kimg || '–'),
        h('td', {class: 'n'}, duration(study.seconds)),
        h('td', {class: 'when', title: when(study.began)}, shortly(study.began)))));
    } catch (problem) {
      if (!failed) note(problem.message, true);
      failed = true;
    }
  });
}

function showStudy(place, id) {
  const content = h('div', {class: 'study'}, h('p', {class: 'soft'}, 'Opening…'));
  fill(place, h('p', {class: 'crumb'}, h('a', {href: '#/studies'}, 'All studies')), h('h1', {}, id), content);
  let known = '';
  let failed = false;
  let picked = null;

  /** Shows one trial in all charts at once. */
  function pick(trial) {
    if (trial === picked) return;
    picked = trial;
    mark();
  }

  function mark() {
    content.classList.toggle('picked', picked !== null);
    for (const element of content.querySelectorAll('[data-trial]')) {
      element.classList.toggle('on', element.dataset.trial === picked);
    }
  }

  content.addEventListener('pointerover', event => pick(event.target.closest('[data-trial]')?.dataset.trial ?? null));
  content.addEventListener('pointerleave', () => pick(null));

  return repeat(async isClosed => {
    try {
      const {version, markup} = await get(`api/studies/${encodeURIComponent(id)}?known=${encodeURIComponent(known)}`);
      failed = false;
      if (isClosed() || !markup) return;
      known = version;
      // The studio's own server made this of numbers and escaped texts, as it makes the page of a study that can be mailed; the
      // policy of the page lets no script in it run.
      const made = new DOMParser().parseFromString(markup, 'text/html');
      const scrolled = [...content.querySelectorAll('.scroll')].map(part => part.scrollLeft);
      content.replaceChildren(...made.body.childNodes);
      content.querySelectorAll('.scroll').forEach((part, i) => {
        part.scrollLeft = scrolled[i] ?? 0;
      });
      mark();
    } catch (problem) {
      if (!failed) {
        if (known) note(problem.message, true);
        else fill(content, h('p', {class: 'problem'}, problem.message));
      }
      failed = true;
    }
  });
}
