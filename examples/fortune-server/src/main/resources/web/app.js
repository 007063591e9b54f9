// The page: what is asked, and the one task this tab follows.
import { follow } from '/clients/tidings-client.js';
import { api, Problem, TokenNeeded } from './api.js';
import {
  bindForm,
  deityName,
  fillForm,
  isOpen,
  openForm,
  readRequest,
  retellForm,
} from './ask-form.js';
import { $, say, setText, show } from './dom.js';
import { linkedTask, linkTo, renderHistory } from './history-view.js';
import { setLanguage, t, translatePage } from './i18n.js';
import { showAnswer, showRun } from './reading-place.js';
import { session } from './session.js';
import { apply, applyPoll, isOver, newTask } from './task.js';
import { renderTask, statusText } from './task-view.js';

let task = null;
let following = null;
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
    const { task_id, stream_ticket: ticket } = await api.ask(request);
    const asked = { task_id, request, at: new Date().toISOString() };
    session.remember(asked);
    history.pushState(null, '', linkTo(task_id));
    watch(asked, ticket);
    $('run-heading').focus({ preventScroll: true });
    showRun();
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

/** Follows a task, whether it runs or has ended. */
function watch(asked, ticket = null) {
  following?.close();
  clearInterval(retryTimer);
  task = newTask(asked);
  session.task = asked.task_id;
  const mine = task;
  let spoken = '';
  let given = ticket;
  let answering = false;
  const changed = () => {
    render();
    if (mine.text && !answering) {
      answering = true;
      showAnswer();
    }
    const now = mine.complete ? t('answer.ready') : statusText(mine);
    if (now !== spoken && !mine.error) {
      spoken = now;
      announce(now);
    }
  };
  const address = () => {
    const once = given;
    given = null;
    return api.streamAddress(mine.id, once);
  };
  following = follow(address, {
    transport: 'eventsource',
    headers: api.headers,
    onConnection(state) {
      mine.connection = state;
      render();
    },
    onText(text) {
      mine.text = text;
    },
    onProgress(progress) {
      if (progress.polled) {
        applyPoll(mine, progress);
        changed();
      }
    },
    onEvent(event) {
      apply(mine, event);
      if (event.type === 'enhanced_status' && !mine.request.question) {
        fillForm({ ...event.task_info, question: '' });
      }
      changed();
    },
    onEnd: ({ event, refusal }) => (event ? ended(mine) : lost(refusal)),
  });
  render();
  renderPast();
}

const renderPast = () => renderHistory(task?.id ?? null, deityName);

function ended(mine) {
  session.remember({ task_id: mine.id, outcome: mine.status });
  if (mine.error) {
    waitToRetry(mine);
  }
  render();
  renderPast();
}

/** The server does not know the task, or not us. */
function lost(refusal) {
  if (refusal.status === 401) {
    // With a new token of the same user the task can be read again from its first event.
    report(new TokenNeeded());
    return;
  }
  forgetTask();
  say($('page-error'), t('run.gone'));
}

function forgetTask() {
  following?.close();
  task = null;
  session.task = null;
  history.replaceState(null, '', location.pathname + location.search);
  render();
  renderPast();
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
  renderPast();
}

/** What was asked, as this browser remembers it; a link may come from elsewhere. */
function remembered(taskId) {
  return session.past.find((one) => one.task_id === taskId) ?? { task_id: taskId, request: {} };
}

/** Shows the task that the address names, unless it is shown already. */
function openLink() {
  const id = linkedTask();
  if (id && id !== task?.id) {
    say($('page-error'), null);
    const asked = remembered(id);
    fillForm(asked.request);
    watch(asked);
    $('run-heading').focus({ preventScroll: true });
    showRun();
  }
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
  const shown = task?.id ?? linkedTask() ?? session.task;
  const asked = shown ? remembered(shown) : null;
  openForm(deities, asked?.request);
  if (asked && (task === null || !isOver(task))) {
    watch(asked);
  }
  render();
  renderPast();
}

async function tellWhetherAModelIsConnected() {
  const health = await api.health().catch(() => ({}));
  show($('offline-notice'), health.language_model === 'offline-interpreter');
  tellHowQuestionsAreSearched(health);
}

/** While the server embeds its poems: how far it is, asked again until that is done. */
function tellHowQuestionsAreSearched({ retrieval, embedded }) {
  const busy = retrieval === 'embedding';
  say($('retrieval-notice'), busy ? t('embedding', embedded) : null);
  if (busy) {
    setTimeout(
      () => api.health().then(tellHowQuestionsAreSearched, () => tellHowQuestionsAreSearched({})),
      1000,
    );
  }
}

function bind() {
  let poemIsMissing = false;
  bindForm({
    failed(failure) {
      if (failure) {
        report(failure);
      } else if (poemIsMissing) {
        say($('page-error'), null); // Of its own failure only.
      }
      poemIsMissing = failure !== null;
    },
    drawn: announce,
  });
  for (const button of document.querySelectorAll('[data-lang]')) {
    button.addEventListener('click', () => speak(button.dataset.lang));
  }
  $('ask-form').addEventListener('submit', submit);
  $('cancel').addEventListener('click', cancel);
  $('retry').addEventListener('click', () => ask(task.request));
  $('forget').addEventListener('click', () => {
    session.forgetPast();
    renderPast();
    $('question').focus();
  });
  addEventListener('hashchange', openLink);
  addEventListener('popstate', openLink);
  $('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const token = $('token').value.trim().replace(/^Bearer\s+/i, '');
    if (token) {
      session.typeToken(token);
      $('token').value = '';
      start();
    }
  });
}

bind();
translatePage();
render();
tellWhetherAModelIsConnected();
start();
