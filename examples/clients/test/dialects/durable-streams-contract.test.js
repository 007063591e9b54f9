// The twelve tests of every client, with the official client of Durable Streams in both live modes.
import { stream } from '@durable-streams/client';
import { testClient } from '../contract.js';
import { TOKEN } from '../world.js';

const PAUSE_MS = 20;

/** A watcher that reads on from its last offset, which the client leaves to its caller. */
function watch(world, task, { live, token, lastEventId }) {
  const seen = { history: [], text: '', outcome: null, code: null, states: ['connecting'] };
  let offset = lastEventId?.replace(/-(\d+)$/, (_, n) => `_${n.padStart(16, '0')}`) ?? '-1';
  const end = { outcome: null, code: null };
  let response;
  let closed = false;

  function take(event) {
    if (event.type === 'enhanced_progress') {
      seen.history.push({ stage: event.stage, progress: event.progress, message: event.message });
    } else if (event.type === 'enhanced_token') {
      seen.text += event.text;
    } else if (event.type === 'enhanced_complete') {
      end.outcome = 'completed';
    } else if (event.type === 'enhanced_error') {
      end.outcome = event.code === 'cancelled' ? 'cancelled' : 'failed';
      end.code = event.code;
    }
  }

  async function connect() {
    response = await stream({
      url: `${world.base}/api/v1/durable/${task}`,
      headers: { Authorization: `Bearer ${token}` },
      offset,
      live,
      backoffOptions: {
        initialDelay: PAUSE_MS,
        maxDelay: PAUSE_MS,
        multiplier: 1,
        onFailedAttempt: () => seen.states.push('reconnecting'),
      },
    });
    await new Promise((resolve, reject) => {
      response.closed.catch(reject);
      response.subscribeJson((batch) => {
        if (closed) {
          return;
        }
        batch.items.forEach(take);
        offset = batch.offset;
        if (batch.streamClosed) {
          resolve();
        }
      });
    });
    Object.assign(seen, end);
    seen.states.push('ended');
  }

  async function follow() {
    for (;;) {
      try {
        return await connect();
      } catch (error) {
        if (closed) {
          return undefined;
        }
        if (error.status === 410) {
          offset = '-1';
        } else if (error.status !== undefined) {
          seen.outcome = error.status === 404 ? 'gone' : 'refused';
          seen.code = JSON.parse(error.text).code;
          return undefined;
        }
        seen.states.push('reconnecting');
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  follow();
  return {
    see: async () => structuredClone(seen),
    cancel: () => world.call('POST', `/cancel/${task}`),
    async close() {
      closed = true;
      response?.cancel();
    },
  };
}

const ANSWERS = { 'cut at every tenth event': 'the proxy counts events, and a long-poll has none' };

for (const [live, except] of [['sse', {}], ['long-poll', ANSWERS]]) {
  testClient(`Durable Streams, ${live}`, {
    open: async (world, task, { token = TOKEN, lastEventId } = {}) =>
      watch(world, task, { live, token, lastEventId }),
    told: { lost: { outcome: 'gone', code: 'unknown_task' } },
    except,
  });
}
