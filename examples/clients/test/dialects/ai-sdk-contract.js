// The twelve tests of every client, with the AI SDK's transport and its reader of streams.
import { testClient } from '../contract.js';
import { TOKEN, World } from '../world.js';

const PAUSE_MS = 20;
const NOTHING = { outcome: 'gone', code: null };

export function testContract(major, { DefaultChatTransport, readUIMessageStream }) {
  const transportTo = (base, token) =>
    new DefaultChatTransport({
      api: `${base}/api/v1/ai-sdk/chat`,
      headers: { Authorization: `Bearer ${token}` },
      body: { deity_id: 'guan_yu', fortune_number: 40 },
    });

  /** A world in which each task is asked in a chat of its own, by a client that hangs up then. */
  class Chats extends World {
    #ofTasks = new Map();

    async ask() {
      const chatId = `a chat/${this.#ofTasks.size}`;
      const question = { id: 'm1', role: 'user', parts: [{ type: 'text', text: '順利嗎？' }] };
      const transport = transportTo(`http://127.0.0.1:${this.server.port}`, TOKEN);
      const stream = await transport.sendMessages({
        chatId,
        messages: [question],
        trigger: 'submit-message',
      });
      const reader = stream.getReader();
      const { value: start } = await reader.read();
      await reader.cancel();
      this.#ofTasks.set(start.messageId, chatId);
      return start.messageId;
    }

    chatOf(task) {
      return this.#ofTasks.get(task);
    }
  }

  /** A watcher that resumes the chat until it has ended, which the client leaves to the page. */
  function watch(world, task, { token = TOKEN }) {
    const seen = { history: [], text: '', outcome: null, code: null, states: ['connecting'] };
    const transport = transportTo(world.base, token);
    const end = { outcome: null, code: null };
    let leave = () => {};
    let closed = false;

    /** The parts that no message keeps, of a stream that passes by. */
    const ends = () =>
      new TransformStream({
        transform(part, out) {
          if (part.type === 'finish') {
            end.outcome = 'completed';
          } else if (part.type === 'abort') {
            end.outcome = end.code = 'cancelled';
          } else if (part.type === 'data-error') {
            end.code = part.data.code;
          } else if (part.type === 'error') {
            end.outcome = 'failed';
          }
          out.enqueue(part);
        },
      });

    function show(message) {
      const text = message.parts.filter((part) => part.type === 'text').map((part) => part.text);
      seen.text = text.join('');
      const step = message.parts.find((part) => part.type === 'data-progress')?.data;
      const last = seen.history.at(-1);
      if (step && (last?.progress !== step.percent || last.message !== step.message)) {
        seen.history.push({ stage: step.stage, progress: step.percent, message: step.message });
      }
    }

    async function connect() {
      const abort = new AbortController();
      leave = () => abort.abort();
      const chatId = world.chatOf(task);
      const stream = await transport.reconnectToStream({ chatId, abortSignal: abort.signal });
      if (stream === null) {
        Object.assign(end, NOTHING);
        return;
      }
      seen.history = [];
      const messages = readUIMessageStream({ stream: stream.pipeThrough(ends()), onError() {} });
      for await (const message of messages) {
        if (closed) {
          return;
        }
        show(message);
      }
    }

    async function follow() {
      for (;;) {
        await connect().catch((error) => {
          if (!(error instanceof TypeError || closed)) {
            throw error;
          }
        });
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
      see: async () => structuredClone(seen),
      cancel: () =>
        fetch(`${world.base}/api/v1/ai-sdk/chat/${encodeURIComponent(world.chatOf(task))}/stop`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${token}` },
        }),
      async close() {
        closed = true;
        leave();
      },
    };
  }

  return testClient(`ai ${major}`, {
    worlds: Chats,
    open: async (world, task, options = {}) => watch(world, task, options),
    told: { lost: NOTHING, gone: NOTHING, refused: NOTHING },
    except: { resync: 'each connection begins anew, so there is no place that it could lose' },
  });
}
