// Which page is shown: the part of the address after # decides.

import {fill, h} from './dom.js';
import {mayChange} from './api.js';
import {showRuns} from './runs.js';
import {showRun} from './run.js';
import {showExplore} from './explore.js';
import {showCompare} from './compare.js';
import {showStart} from './start.js';
import {showStudies} from './studies.js';
import {showToy} from './toy.js';
import {showTranslate} from './translate.js';

const main = document.getElementById('main');
let close = () => {};

const pages = {
  '': showRuns,
  run: showRun,
  explore: showExplore,
  compare: showCompare,
  start: showStart,
  studies: showStudies,
  toy: showToy,
  translate: showTranslate,
};

/** The parts of an address such as #/run/NAME?key=value; null when it is not well formed. */
function parts(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  try {
    return {names: path.split('/').map(decodeURIComponent), query: new URLSearchParams(query)};
  } catch {
    return null;
  }
}

function route() {
  close();
  close = () => {};
  const asked = parts(location.hash);
  const [name, ...rest] = asked?.names ?? ['no such page'];
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === (name ? '#/' + name : '#/')) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const page = pages[name];
  const place = h('div', {class: 'page ' + (name || 'runs')});
  fill(main, mayChange ? null : h('p', {class: 'warning'}, 'This page was opened without its token: you can look and explore, but not start, stop or score. '
    + 'Open the address that duello studio printed.'), place);
  scrollTo(0, 0);
  if (!page) {
    fill(place, h('h1', {}, 'There is no such page'),
      h('p', {}, asked ? 'The address does not name a page.' : 'The address is not well formed: a % in it must be followed by two digits of a hexadecimal number.'),
      h('p', {}, h('a', {href: '#/'}, 'All runs')));
    return;
  }
  try {
    close = page(place, rest, asked.query);
  } catch (problem) {
    fill(place, h('h1', {}, 'This page cannot be shown'), h('p', {}, problem.message));
  }
}

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', route);
route();
