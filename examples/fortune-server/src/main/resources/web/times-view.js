// A picture of where the time went: a bar with a piece for each stage, and what each piece means.
import { $, make, show } from './dom.js';
import { find, seconds } from './i18n.js';

const KINDS = ['queued', 'processing', 'analyzing_rag', 'generating_llm'];

export function renderTimes(durations) {
  const stages = Object.entries(durations ?? {});
  const total = stages.reduce((sum, [, ms]) => sum + ms, 0);
  show($('times'), stages.length > 0);
  // A stage that took no millisecond has no piece: the picture does not round up.
  $('times-bar').replaceChildren(
    ...stages
      .filter(([, ms]) => ms > 0)
      .map(([stage, ms]) => {
        const piece = make('span', { className: kindOf(stage) });
        piece.style.flexGrow = String(ms / total);
        return piece;
      }),
  );
  $('times-legend').replaceChildren(
    ...stages.map(([stage, ms]) =>
      make(
        'li',
        {},
        make('span', { className: `swatch ${kindOf(stage)}` }),
        make('span', { text: find(`stage.${stage}`) ?? stage }),
        ' ',
        make('span', { className: 'amount', text: seconds(ms) }),
      ),
    ),
  );
}

const kindOf = (stage) => `stage-${KINDS.includes(stage) ? stage : 'other'}`;
