// The hook in use: a component asks with fetch, keeps the task's id in its state, and shows what
// the hook tells of it. No build step, so elements are made with h() in place of JSX.
import { createElement as h, StrictMode, useEffect, useState } from 'react';
import { useEnhancedProgress } from '/clients/use-enhanced-progress.js';

const TOKEN_KEY = 'tidings.demo';
const LANGUAGES = { en: 'English', zh: '中文', ja: '日本語' };

async function send(method, path, token, body) {
  const answer = await fetch(path, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail), { status: answer.status });
  }
  return json;
}

/** Asks with the token that was typed in, or a demo token, where the server gives those out. */
async function ask(question, typed) {
  const at = '/api/v1/streaming-chat/ask-question';
  const kept = typed || localStorage.getItem(TOKEN_KEY);
  if (kept) {
    try {
      return { token: kept, ...(await send('POST', at, kept, question)) };
    } catch (failure) {
      if (typed || failure.status !== 401) {
        throw failure;
      }
    }
  }
  const { token } = await send('POST', '/api/v1/auth/demo-token');
  localStorage.setItem(TOKEN_KEY, token);
  return { token, ...(await send('POST', at, token, question)) };
}

function AskForm({ busy, needsToken, onAsk }) {
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    onAsk(
      {
        deity_id: 'guan_yu',
        fortune_number: Number(form.get('number')),
        question: form.get('question'),
        language: form.get('language'),
      },
      form.get('token'),
    );
  };
  return h(
    'form',
    { className: 'card', onSubmit: submit, 'aria-label': 'Question' },
    h('label', { htmlFor: 'number' }, 'Poem of Guan Yu, 1 to 100'),
    h('input', { id: 'number', name: 'number', type: 'number', min: 1, max: 100, defaultValue: 40 }),
    h('label', { htmlFor: 'question' }, 'Question'),
    h('textarea', { id: 'question', name: 'question', required: true, rows: 3 }),
    h('label', { htmlFor: 'language' }, 'Language of the answer'),
    h(
      'select',
      { id: 'language', name: 'language' },
      Object.entries(LANGUAGES).map(([code, name]) =>
        h('option', { key: code, value: code, lang: code }, name),
      ),
    ),
    needsToken && h('label', { htmlFor: 'token' }, 'Access token'),
    needsToken && h('input', { id: 'token', name: 'token', type: 'password', required: true }),
    h('button', { id: 'ask', className: 'primary wide', disabled: busy }, 'Ask'),
  );
}

function Task({ asked, onOver }) {
  const task = useEnhancedProgress(asked.task_id, asked.token);
  const { progress, stage, message, text, result, error, failure, progressHistory } = task;
  const { attempt, reasoning, sources, toolCalls } = task;
  const over = Boolean(result || error);
  useEffect(() => onOver(over), [over, onOver]);
  return h(
    'section',
    { className: 'card', 'aria-label': 'Reading', 'data-state': over ? 'over' : 'running' },
    h(
      'div',
      { className: 'meter' },
      h(
        'div',
        {
          id: 'progress',
          role: 'progressbar',
          'aria-label': 'Progress',
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': progress,
        },
        h('div', { id: 'progress-fill', style: { width: `${progress}%` } }),
      ),
      h('span', { id: 'progress-percent', 'aria-hidden': true }, `${progress}%`),
    ),
    h('p', { id: 'stage', role: 'status' }, [stage, message].filter(Boolean).join(': ')),
    h('p', { id: 'connection', className: 'hint' }, `Connection: ${task.connection}`),
    attempt &&
      h(
        'p',
        { id: 'attempt', className: 'hint' },
        `Try ${attempt.attempt} of ${attempt.of}: ${attempt.reason}`,
      ),
    reasoning &&
      !over &&
      !text &&
      h('p', { id: 'reasoning', className: 'hint' }, `Thinking: ${reasoning.length} characters`),
    sources.length > 0 && h(Sources, { sources }),
    toolCalls.length > 0 && h(ToolCalls, { toolCalls }),
    !over && h('button', { id: 'cancel', type: 'button', onClick: task.cancel }, 'Cancel'),
    error &&
      h(
        'div',
        { id: 'error', className: 'task-error', role: 'alert' },
        h('p', null, error),
        failure?.code && h('code', { className: 'hint' }, failure.code),
      ),
    text && h('div', { id: 'text', className: 'answer-text', lang: asked.language }, text),
    result && h(Result, { result }),
    progressHistory.length > 0 && h(History, { steps: progressHistory }),
  );
}

function Sources({ sources }) {
  return h(
    'ul',
    { id: 'sources', className: 'sources', 'aria-label': 'Sources' },
    sources.map(({ title, deity_id: deity, fortune_number: number }, i) =>
      h('li', { key: i }, h('span', { lang: 'zh-Hant' }, title), ` ${deity} ${number}`),
    ),
  );
}

function ToolCalls({ toolCalls }) {
  return h(
    'ul',
    { id: 'tools', className: 'sources', 'aria-label': 'Tools' },
    toolCalls.map(({ name, state }, i) => h('li', { key: i }, `${name}: ${state}`)),
  );
}

function Result({ result }) {
  const { confidence, confidence_method: method, model, processing_time_ms: time } = result;
  return h(
    'dl',
    { id: 'result', className: 'facts' },
    h('dt', null, 'Confidence'),
    h('dd', null, confidence === null ? 'not measured' : `${confidence}% (${method})`),
    h('dt', null, 'Model'),
    h('dd', null, model),
    h('dt', null, 'Time'),
    h('dd', null, `${time} ms`),
  );
}

function History({ steps }) {
  return h(
    'details',
    { id: 'history', open: true },
    h('summary', null, `${steps.length} steps`),
    h(
      'ol',
      null,
      steps.map((step, i) => h('li', { key: i }, `${step.progress}% ${step.message}`)),
    ),
  );
}

function App() {
  const [asked, setAsked] = useState(null);
  const [refused, setRefused] = useState(null);
  const [over, setOver] = useState(true);
  const [needsToken, setNeedsToken] = useState(false);
  const onAsk = async (question, token) => {
    setRefused(null);
    setOver(false);
    try {
      setAsked({ ...(await ask(question, token)), language: question.language });
    } catch (failure) {
      setOver(true);
      const wanted = failure.status === 401 || failure.status === 404;
      setNeedsToken(wanted || needsToken);
      setRefused(wanted ? 'This server needs an access token.' : failure.message);
    }
  };
  return h(
    'div',
    null,
    h('header', { className: 'masthead' }, h('h1', null, 'Temple Poems with React')),
    h(
      'main',
      null,
      refused && h('p', { id: 'refused', className: 'notice bad', role: 'alert' }, refused),
      h(
        'div',
        { className: 'columns' },
        h('div', { className: 'side' }, h(AskForm, { busy: !over, needsToken, onAsk })),
        h('div', { className: 'stage' }, asked && h(Task, { asked, onOver: setOver })),
      ),
    ),
    h(
      'footer',
      null,
      h('p', null, 'Made with ', h('code', null, 'useEnhancedProgress'), ', a hook to copy.'),
    ),
  );
}

window.ReactDOM.createRoot(document.getElementById('root')).render(h(StrictMode, null, h(App)));
