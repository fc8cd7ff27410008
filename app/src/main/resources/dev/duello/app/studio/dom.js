// Elements, built without markup in strings: what comes from a run's files is always text.

/** Makes an element: properties that begin with "on" are listeners, "style" is an object, children may be nested arrays. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') Object.assign(element.style, value);
    else if (name === 'value' || name === 'checked' || name === 'selected') element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(element, child);
    else if (child !== null && child !== undefined && child !== false) element.append(child);
  }
}

/** Puts children in the place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Says something for a few seconds; a problem stays until it is read. */
export function note(text, isProblem = false) {
  const notes = document.getElementById('notes');
  const box = h('div', {class: isProblem ? 'note problem' : 'note'}, text,
    h('button', {type: 'button', class: 'quiet', 'aria-label': 'Close this note', onclick: () => box.remove()}, '×'));
  notes.append(box);
  if (!isProblem) setTimeout(() => box.remove(), 6000);
}

/** Runs an action of a button: it is disabled meanwhile, and what goes wrong is told. */
export async function during(button, action) {
  button.disabled = true;
  button.setAttribute('aria-busy', 'true');
  try {
    return await action();
  } catch (problem) {
    note(problem.message, true);
  } finally {
    button.disabled = false;
    button.removeAttribute('aria-busy');
  }
}
