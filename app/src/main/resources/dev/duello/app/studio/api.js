// What the page asks of the server.

const token = document.querySelector('meta[name=token]').content;

/** Whether this page was opened with the token, so that it may change something. */
export const mayChange = token !== '';

async function answer(response) {
  if (response.ok) return response.json();
  let told = {error: `The studio answered ${response.status}.`};
  try {
    told = await response.json();
  } catch {
    // Then the number must do.
  }
  // Of a form: the field that is not right.
  throw Object.assign(new Error(told.error), {field: told.field});
}

async function ask(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error('The studio does not answer; was it closed?');
  }
}

export async function get(path) {
  return answer(await ask(path, {headers: {Accept: 'application/json'}}));
}

/** @param body an object, sent as JSON, or a file, sent as it is */
export async function post(path, body = {}) {
  return answer(await ask(path, {
    method: 'POST',
    headers: {'X-Duello-Token': token},
    body: body instanceof Blob ? body : JSON.stringify(body),
  }));
}

/** Posts a file to what takes a while: tells how far it is, 0 to 1, and gives the result. */
export async function postLines(path, file, tell, signal) {
  const response = await ask(path, {method: 'POST', headers: {'X-Duello-Token': token}, body: file, signal});
  if (!response.ok) return answer(response);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const {value, done} = await reader.read();
    text += value ?? '';
    const lines = text.split('\n');
    text = lines.pop();
    for (const line of lines) {
      const news = JSON.parse(line);
      if (news.error) throw new Error(news.error);
      if ('result' in news) return news.result;
      tell(news.done);
    }
    if (done) throw new Error('The studio stopped before it was done.');
  }
}

export const runPath = id => `api/runs/${encodeURIComponent(id)}`;

/**
 * Listens to news, and calls hear(type, data). "open" and "reset" say that whatever is known must be asked for anew. A page that
 * nobody looks at does not listen: browsers allow six connections to one address, for all tabs together.
 */
export function listen(runs, hear) {
  let source = null;
  const link = document.getElementById('link');

  function open() {
    source = new EventSource('api/events?runs=' + encodeURIComponent(runs.join('/')));
    source.onopen = () => {
      link.textContent = '';
      hear('open', {});
    };
    source.onerror = () => {
      link.textContent = 'No connection; trying again';
    };
    for (const type of ['run', 'gone', 'rows', 'changed', 'reload', 'reset']) {
      source.addEventListener(type, event => hear(type, JSON.parse(event.data)));
    }
  }

  function look() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      open();
    }
  }

  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    source?.close();
  };
}
