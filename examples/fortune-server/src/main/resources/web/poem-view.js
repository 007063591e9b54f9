// The slip of paper with the poem on it.
import { $, make, say, setText, show } from './dom.js';
import { currentLanguage, find, t } from './i18n.js';

/** Shows a poem, or takes the slip away when there is none. */
export function renderPoem(poem, deityName) {
  show($('poem'), poem !== null);
  if (poem === null) {
    return;
  }
  setText($('poem-place'), t('poem.place', { deity: deityName, n: poem.number }));
  setText($('poem-title'), poem.title);
  say($('poem-rank'), poem.rank);
  say($('poem-gloss'), find(`rank.${poem.rank}`));
  $('poem-lines').replaceChildren(...poem.poem.map((line) => make('p', { text: line })));
  say($('poem-theme'), poem.themes?.[currentLanguage()]);
  setText($('poem-story'), poem.story ?? '');
  show($('poem-story-box'), Boolean(poem.story));
}
