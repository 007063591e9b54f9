// The client in Chromium, each watcher in a tab of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chromium, missing } from './chromium.js';
import { testClient, until } from './contract.js';
import { watch } from './watch.js';
import { CHAT, TOKEN, World } from './world.js';

let chromium = null;

const FOLLOW = `
  const [path, token, more, transport] = args;
  const { follow, Refusal } = await import('/clients/tidings-client.js');
  const headers = { Authorization: 'Bearer ' + token };
  const withTicket = async () => {
    const answer = await fetch(path.replace('/sse/', '/progress/'), { headers });
    const body = await answer.json();
    if (!answer.ok && !more.lastEventId) {
      throw new Refusal(answer.status, body);
    }
    return path + '?ticket=' + encodeURIComponent(body.stream_ticket);
  };
  const watch = ${watch};
  window.watching = watch(follow, transport === 'fetch' ? path : withTicket, {
    transport, headers, ...more });
  return null;`;

/** A watcher in a tab of its own, which stays when it is closed. */
function openWith(transport) {
  return async (world, task, { token = TOKEN, ...more } = {}) => {
    const tab = await chromium.open(`${world.base}/health`);
    await tab.run(FOLLOW, `${CHAT}/sse/${task}`, token, { pauseMs: 20, ...more }, transport);
    return {
      see: () => tab.run('return window.watching.see()'),
      cancel: () => tab.run('return window.watching.cancel()'),
      close: () => tab.run('return window.watching.close()'),
    };
  };
}

test('tidings-client in Chromium', { skip: missing }, async (t) => {
  chromium = await Chromium.start();
  t.after(() => chromium.quit());
  // Who asks for a ticket hears that the task is gone before any stream could say so.
  const gone = { outcome: 'gone', code: 'unknown_task' };
  const withTickets = { open: openWith('eventsource'), told: { lost: gone } };
  await testClient('over EventSource, with tickets', withTickets, t);
  await testClient('over fetch, with a header', { open: openWith('fetch') }, t);

  await t.test('the sixth and the seventh tab poll until another is done', async () => {
    const world = await World.begin();
    try {
      const open = openWith('eventsource');
      const tasks = [];
      const watchers = [];
      const exchanges = [];
      for (let i = 0; i < 7; i += 1) {
        tasks.push(await world.ask());
        exchanges.push((await world.model.next()).begin());
        watchers.push(await open(world, tasks[i]));
        const state = i < 5 ? 'open' : 'polling';
        await until(watchers[i], ({ states }) => states.at(-1) === state, state);
      }
      exchanges[6].word('第七').finish();
      const polled = await until(watchers[6], ({ outcome }) => outcome !== null, 'the end');
      assert.deepEqual([polled.outcome, polled.text], ['completed', '第七']);

      exchanges[0].finish();
      await until(watchers[0], ({ outcome }) => outcome !== null, 'the end');
      await until(watchers[5], ({ states }) => states.at(-1) === 'open', 'a stream');
      exchanges[5].word('第六').finish();
      const streamed = await until(watchers[5], ({ outcome }) => outcome !== null, 'the end');
      assert.deepEqual([streamed.outcome, streamed.text], ['completed', '第六']);
      for (const watcher of watchers) {
        await watcher.close();
      }
    } finally {
      await world.end();
    }
  });
});
