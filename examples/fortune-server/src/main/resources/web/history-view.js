// The questions of this browser, each a link that opens its answer again.
import { $, make, show } from './dom.js';
import { currentLanguage, t, tagOf } from './i18n.js';
import { session } from './session.js';

export const linkTo = (taskId) => `#task=${encodeURIComponent(taskId)}`;

/** The task that the page's address names; null if it names none. */
export function linkedTask() {
  const [, id] = /^#task=([^&]+)$/.exec(location.hash) ?? [];
  try {
    return id ? decodeURIComponent(id) : null;
  } catch {
    return null;
  }
}

export function renderHistory(shownId, deityName) {
  const past = session.past;
  show($('history'), past.length > 0);
  $('past').replaceChildren(...past.map((one) => item(one, shownId, deityName)));
}

function item({ task_id: id, request, at, outcome }, shownId, deityName) {
  const link = make('a', { text: request.question, lang: tagOf(request.language) });
  link.href = linkTo(id);
  if (id === shownId) {
    link.setAttribute('aria-current', 'true');
  }
  const place = t('source.place', {
    deity: deityName(request.deity_id),
    n: request.fortune_number,
  });
  const said = [place, time(at), outcome && t(`status.${outcome}`)].filter(Boolean);
  return make('li', {}, link, make('p', { className: 'hint', text: said.join(' · ') }));
}

function time(at) {
  const date = new Date(at);
  return Number.isNaN(date.getTime())
    ? ''
    : new Intl.DateTimeFormat(tagOf(currentLanguage()), {
        month: 'numeric',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).format(date);
}
