// The official client of Durable Streams, as it is on npm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { stream } from '@durable-streams/client';
import { tokenOf } from '../server.js';
import { TOKEN, World } from '../world.js';

const WORDS = ['  只聽', '耳邊\r\n', '消息到\n\n', '\u2028<b>😀', '</b> '];
const TEXT = WORDS.join('');

let world;

before(async () => {
  world = await World.begin();
});
after(() => world.end());

const textOf = (items) =>
  items.filter((item) => item.type === 'enhanced_token').map((item) => item.text).join('');
const last = (items) => items.at(-1);

/** What one reader has been told, over one connection or several. */
class Reading {
  items = [];
  batches = [];
  breaks = 0;
  #request;
  #waiting = [];
  #leave;

  constructor(taskId, { live, offset = '-1', token = TOKEN, base = world.base }) {
    const headers = { Authorization: `Bearer ${token}` };
    this.#request = { url: `${base}/api/v1/durable/${taskId}`, headers, live };
    this.offset = offset;
  }

  /** Reads on, until the stream is closed; rejected when it cannot. */
  async connect() {
    const response = await stream({ ...this.#request, offset: this.offset });
    this.#leave = () => response.cancel();
    await new Promise((resolve, reject) => {
      response.closed.catch(reject);
      response.subscribeJson((batch) => {
        this.items.push(...batch.items);
        this.batches.push(batch);
        this.offset = batch.offset;
        this.#waiting.splice(0).forEach((look) => look());
        if (batch.streamClosed) {
          resolve();
        }
      });
    });
  }

  /** The same, over as many connections as it takes, which the client leaves to its caller. */
  async follow() {
    for (;;) {
      try {
        return await this.connect();
      } catch (error) {
        assert.equal(error.status, undefined, `${error}`);
        this.breaks += 1;
      }
    }
  }

  until(holds) {
    return new Promise((resolve) => {
      const look = () => (holds(this) ? resolve() : this.#waiting.push(look));
      look();
    });
  }

  leave() {
    this.#leave();
  }
}

/** Begins to read; `over` is fulfilled at the end of the stream. */
function read(taskId, options) {
  const reading = new Reading(taskId, options);
  reading.over = reading.connect();
  return reading;
}

async function write(words = WORDS) {
  const exchange = await world.model.next();
  exchange.begin();
  words.forEach((word) => exchange.word(word));
  return exchange;
}

const says = (text) => ({ items }) => textOf(items).includes(text);

function assertWhole(items) {
  assert.equal(textOf(items), TEXT);
  assert.equal(items[0].status, 'queued');
  assert.deepEqual(
    [...new Set(items.filter((item) => item.stage && item.progress).map((item) => item.stage))],
    ['processing', 'analyzing_rag', 'generating_llm', 'completed'],
  );
  assert.equal(last(items).type, 'enhanced_complete');
  assert.equal(last(items).result.response, TEXT);
  assert.equal(items.filter((item) => item.type === 'enhanced_complete').length, 1);
}

for (const live of ['sse', 'long-poll']) {
  const title = (what) => `Durable Streams, ${live}: ${what}`;

  test(title('the whole task, as it happens, to its end'), async () => {
    const id = await world.ask();
    const reading = read(id, { live });
    const exchange = await write(WORDS.slice(0, 2));
    await reading.until(says('耳邊'));
    WORDS.slice(2).forEach((word) => exchange.word(word));
    exchange.finish();
    await reading.over;

    assertWhole(reading.items);
    assert.ok(last(reading.batches).upToDate);
  });

  test(title('connections that break in mid-stream lose and double nothing'), async () => {
    const id = await world.ask();
    const reading = new Reading(id, { live });
    const over = reading.follow();
    const exchange = await write([]);
    for (const word of WORDS) {
      exchange.word(word);
      await reading.until(says(word));
      await reading.until(({ batches }) => last(batches).upToDate);
      world.proxy.cutAll();
    }
    exchange.finish();
    await over;

    assertWhole(reading.items);
    if (live === 'sse') {
      assert.ok(reading.breaks > 0, 'no connection broke');
    }
    const unbroken = read(id, { live });
    await unbroken.over;
    assert.deepEqual(reading.items, unbroken.items);
  });

  test(title('a second reader in mid-stream and one after the end'), async () => {
    const id = await world.ask();
    const first = read(id, { live });
    const exchange = await write(WORDS.slice(0, 2));
    await first.until(says('耳邊'));
    const second = read(id, { live });
    await second.until(says('耳邊'));
    first.leave();
    WORDS.slice(2).forEach((word) => exchange.word(word));
    exchange.finish();
    await second.over;

    assertWhole(second.items);
    const late = read(id, { live });
    await late.over;
    assert.deepEqual(late.items, second.items);
    const nothing = read(id, { live, offset: late.offset });
    await nothing.over;
    assert.deepEqual(nothing.items, []);
  });

  test(title('a cancel'), async () => {
    const id = await world.ask();
    const reading = read(id, { live });
    const exchange = await write(WORDS.slice(0, 2));
    await reading.until(says('耳邊'));

    await world.call('POST', `/cancel/${id}`);
    await reading.over;

    await exchange.gone;
    assert.equal(last(reading.items).type, 'enhanced_error');
    assert.equal(last(reading.items).code, 'cancelled');
    assert.equal(last(reading.items).partial_response, WORDS.slice(0, 2).join(''));
  });

  test(title('a failure'), async () => {
    const id = await world.ask();
    const reading = read(id, { live });
    (await world.model.next()).refuse(400);
    await reading.over;

    assert.equal(last(reading.items).code, 'llm_rejected');
    assert.equal(last(reading.items).retryable, false);
  });

  test(title("another's task, an unknown one, and an offset of another run"), async () => {
    const id = await world.ask();
    const whole = read(id, { live });
    (await write()).finish();
    await whole.over;

    await assert.rejects(read(id, { live, token: tokenOf('somebody else') }).over, { status: 403 });
    await assert.rejects(read('task_nobody_knows', { live }).over, { status: 404 });
    await assert.rejects(read(id, { live, offset: 'elsewhere_0000000000000001' }).over, {
      status: 410,
    });
    await assert.rejects(read(id, { live, offset: 'no offset' }).over, { status: 400 });
  });
}

test('Durable Streams: all there is, without waiting', async () => {
  const id = await world.ask();
  const exchange = await write(WORDS.slice(0, 2));
  const watching = read(id, { live: 'sse' });
  await watching.until(says('耳邊'));
  const request = {
    url: `${world.base}/api/v1/durable/${id}`,
    headers: { Authorization: `Bearer ${TOKEN}` },
    live: false,
  };

  const open = await stream(request);
  assert.equal(textOf(await open.json()), WORDS.slice(0, 2).join(''));
  assert.equal(open.streamClosed, false);
  WORDS.slice(2).forEach((word) => exchange.word(word));
  exchange.finish();
  await watching.over;
  const closed = await stream(request);
  assertWhole(await closed.json());
  assert.equal(closed.streamClosed, true);
});
