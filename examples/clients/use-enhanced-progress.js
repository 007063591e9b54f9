// A React hook that follows a task of a Tidings server. For React 18 and 19: copy it, and
// tidings-client.js beside it. Apache-2.0, the Tidings authors.
import { useCallback, useEffect, useReducer, useRef } from 'react';
import { follow } from './tidings-client.js';

const CHAT = '/api/v1/streaming-chat';

function begin(taskId) {
  return {
    taskId,
    progress: 0,
    stage: null,
    message: null,
    text: '',
    result: null,
    error: null,
    failure: null,
    sources: [],
    attempt: null,
    reasoning: null,
    toolCalls: [],
    data: {},
    progressHistory: [],
    connection: taskId ? 'connecting' : 'idle',
  };
}

/** The state after something was heard of the task. */
function heard(state, { taskId, ...news }) {
  const before = state.taskId === taskId ? state : begin(taskId);
  if (news.fact) {
    return withFact(before, ...news.fact);
  }
  if (!news.step) {
    return { ...before, ...news };
  }
  const { stage, progress, message } = news.step;
  // A task that moves does not wait for its model any more; nor does one whose model lives.
  const attempt = progress > before.progress ? null : before.attempt;
  const after = { ...before, stage, progress, attempt, message: message ?? before.message };
  const last = before.progressHistory.at(-1);
  const known = last?.stage === stage && last.progress === progress && last.message === message;
  return known || message === null
    ? after
    : { ...after, progressHistory: [...before.progressHistory, news.step] };
}

/** The state after a fact; what the hook does not know by its name is in `data` all the same. */
function withFact(before, name, fact) {
  const after = { ...before, data: { ...before.data, [name]: fact } };
  switch (name) {
    case 'sources':
      return { ...after, sources: fact.sources ?? [] };
    case 'attempt':
      return { ...after, attempt: fact };
    case 'reasoning':
      return { ...after, attempt: null, reasoning: fact };
    case 'tool_call':
      return { ...after, attempt: null, toolCalls: withCall(before.toolCalls, fact) };
    default:
      return after;
  }
}

/** A call is told again when its state is another. */
function withCall(calls, call) {
  const known = calls.findIndex(({ id }) => id && id === call.id);
  return known < 0 ? [...calls, call] : calls.map((other, i) => (i === known ? call : other));
}

/**
 * Follows a task from wherever it is to its end, through lost connections, for as long as the
 * component is there. The types are in `use-enhanced-progress.d.ts`.
 *
 * @param taskId the task; null or undefined for none yet
 * @param authToken the bearer token, sent as a header; a new one goes on where the old one was
 * @param options.baseUrl where the server is, if the page is not from there
 * @param options.pauseMs the first pause before a reconnect; see `follow`
 */
export function useEnhancedProgress(taskId, authToken, { baseUrl = '', pauseMs } = {}) {
  const [known, tell] = useReducer(heard, taskId ?? null, begin);
  const following = useRef(null);

  useEffect(() => {
    if (!taskId) {
      return undefined;
    }
    // Effects run twice under StrictMode, and again with a new token: it is the same story then.
    const { task: before, over } = following.current?.taskId === taskId ? following.current : {};
    if (over) {
      return undefined;
    }
    const say = (news) => tell({ taskId, ...news });
    const task = follow(`${baseUrl}${CHAT}/sse/${encodeURIComponent(taskId)}`, {
      headers: authToken ? { Authorization: `Bearer ${authToken}` } : {},
      pauseMs,
      lastEventId: before?.lastEventId ?? undefined,
      text: before?.text,
      onConnection(connection) {
        // What was refused with the token before does not count with another.
        say({ connection, ...(connection === 'connecting' && { error: null, failure: null }) });
      },
      onText: (text) => say({ text }),
      onData: (...fact) => say({ fact }),
      onProgress: ({ polled: _, ...step }) => say({ step }),
      onEnd({ outcome, event, refusal }) {
        following.current.over = event !== null;
        if (outcome === 'completed') {
          const { result } = event;
          const sources = result.sources ?? [];
          say({ result, sources, attempt: null, failure: null, error: null });
        } else {
          const failure = event ?? refusal;
          say({ failure, attempt: null, error: event?.error ?? refusal?.message ?? outcome });
        }
      },
    });
    following.current = { taskId, task, over: false };
    return () => task.close();
  }, [taskId, authToken, baseUrl, pauseMs]);

  const cancel = useCallback(async () => {
    if (following.current?.taskId === taskId) {
      await following.current.task.cancel();
    }
  }, [taskId]);

  // Until the effect has run, nothing is known of a new task.
  const { taskId: _, ...now } = known.taskId === (taskId ?? null) ? known : begin(taskId ?? null);
  return { ...now, cancel };
}
