// A task as it stands: its progress, its steps and its answer. Draws only what the events said.
import { $, make, say, setText, show } from './dom.js';
import { find, seconds, t, tagOf, wholeSeconds } from './i18n.js';
import { renderFacts } from './facts-view.js';
import { renderMeanwhile } from './meanwhile-view.js';
import { isOver, sinceAsked } from './task.js';
import { renderTimes } from './times-view.js';

export function renderTask(task, deityName) {
  show($('welcome'), task === null);
  show($('run'), task !== null);
  show($('answer'), task !== null && task.text !== '');
  show($('story'), task !== null && task.steps.length > 0);
  if (task === null) {
    return;
  }
  renderHead(task);
  renderMeter(task);
  renderConnection(task);
  renderMeanwhile(task, deityName);
  renderError(task);
  renderSteps(task);
  renderAnswer(task);
  renderFacts(task.complete, deityName);
  renderTimes(task.complete?.summary?.stage_durations_ms);
}

const languageOf = (task) => tagOf(task.request.language ?? task.info?.language);

function renderHead(task) {
  const outcome = task.complete
    ? 'run.done'
    : task.error
      ? task.error.code === 'cancelled'
        ? 'run.cancelled'
        : 'run.failed'
      : 'run.heading';
  setText($('run-heading'), t(outcome));
  say($('run-question'), task.request.question);
  $('run-question').lang = languageOf(task);
  show($('cancel'), !isOver(task));
  $('cancel').disabled = task.cancelling;
  setText($('cancel'), t(task.cancelling ? 'run.cancelling' : 'run.cancel'));
  $('run').dataset.state = task.complete ? 'completed' : task.error ? task.status : 'running';
}

function renderMeter(task) {
  const now = statusText(task);
  const bar = $('progress');
  bar.setAttribute('aria-valuenow', String(task.progress));
  bar.setAttribute('aria-valuetext', `${task.progress}% ${now}`);
  $('progress-fill').style.width = `${task.progress}%`;
  setText($('progress-percent'), `${task.progress}%`);
  setText($('run-status'), now);
  const eta = !isOver(task) && task.etaMs !== null ? task.etaMs : null;
  setText($('eta'), eta === null ? '' : t('run.eta', { time: wholeSeconds(eta) }));
}

/** The server's sentence for the last step; the page's own name of the status before there is one. */
export function statusText(task) {
  const last = task.steps.at(-1);
  if (!task.error && last?.message) {
    return last.message;
  }
  return task.polledMessage ?? find(`status.${task.status}`) ?? task.status;
}

function renderConnection(task) {
  let sentence = '';
  if (!isOver(task)) {
    if (task.connection !== 'open') {
      sentence = t(`connection.${task.connection}`);
    } else if (task.silentMs !== null) {
      sentence = t('run.silent', { time: wholeSeconds(task.silentMs) });
    }
  }
  setText($('connection'), sentence);
  $('connection').dataset.state = task.connection;
}

function renderError(task) {
  const failure = task.error;
  show($('task-error'), failure !== null);
  if (failure === null) {
    return;
  }
  setText($('error-text'), failure.error);
  $('error-text').lang = languageOf(task);
  setText($('error-code'), failure.code);
  show($('retry'), Boolean(failure.retry_allowed && task.request.question));
  const wait = Math.ceil(Math.max(0, task.retryAt - Date.now()) / 1000);
  $('retry').disabled = wait > 0;
  setText($('retry'), wait > 0 ? t('run.retryIn', { n: wait }) : t('run.retry'));
}

function renderSteps(task) {
  const list = $('steps');
  list.lang = languageOf(task);
  while (list.children.length > task.steps.length) {
    list.lastElementChild.remove();
  }
  task.steps.forEach((step, index) => {
    const item = list.children[index] ?? list.appendChild(stepItem());
    const [time, message, percent] = item.children;
    setText(message, step.message ?? '');
    setText(percent, `${step.percent}%`);
    const elapsed = sinceAsked(task, step.at);
    setText(time, elapsed === null ? '' : seconds(elapsed));
    time.dateTime = step.at;
    item.style.setProperty('--from', share(task, step));
    item.style.setProperty('--to', share(task, task.steps[index + 1]));
    item.classList.toggle('last', index === task.steps.length - 1 && !isOver(task));
  });
}

/** Where on the time from the question to the last step so far a step stands, 0 to 1. */
function share(task, step) {
  const whole = sinceAsked(task, task.steps.at(-1).at);
  return step && whole ? sinceAsked(task, step.at) / whole : 1;
}

function stepItem() {
  return make(
    'li',
    {},
    make('time', { className: 'at' }),
    make('span', { className: 'message' }),
    make('span', { className: 'percent' }),
    make('span', { className: 'span' }),
  );
}

function renderAnswer(task) {
  const box = $('answer-text');
  box.lang = languageOf(task);
  const shown = box.firstChild ?? box.appendChild(document.createTextNode(''));
  if (task.text.startsWith(shown.data)) {
    // Adding keeps a reader's selection where it is.
    shown.appendData(task.text.slice(shown.length));
  } else {
    shown.data = task.text;
  }
  box.classList.toggle('growing', !isOver(task));
  let note = null;
  if (task.error) {
    note = t('answer.partial');
  } else if (task.complete?.result.finish_reason === 'length') {
    note = t('answer.cut');
  }
  say($('answer-note'), note);
}
