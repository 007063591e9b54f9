// What is told of a finished answer: how sure, on what it rests, what wrote it, how long it took.
import { $, make, show } from './dom.js';
import { find, number, seconds, t } from './i18n.js';

export function renderFacts(complete, deityName) {
  const list = $('facts');
  show(list, complete !== null);
  if (complete === null) {
    return;
  }
  const { result, summary } = complete;
  list.replaceChildren(
    ...fact('confidence', confidence(result)),
    ...fact('sources', sourceList(result.sources ?? [], deityName)),
    ...fact('model', [make('p', { text: model(result.model) })]),
    ...fact('finish', [make('p', { text: finish(result.finish_reason) })]),
    ...fact('time', [make('p', { text: time(result, summary) })]),
    ...fact('usage', usage(result.usage)),
  );
}

function fact(name, content) {
  if (content.length === 0) {
    return [];
  }
  const value = make('dd', {}, ...content);
  value.id = `fact-${name}`;
  return [make('dt', { text: t(`fact.${name}`) }), value];
}

function confidence({ confidence: percent, confidence_method: method }) {
  if (percent === null || percent === undefined) {
    return [make('p', { text: t('confidence.none') })];
  }
  const meaning = find(`confidence.${method}`) ?? t('confidence.other', { method: method ?? '?' });
  return [
    make('p', { className: 'figure', text: `${number(percent)}%` }),
    make('p', { className: 'hint', text: meaning }),
  ];
}

/** What an answer rests on, as a list; nothing if there is nothing. */
export function sourceList(all, deityName) {
  if (all.length === 0) {
    return [];
  }
  const items = all.map((source) => {
    const place = t('source.place', {
      deity: deityName(source.deity_id),
      n: source.fortune_number,
    });
    const item = make('li', {}, make('span', { text: source.title, lang: 'zh-Hant' }), ` ${place}`);
    if (typeof source.score === 'number') {
      item.append(` · ${t('source.score', { n: number(source.score, 2) })}`);
    }
    return item;
  });
  return [make('ul', { className: 'sources' }, ...items)];
}

function model(name) {
  return name === 'offline-interpreter' ? t('model.offline') : (name ?? '–');
}

function finish(reason) {
  return find(`finish.${reason}`) ?? reason ?? '–';
}

function time(result, summary) {
  const work = seconds(result.processing_time_ms);
  return typeof summary?.total_processing_time === 'number'
    ? t('time.both', { total: seconds(summary.total_processing_time), work })
    : work;
}

function usage(tokens) {
  return tokens
    ? [
        make('p', {
          text: t('usage.tokens', {
            prompt: number(tokens.prompt_tokens),
            completion: number(tokens.completion_tokens),
            total: number(tokens.total_tokens),
          }),
        }),
      ]
    : [];
}
