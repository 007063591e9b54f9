// Small steps on the page. Text only ever goes in as text, never as markup.

export const $ = (id) => document.getElementById(id);

export function show(element, visible = true) {
  element.hidden = !visible;
}

/** Shows a sentence in an element that is hidden while it has none. */
export function say(element, sentence) {
  setText(element, sentence ?? '');
  show(element, Boolean(sentence));
}

/** Touches the page only when the text is another, so that screen readers hear it once. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function make(tag, { text, className, lang } = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== undefined) {
    element.textContent = text;
  }
  if (className) {
    element.className = className;
  }
  if (lang) {
    element.lang = lang;
  }
  element.append(...children);
  return element;
}

/** A number from 1 to `count`, each as likely as any other. */
export function drawNumber(count) {
  const range = 2 ** 32;
  const fair = range - (range % count);
  const drawn = new Uint32Array(1);
  do {
    crypto.getRandomValues(drawn);
  } while (drawn[0] >= fair);
  return (drawn[0] % count) + 1;
}
