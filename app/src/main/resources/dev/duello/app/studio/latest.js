// Requests that come faster than answers.

import {note} from './dom.js';

/** Of calls that come while work() runs only the last is done, after it. isClosed(): whether nobody wants it any more. */
export function latestOnly(work, isClosed) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      try {
        await work();
      } catch (problem) {
        if (!isClosed()) note(problem.message, true);
      }
    } while (again && !isClosed());
    running = false;
  };
}
