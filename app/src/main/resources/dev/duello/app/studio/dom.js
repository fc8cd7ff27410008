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

/** Says something for a few seconds; a problem, or what offers an action {label, run}, stays longer. */
export function note(text, isProblem = false, action = null) {
  const notes = document.getElementById('notes');
  const box = h('div', {class: isProblem ? 'note problem' : 'note'}, h('span', {}, text),
    action && h('button', {type: 'button', class: 'quiet', onclick: () => {
      box.remove();
      action.run();
    }}, action.label),
    h('button', {type: 'button', class: 'quiet', 'aria-label': 'Close this note', onclick: () => box.remove()}, '×'));
  notes.append(box);
  if (!isProblem) setTimeout(() => box.remove(), action ? 20_000 : 6000);
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

/** A part that scrolls sideways where it has to: one that the keyboard reaches. */
export function scroller(label, ...children) {
  return h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label}, children);
}

/** A question mark that explains what stands before it, to the pointer, a finger and the keyboard. */
export function tip(about, text) {
  const button = h('button', {type: 'button', class: 'tip', 'aria-label': `${about}: ${text}`}, '?');
  return withTip(button, text);
}

/** Shows a text beside an element while it is pointed at or has the focus. */
export function withTip(element, text) {
  const show = () => {
    const box = document.getElementById('tip') ?? document.body.appendChild(h('div', {id: 'tip', 'aria-hidden': 'true'}));
    // Over an open dialog only what is in it can be seen.
    (element.closest('dialog') ?? document.body).append(box);
    box.textContent = text;
    box.hidden = false;
    const at = element.getBoundingClientRect();
    const width = Math.min(320, innerWidth - 16);
    box.style.maxWidth = `${width}px`;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    const below = at.bottom + 6;
    box.style.top = `${below + box.offsetHeight > innerHeight ? Math.max(8, at.top - box.offsetHeight - 6) : below}px`;
  };
  const hide = () => document.getElementById('tip')?.remove();
  element.addEventListener('pointerenter', show);
  element.addEventListener('focus', show);
  element.addEventListener('click', show);
  element.addEventListener('pointerleave', hide);
  element.addEventListener('blur', hide);
  element.addEventListener('keydown', event => {
    if (event.key === 'Escape') hide();
  });
  return element;
}

/** Opens a dialog, which is gone once it is closed. */
export function openDialog(label, properties, ...children) {
  const dialog = h('dialog', {'aria-label': label, ...properties, onclose: () => dialog.remove()}, children);
  // A click beside it closes it, as Escape does.
  dialog.addEventListener('click', event => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
