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
    progressHistory: [],
    connection: taskId ? 'connecting' : 'idle',
  };
}

/** The state after something was heard of the task. */
function heard(state, { taskId, ...news }) {
  const before = state.taskId === taskId ? state : begin(taskId);
  if (!news.step) {
    return { ...before, ...news };
  }
  const { stage, progress, message } = news.step;
  const after = { ...before, stage, progress, message: message ?? before.message };
  const last = before.progressHistory.at(-1);
  const known = last?.stage === stage && last.progress === progress && last.message === message;
  return known || message === null
    ? after
    : { ...after, progressHistory: [...before.progressHistory, news.step] };
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
      onProgress: ({ polled: _, ...step }) => say({ step }),
      onEnd({ outcome, event, refusal }) {
        following.current.over = event !== null;
        if (outcome === 'completed') {
          say({ result: event.result, failure: null, error: null });
        } else {
          const failure = event ?? refusal;
          say({ failure, error: event?.error ?? refusal?.message ?? outcome });
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
