// What every client of a task has to do: the same tests for each, by way of a small interface.
//
// open(world, taskId, {token, lastEventId}) gives a watcher: see() tells what it knows by now,
//   { history: [{stage, progress, message}], text, outcome, code, states }
// where outcome and code are null until the end; cancel() and close() do what they say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenOf } from './server.js';
import { World } from './world.js';

const PATIENCE_MS = 30_000;
const LOOK_MS = 15;
const WORDS = ['  只聽', '耳邊\r\n', '消息到\n\n', '\u2028<b>😀', '</b> '];
const LONG = Array.from({ length: 120 }, (_, i) => `${i}:${WORDS[i % WORDS.length]}`);

/** What the watcher knows, once that holds. */
export async function until(watcher, holds, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await watcher.see();
    if (holds(seen)) {
      return seen;
    }
    if (Date.now() > end) {
      assert.fail(`waited in vain for ${what}: ${JSON.stringify(seen).slice(0, 2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const endOf = ({ outcome, code }) => ({ outcome, code });
const untilEnd = (watcher) => until(watcher, (seen) => seen.outcome !== null, 'an end');
const untilText = (watcher, text) =>
  until(watcher, (seen) => seen.text.includes(text), `the text ${JSON.stringify(text)}`);

function assertCompleted(seen, text) {
  assert.equal(seen.outcome, 'completed');
  assert.equal(seen.text, text);
  const percents = seen.history.map((step) => step.progress);
  assert.deepEqual(percents, [...percents].sort((a, b) => a - b), 'progress never goes down');
  assert.equal(percents.at(-1), 100);
  assert.equal(seen.states.at(-1), 'ended');
}

/** Every step once, in order; where those who come late are told the state alone, only that. */
function assertWholeStory(seen, { story }) {
  if (!story) {
    return;
  }
  const percents = seen.history.map((step) => step.progress);
  for (const percent of [5, 25, 35, 45, 50, 65, 75, 92, 100]) {
    assert.equal(percents.filter((one) => one === percent).length, 1, `${percent} in ${percents}`);
  }
}

async function write(world, words) {
  const exchange = await world.model.next();
  exchange.begin();
  for (const word of words) {
    exchange.word(word);
  }
  return exchange;
}

export const tests = {
  async whole(world, open, told) {
    const watcher = await open(await world.ask());
    (await write(world, WORDS)).finish();

    const seen = await untilEnd(watcher);
    assertCompleted(seen, WORDS.join(''));
    assertWholeStory(seen, told);
    assert.equal(seen.states[0], 'connecting');
    assert.ok(!seen.states.includes('reconnecting'), `${seen.states}`);
  },

  async late(world, open, told) {
    const task = await world.ask();
    const exchange = await write(world, WORDS.slice(0, 3));
    const early = await open(task);
    await untilText(early, WORDS[2]);

    const late = await open(task);
    await untilText(late, WORDS[2]);
    exchange.word(WORDS[3]).word(WORDS[4]).finish();
    const seen = await untilEnd(late);
    assertCompleted(seen, WORDS.join(''));
    assertWholeStory(seen, told);
    const { history } = await untilEnd(early);
    if (told.story) {
      assert.deepEqual(seen.history, history);
    }
  },

  async 'cut at every tenth event'(world, open, told) {
    world.proxy.cutAtEach(10);
    const watcher = await open(await world.ask());
    const exchange = await write(world, []);
    // One word at a time, so that texts are not joined and there is much to cut.
    let text = '';
    for (const word of LONG) {
      exchange.word(word);
      text += word;
      await untilText(watcher, text);
    }
    exchange.finish();

    const seen = await untilEnd(watcher);
    assertCompleted(seen, LONG.join(''));
    assertWholeStory(seen, told);
    assert.ok(world.proxy.cuts >= 10, `${world.proxy.cuts} cuts`);
    assert.ok(seen.states.includes('reconnecting'));
  },

  async slow(world, open) {
    const task = await world.ask();
    world.proxy.slowDownTo(16);
    const watcher = await open(task);
    const words = LONG.map((word) => word.repeat(20));
    (await write(world, words)).finish();

    assertCompleted(await untilEnd(watcher), words.join(''));
  },

  async cancel(world, open) {
    const watcher = await open(await world.ask());
    const exchange = await write(world, ['只聽']);
    await untilText(watcher, '只聽');

    await watcher.cancel();
    const seen = await untilEnd(watcher);
    assert.equal(seen.outcome, 'cancelled');
    assert.equal(seen.code, 'cancelled');
    assert.equal(seen.text, '只聽');
    await exchange.gone;
  },

  async fail(world, open) {
    const watcher = await open(await world.ask());
    const exchange = await write(world, ['只聽']);
    await untilText(watcher, '只聽');

    exchange.kill();
    const seen = await untilEnd(watcher);
    assert.equal(seen.outcome, 'failed');
    assert.equal(seen.code, 'llm_truncated');
    assert.equal(seen.text, '只聽');
  },

  async 'two tabs'(world, open, told) {
    const task = await world.ask();
    const one = await open(task);
    const other = await open(task);
    const exchange = await write(world, WORDS.slice(0, 2));
    await untilText(one, WORDS[1]);
    await untilText(other, WORDS[1]);
    await other.close();
    const third = await open(task);
    exchange.word(WORDS[2]).finish();

    const seen = await untilEnd(one);
    assertCompleted(seen, WORDS.slice(0, 3).join(''));
    const again = await untilEnd(third);
    assert.equal(again.text, seen.text);
    if (told.story) {
      assert.deepEqual(again.history, seen.history);
    }
    assert.equal((await other.see()).outcome, null, 'who is closed hears of no end');
  },

  async 'wrong user'(world, open, told) {
    const task = await world.ask();
    const watcher = await open(task, { token: tokenOf('somebody else') });

    const seen = await untilEnd(watcher);
    assert.deepEqual(endOf(seen), told.refused);
    assert.deepEqual([seen.history, seen.text], [[], '']);
    (await write(world, [])).finish();
  },

  async 'after the end'(world, open, told) {
    const task = await world.ask();
    (await write(world, WORDS)).finish();
    await world.untilEnded(task);

    const seen = await untilEnd(await open(task));
    assertCompleted(seen, WORDS.join(''));
    assertWholeStory(seen, told);
  },

  /** In a world that keeps an ended task for a second. */
  async 'after eviction'(world, open, told) {
    const task = await world.ask();
    (await write(world, WORDS)).finish();
    await world.untilEnded(task);
    await world.untilForgotten(task);

    const seen = await untilEnd(await open(task));
    assert.deepEqual(endOf(seen), told.gone);
    const back = await untilEnd(await open(task, { lastEventId: 'elsewhere-3' }));
    assert.deepEqual(endOf(back), told.lost);
  },

  async 'server restarted'(world, open, told) {
    const watcher = await open(await world.ask());
    await write(world, ['只聽']);
    await untilText(watcher, '只聽');

    await world.server.restart();
    const seen = await untilEnd(watcher);
    assert.deepEqual(endOf(seen), told.lost);
    assert.equal(seen.text, '只聽');
    assert.ok(seen.states.includes('reconnecting'));
  },

  async resync(world, open) {
    const task = await world.ask();
    const exchange = await write(world, WORDS.slice(0, 4));
    const first = await open(task);
    await untilText(first, WORDS[3]);

    const watcher = await open(task, { lastEventId: 'elsewhere-3', text: 'something else' });
    await until(watcher, (seen) => seen.text === WORDS.slice(0, 4).join(''), 'the text so far');
    exchange.word(WORDS[4]).finish();
    const seen = await untilEnd(watcher);
    assertCompleted(seen, WORDS.join(''));
  },
};

const OURS = {
  lost: { outcome: 'failed', code: 'task_lost' },
  gone: { outcome: 'gone', code: 'unknown_task' },
  refused: { outcome: 'refused', code: 'forbidden' },
  story: true,
};

/**
 * Registers the tests of a client.
 *
 * @param client.open opens a watcher in a world; see above
 * @param client.worlds the kind of world that it lives in, where asking is another thing there
 * @param client.except the titles of tests that its protocol does not allow, each with the reason
 * @param client.told what its protocol has other words for: how it says that a task which was known
 *   is lost, that one is not known, that one is another's; and whether it tells those who come late
 *   the whole story or the state alone
 */
export function testClient(name, { open, worlds = World, told = {}, except = {} }, parent = { test }) {
  return parent.test(name, async (t) => {
    const world = await worlds.begin();
    try {
      for (const [title, run] of Object.entries(tests)) {
        await t.test(title, { skip: except[title] ?? false }, () =>
          title === 'after eviction'
            ? inBriefWorld(worlds, (brief) => runIn(brief, run))
            : runIn(world, run).finally(() => world.newProxy()),
        );
      }
    } finally {
      await world.end();
    }
  });

  async function runIn(world, run) {
    const watchers = [];
    try {
      await run(
        world,
        async (task, options = {}) => {
          watchers.push(await open(world, task, options));
          return watchers.at(-1);
        },
        { ...OURS, ...told },
      );
    } finally {
      for (const watcher of watchers) {
        await watcher.close();
      }
    }
  }
}

/** A world in which an ended task is forgotten after a second. */
async function inBriefWorld(worlds, run) {
  const world = await worlds.begin({ TIDINGS_RETENTION_SECONDS: '1' });
  try {
    await run(world);
  } finally {
    await world.end();
  }
}
