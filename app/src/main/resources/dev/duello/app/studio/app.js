// Which page is shown: the part of the address after # decides.

import {fill, h} from './dom.js';
import {mayChange} from './api.js';
import {showRuns} from './runs.js';
import {showRun} from './run.js';
import {showExplore} from './explore.js';
import {showCompare} from './compare.js';

const main = document.getElementById('main');
let close = () => {};

const pages = {
  '': showRuns,
  run: showRun,
  explore: showExplore,
  compare: showCompare,
};

async function route() {
  close();
  close = () => {};
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  document.getElementById('nav-runs').toggleAttribute('aria-current', name === '');
  document.getElementById('nav-compare').toggleAttribute('aria-current', name === 'compare');
  const page = pages[name];
  const place = h('div', {class: 'page ' + (name || 'runs')});
  fill(main, mayChange ? null : h('p', {class: 'warning'}, 'This page was opened without its token: one can look and explore, but not start, stop or judge. '
    + 'Open the address that duello studio printed.'), place);
  scrollTo(0, 0);
  if (!page) {
    fill(place, h('h1', {}, 'There is no such page'), h('p', {}, h('a', {href: '#/'}, 'All runs')));
    return;
  }
  try {
    const closing = page(place, rest);
    close = closing;
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
