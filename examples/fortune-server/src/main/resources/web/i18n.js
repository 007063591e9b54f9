// The page's language: its texts, numbers and <html lang>. The server's own sentences stay as sent.
import { session } from './session.js';
import { texts } from './texts.js';

export const languages = ['zh', 'en', 'ja'];
const tags = { zh: 'zh-Hant', en: 'en', ja: 'ja' };
let language = firstLanguage();

function firstLanguage() {
  const wishes = [
    new URLSearchParams(location.search).get('lang'),
    session.language,
    ...(navigator.languages ?? [navigator.language]),
  ];
  const known = wishes
    .filter((wish) => typeof wish === 'string')
    .map((wish) => wish.slice(0, 2).toLowerCase())
    .find((wish) => languages.includes(wish));
  return known ?? 'en';
}

export function currentLanguage() {
  return language;
}

export function tagOf(code) {
  return tags[code] ?? code ?? '';
}

export function setLanguage(code) {
  language = code;
  session.language = code;
  translatePage();
}

/** The text of a key with its {placeholders} filled; null for a key that has none. */
export function find(key, values = {}) {
  const text = texts[language][key];
  return text === undefined ? null : text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export function t(key, values) {
  return find(key, values) ?? key;
}

export function number(value, digits = 0) {
  return new Intl.NumberFormat(tags[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** A measured duration. */
export function seconds(ms) {
  if (ms < 1000) {
    return t('milliseconds', { n: number(ms) });
  }
  return t('seconds', { n: number(ms / 1000, ms < 10_000 ? 2 : 1) });
}

/** A duration that is only roughly known, rounded up. */
export function wholeSeconds(ms) {
  return t('seconds', { n: number(Math.ceil(ms / 1000)) });
}

/** Puts the texts into the elements that name theirs. */
export function translatePage() {
  document.documentElement.lang = tags[language];
  document.title = t('title');
  for (const element of document.querySelectorAll('[data-text]')) {
    element.textContent = t(element.dataset.text);
  }
  for (const element of document.querySelectorAll('[data-label]')) {
    element.setAttribute('aria-label', t(element.dataset.label));
  }
  for (const element of document.querySelectorAll('[data-placeholder]')) {
    element.placeholder = t(element.dataset.placeholder);
  }
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.setAttribute('aria-pressed', String(button.dataset.lang === language));
  }
}
