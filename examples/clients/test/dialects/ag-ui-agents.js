// AG-UI's agents on a thread of their own: where a connection breaks, an agent leaves a rejection that
// nobody can handle, and on the test's thread that would be the test's failure.
import { parentPort, workerData } from 'node:worker_threads';

const { HttpAgent } = await import(workerData.from);
const PAUSE_MS = 20;
const QUESTION = { id: 'q1', role: 'user', content: '順利嗎？' };

/** A watcher that attaches until the run has ended, which the agent leaves to its caller. */
function watch({ base, task, token, text }) {
  const seen = { history: [], outcome: null, code: null, states: ['connecting'] };
  const end = { outcome: null, code: null };
  const known = text && { id: `${task}-answer`, role: 'assistant', content: text };
  const agent = new HttpAgent({
    url: `${base}/api/v1/ag-ui`,
    headers: { Authorization: `Bearer ${token}` },
    threadId: 'a thread',
    initialMessages: known ? [QUESTION, known] : [QUESTION],
  });
  let closed = false;

  function onEvent({ event }) {
    if (event.type === 'ACTIVITY_SNAPSHOT') {
      const { stage, percent, message } = event.content;
      const last = seen.history.at(-1);
      if (last?.progress !== percent || last.message !== message) {
        seen.history.push({ stage, progress: percent, message });
      }
    } else if (event.type === 'RUN_FINISHED') {
      end.outcome = event.outcome?.type === 'cancelled' ? 'cancelled' : 'completed';
      end.code = event.outcome?.type === 'cancelled' ? 'cancelled' : null;
    } else if (event.type === 'RUN_ERROR') {
      end.outcome = event.code === 'cancelled' ? 'cancelled' : 'failed';
      end.code = event.code;
    }
  }

  async function follow() {
    for (;;) {
      try {
        await agent.runAgent({ runId: task }, { onEvent: (told) => closed || onEvent(told) });
      } catch (error) {
        if (error.status >= 400) {
          Object.assign(end, { outcome: 'refused', code: problemOf(error).code });
        }
      }
      if (closed) {
        return;
      }
      if (end.outcome !== null) {
        Object.assign(seen, end);
        seen.states.push('ended');
        return;
      }
      seen.states.push('reconnecting');
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  follow();
  return {
    see: () => ({ ...structuredClone(seen), text: textOf(agent) }),
    close() {
      closed = true;
      agent.abortRun();
    },
  };
}

function textOf(agent) {
  const answers = agent.messages.filter((message) => message.role === 'assistant');
  return answers.map((message) => message.content).join('');
}

/** The body of a refusal, which one version reads as JSON and the other as text. */
function problemOf({ payload }) {
  return typeof payload === 'string' ? JSON.parse(payload) : payload;
}

const watchers = new Map();

process.on('unhandledRejection', (reason) => {
  if (!(reason instanceof TypeError)) {
    throw reason;
  }
});

parentPort.on('message', ({ call, watcher, what, options }) => {
  if (what === 'open') {
    watchers.set(watcher, watch(options));
  }
  parentPort.postMessage({ call, seen: watchers.get(watcher)[what]?.() });
});
