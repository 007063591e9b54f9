// The page: what is asked, and the one task this tab follows.
import { api, Problem, TokenNeeded } from './api.js';
import { bindForm, deityName, isOpen, openForm, readRequest, retellForm } from './ask-form.js';
import { $, say, setText, show } from './dom.js';
import { setLanguage, t, translatePage } from './i18n.js';
import { session } from './session.js';
import { follow } from './stream.js';
import { apply, isOver, newTask } from './task.js';
import { renderTask, statusText } from './task-view.js';

const twoColumns = matchMedia('(min-width: 56rem)');

let task = null;
let stream = null;
let asking = false;
let retryTimer = null;

function explain(failure) {
  if (failure instanceof Problem) {
    const wait = failure.retryAfterSeconds;
    return wait ? `${failure.message} ${t('ask.retryAfter', { n: wait })}` : failure.message;
  }
  return failure instanceof TokenNeeded ? t('token.hint') : t('network');
}

/** Tells of a failure; without a token the page asks for one instead. */
function report(failure, element = $('page-error')) {
  if (failure instanceof TokenNeeded) {
    if ($('token-form').hidden) {
      show($('token-form'));
      $('token').focus();
    } else {
      say($('page-error'), t('token.refused'));
    }
    return;
  }
  say(element, explain(failure));
}

const announce = (sentence) => setText($('live'), sentence);

async function submit(event) {
  event.preventDefault();
  const request = readRequest();
  if (request) {
    await ask(request);
  }
}

async function ask(request) {
  if (asking || (task && !isOver(task))) {
    return;
  }
  asking = true;
  say($('ask-error'), null);
  say($('page-error'), null);
  renderAskButton();
  try {
    const asked = await api.ask(request);
    const saved = { task_id: asked.task_id, address: asked.enhanced_sse_url, request };
    session.task = saved;
    watch(saved);
    $('run-heading').focus({ preventScroll: true });
    $('run').scrollIntoView({ block: twoColumns.matches ? 'nearest' : 'start' });
  } catch (failure) {
    report(failure, $('ask-error'));
  } finally {
    asking = false;
    renderAskButton();
  }
}

function renderAskButton() {
  const over = task !== null && isOver(task);
  $('ask').disabled = !isOpen() || asking || (task !== null && !over);
  setText($('ask'), t(over ? 'ask.again' : 'ask.submit'));
}

function watch(saved) {
  stream?.close();
  clearInterval(retryTimer);
  task = newTask(saved);
  const mine = task;
  let spoken = '';
  let reread = false;
  stream = follow({
    address: () => api.streamAddress(saved.address),
    check: () => checkTask(saved.task_id),
    onConnection(state) {
      mine.connection = state;
      render();
    },
    onGone() {
      forgetTask();
      say($('page-error'), t('run.gone'));
    },
    onEvent(event) {
      apply(mine, event);
      if (mine.hole && !reread) {
        reread = true;
        mine.hole = false;
        stream.restart();
      }
      if (mine.error) {
        waitToRetry(mine);
      }
      render();
      const now = mine.complete ? t('answer.ready') : statusText(mine);
      if (now !== spoken && !mine.error) {
        spoken = now;
        announce(now);
      }
    },
  });
  render();
}

async function checkTask(id) {
  try {
    await api.progress(id);
    return 'open';
  } catch (failure) {
    if (failure instanceof TokenNeeded) {
      // With a new token of the same user the task can be read again from its first event.
      report(failure);
      return 'away';
    }
    return failure instanceof Problem && [403, 404].includes(failure.status) ? 'gone' : 'away';
  }
}

function forgetTask() {
  stream?.close();
  task = null;
  session.task = null;
  render();
}

function waitToRetry(failed) {
  failed.retryAt = Date.now() + (failed.error.retry_after_ms ?? 0);
  retryTimer = setInterval(() => {
    if (Date.now() >= failed.retryAt) {
      clearInterval(retryTimer);
    }
    render();
  }, 250);
}

async function cancel() {
  const mine = task;
  if (!mine || mine.cancelling) {
    return;
  }
  mine.cancelling = true;
  render();
  try {
    await api.cancel(mine.id);
    $('run-heading').focus();
  } catch (failure) {
    mine.cancelling = false;
    render();
    report(failure);
  }
}

function render() {
  renderTask(task, deityName);
  renderAskButton();
}

function speak(language) {
  setLanguage(language);
  retellForm();
  render();
}

async function start() {
  let deities;
  try {
    deities = await api.deities();
  } catch (failure) {
    report(failure);
    return;
  }
  show($('token-form'), false);
  say($('page-error'), null);
  const saved = task === null ? session.task : null;
  openForm(deities, saved?.request);
  if (saved?.request) {
    watch(saved);
  }
  render();
}

async function tellWhetherAModelIsConnected() {
  const health = await api.health().catch(() => ({}));
  show($('offline-notice'), health.language_model === 'offline-interpreter');
}

function bind() {
  bindForm({
    failed: (failure) => (failure ? report(failure) : say($('page-error'), null)),
    drawn: announce,
  });
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => speak(button.dataset.lang));
  }
  $('ask-form').addEventListener('submit', submit);
  $('cancel').addEventListener('click', cancel);
  $('retry').addEventListener('click', () => ask(task.request));
  $('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const token = $('token').value.trim().replace(/^Bearer\s+/i, '');
    if (token) {
      session.token = token;
      $('token').value = '';
      stream?.restart();
      start();
    }
  });
}

bind();
translatePage();
render();
tellWhetherAModelIsConnected();
start();
