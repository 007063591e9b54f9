// What is told of a task before there is an answer: what was found, that the model is tried again,
// that it thinks, and the tools it asks for.
import { $, make, say, show } from './dom.js';
import { sourceList } from './facts-view.js';
import { currentLanguage, find, number, t } from './i18n.js';
import { isOver } from './task.js';

let drawn = null;

export function renderMeanwhile(task, deityName) {
  const waits = !isOver(task);
  say($('attempt'), waits && task.attempt ? attempt(task.attempt) : null);
  say($('reasoning'), waits && task.text === '' ? reasoning(task.reasoning) : null);
  // A finished answer names its sources itself.
  const sources = task.complete ? [] : task.sources;
  const wanted = JSON.stringify([currentLanguage(), sources, task.toolCalls]);
  if (wanted !== drawn) {
    drawn = wanted;
    drawLists(sourceList(sources, deityName), toolList(task.toolCalls));
  }
}

function drawLists(sources, tools) {
  const items = [...item('sources', sources), ...item('tools', tools)];
  $('meanwhile').replaceChildren(...items);
  show($('meanwhile'), items.length > 0);
}

function attempt({ attempt: n, of, reason }) {
  return t('attempt', { n: number(n), of: number(of), reason: find(`attempt.${reason}`) ?? reason });
}

function reasoning(length) {
  if (length === null) {
    return null;
  }
  return length === 0 ? t('reasoning.hidden') : t('reasoning', { n: number(length) });
}

function toolList(calls) {
  const items = calls.map(({ name, state }) => {
    const item = make('li', { text: find(`tool.${state}`, { name }) ?? `${name}: ${state}` });
    item.dataset.state = state;
    return item;
  });
  return items.length > 0 ? [make('ul', { className: 'sources' }, ...items)] : [];
}

function item(name, content) {
  if (content.length === 0) {
    return [];
  }
  const value = make('dd', {}, ...content);
  value.id = `meanwhile-${name}`;
  return [make('dt', { text: t(`meanwhile.${name}`) }), value];
}
