// The AI SDK's transport and its reader of streams, as they are on npm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tokenOf } from '../server.js';
import { TOKEN, World } from '../world.js';

const WORDS = ['  只聽', '耳邊\r\n', '消息到\n\n', '\u2028<b>😀', '</b> '];
const TEXT = WORDS.join('');
const API = '/api/v1/ai-sdk/chat';

const textOf = (message) =>
  message.parts.filter((part) => part.type === 'text').map((part) => part.text).join('');
const progressOf = (message) => message.parts.find((part) => part.type === 'data-progress').data;

/** Registers the tests of a major version. */
export function testAiSdk(major, { DefaultChatTransport, readUIMessageStream }) {
  const title = (what) => `ai ${major}: ${what}`;
  let world;
  let chats = 0;

  before(async () => {
    world = await World.begin();
  });
  after(() => world.end());

  const transportTo = (base, token = TOKEN, body = { deity_id: 'guan_yu', fortune_number: 40 }) =>
    new DefaultChatTransport({
      api: `${base}${API}`,
      fetch: async (...request) => {
        const response = await fetch(...request);
        if (response.status === 200) {
          assert.equal(response.headers.get('x-vercel-ai-ui-message-stream'), 'v1');
        } else if (!response.ok) {
          assert.match(response.headers.get('content-type'), /^text\/plain/);
        }
        return response;
      },
      headers: { Authorization: `Bearer ${token}` },
      body,
    });

  const newChat = () => `chat ${major}/${(chats += 1)}`;

  const send = (transport, chatId) =>
    transport.sendMessages({
      chatId,
      messages: [
        { id: 'm1', role: 'user', parts: [{ type: 'text', text: 'earlier' }] },
        { id: 'm2', role: 'user', parts: [{ type: 'text', text: '我下週的面試會順利嗎？' }] },
      ],
      trigger: 'submit-message',
      messageId: undefined,
      abortSignal: undefined,
    });

  /** Reads until that holds, or to the end; gives the last message, and the error if there was one. */
  async function read(stream, holds = () => false) {
    const seen = { message: undefined, error: undefined };
    try {
      const messages = readUIMessageStream({ stream, onError: (error) => (seen.error = error) });
      for await (const message of messages) {
        seen.message = message;
        if (holds(message)) {
          break;
        }
      }
    } catch (error) {
      seen.error = error;
    }
    return seen;
  }

  async function write(words = WORDS) {
    const exchange = await world.model.next();
    exchange.begin();
    words.forEach((word) => exchange.word(word));
    return exchange;
  }

  function assertWhole({ message, error }) {
    assert.equal(error, undefined);
    assert.equal(textOf(message), TEXT);
    assert.equal(message.role, 'assistant');
    assert.match(message.id, /^task_/);
    assert.equal(progressOf(message).percent, 100);
    const source = message.parts.find((part) => part.type === 'source-document');
    assert.equal(source.providerMetadata.tidings.fortune_number, 40);
    assert.equal(message.metadata.model, 'fake-1');
    assert.equal(message.parts.filter((part) => part.type === 'text').length, 1);
  }

  test(title('the whole answer, its progress, source and metadata'), async () => {
    const reading = read(await send(transportTo(world.base), newChat()));
    (await write()).finish();

    assertWhole(await reading);
  });

  test(title('a broken stream is resumed to the same message, and two tabs read it at once'), async () => {
    const chat = newChat();
    const stream = await send(transportTo(world.base), chat);
    const exchange = await write(WORDS.slice(0, 2));
    const first = read(stream);
    const direct = transportTo(`http://127.0.0.1:${world.server.port}`);
    const tab = await read(
      await direct.reconnectToStream({ chatId: chat }),
      (message) => message.parts.some((part) => part.type === 'text') && textOf(message).includes('耳邊'),
    );
    world.proxy.cutAll();
    const broken = await first;
    assert.ok(broken.error, 'an end that is none is an error');

    const again = read(await transportTo(world.base).reconnectToStream({ chatId: chat }));
    const other = read(await direct.reconnectToStream({ chatId: chat }));
    WORDS.slice(2).forEach((word) => exchange.word(word));
    exchange.finish();

    const resumed = await again;
    assertWhole(resumed);
    assertWhole(await other);
    assert.equal(resumed.message.id, tab.message.id);
    assertWhole(await read(await direct.reconnectToStream({ chatId: chat })));
  });

  test(title('nothing to resume'), async () => {
    const chat = newChat();
    const other = transportTo(world.base, tokenOf('somebody else'));
    const reading = read(await send(transportTo(world.base), chat));
    (await write()).finish();
    await reading;

    assert.equal(await transportTo(world.base).reconnectToStream({ chatId: newChat() }), null);
    assert.equal(await other.reconnectToStream({ chatId: chat }), null);
  });

  test(title('a stop ends the task, and an abort of the client does not'), async () => {
    const chat = newChat();
    const stop = (token) =>
      fetch(`${world.base}${API}/${encodeURIComponent(chat)}/stop`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
    const stream = await send(transportTo(world.base), chat);
    const exchange = await write(WORDS.slice(0, 2));
    await stream.cancel();
    const reading = read(await transportTo(world.base).reconnectToStream({ chatId: chat }));
    await stop(tokenOf('somebody else'));
    exchange.word(WORDS[2]);
    await read(
      await transportTo(world.base).reconnectToStream({ chatId: chat }),
      (message) => textOf(message).includes('消息到'),
    );

    assert.equal((await stop(TOKEN)).ok, true);

    const { message, error } = await reading;
    await exchange.gone;
    assert.equal(error, undefined);
    assert.equal(textOf(message), WORDS.slice(0, 3).join(''));
    assert.notEqual(progressOf(message).percent, 100);
  });

  test(title('a failure is a sentence and a code'), async () => {
    const reading = read(await send(transportTo(world.base), newChat()));
    (await world.model.next()).refuse(400);

    const { message, error } = await reading;

    assert.ok(error.message.length > 5, error.message);
    const failure = message.parts.find((part) => part.type === 'data-error').data;
    assert.deepEqual(failure, { code: 'llm_rejected', retryable: false });
  });

  test(title('a question that no poem fits'), async () => {
    const transport = transportTo(world.base, TOKEN, { deity_id: 'guan_yu' });
    const stream = await transport.sendMessages({
      chatId: newChat(),
      messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'qqqqzzzz' }] }],
      trigger: 'submit-message',
    });

    const { message } = await read(stream);

    const failure = message.parts.find((part) => part.type === 'data-error').data;
    assert.equal(failure.code, 'nothing_found');
  });

  test(title('a refusal is the sentence alone'), async () => {
    await assert.rejects(
      send(transportTo(world.base, TOKEN, { deity_id: 'nobody', fortune_number: 1 }), newChat()),
      { message: /^Field 'deity_id' names no deity/ },
    );
    await assert.rejects(send(transportTo(world.base, 'no token'), newChat()), (error) => {
      assert.doesNotMatch(error.message, /[{}]/);
      return true;
    });
  });
}
