// The hook's tests, for a React of whatever version.
import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { testClient, until } from './contract.js';
import { tokenOf } from './server.js';
import { eventually, TOKEN, World } from './world.js';

/** Runs them with the React that a module of that address finds. */
export async function testHook(version, besideReact) {
  process.env.TIDINGS_REACT = besideReact;
  register('./resolve-react.js', import.meta.url);
  const { createElement, StrictMode } = await import('react');
  const { create } = (await import('react-test-renderer')).default;
  const { useEnhancedProgress } = await import('../use-enhanced-progress.js');

  /** A component that shows a task, in a root of its own. */
  function mount(world, props) {
    const seen = { now: null, states: [], renders: 0, wrong: [] };
    function Reader({ task, token }) {
      const state = useEnhancedProgress(task, token, { baseUrl: world.base, pauseMs: 20 });
      seen.renders += 1;
      if (seen.now && seen.task === task && state.progress < seen.now.progress) {
        seen.wrong.push(`progress fell to ${state.progress}`);
      }
      if (task !== seen.task) {
        seen.states = [];
      }
      if (seen.states.at(-1) !== state.connection) {
        seen.states.push(state.connection);
      }
      seen.now = state;
      seen.task = task;
      return state.text;
    }
    const tree = (of) => createElement(StrictMode, null, createElement(Reader, of));
    const root = create(tree(props), { unstable_isConcurrent: true, unstable_strictMode: true });
    return {
      seen,
      show: (other) => root.update(tree(other)),
      unmount: () => root.unmount(),
      cancel: () => seen.now.cancel(),
      async see() {
        const { now } = seen;
        assert.deepEqual(seen.wrong, []);
        return {
          history: (now?.progressHistory ?? []).map(({ stage, progress, message }) => ({
            stage,
            progress,
            message,
          })),
          text: now?.text ?? '',
          outcome: outcomeOf(now),
          code: now?.failure?.code ?? null,
          states: seen.states,
          shown: root.toJSON(),
        };
      },
      close: async () => root.unmount(),
    };
  }

  function outcomeOf(state) {
    if (state?.result) {
      return 'completed';
    }
    if (!state?.error) {
      return null;
    }
    assert.equal(typeof state.error, 'string');
    return ['refused', 'gone'].includes(state.connection)
      ? state.connection
      : state.failure.code === 'cancelled'
        ? 'cancelled'
        : 'failed';
  }

  testClient(`useEnhancedProgress with ${version}`, {
    async open(world, task, { token = TOKEN, lastEventId, text } = {}) {
      if (lastEventId) {
        return watchFrom(world, task, token, { lastEventId, text });
      }
      return mount(world, { task, token });
    },
  });

  /** The hook has no way to begin elsewhere than at the beginning; a proxy loses its place. */
  async function watchFrom(world, task, token, { lastEventId }) {
    const real = globalThis.fetch;
    globalThis.fetch = (address, options) => {
      const fresh = String(address).includes('/sse/') && !options.headers['Last-Event-ID'];
      return real(address, {
        ...options,
        headers: { ...options.headers, ...(fresh && { 'Last-Event-ID': lastEventId }) },
      });
    };
    const mounted = mount(world, { task, token });
    await until(mounted, (seen) => seen.states.some((state) => state !== 'connecting'), 'a stream');
    globalThis.fetch = real;
    return mounted;
  }

  test(`useEnhancedProgress with ${version}: a component's life`, async (t) => {
    const world = await World.begin();
    t.after(() => world.end());
    const textIs = (mounted, text) =>
      until(mounted, (seen) => seen.text === text && seen.shown === text, `the text ${text}`);

    await t.test('an unmount in mid-stream closes the stream, and the task goes on', async () => {
      const task = await world.ask();
      const exchange = (await world.model.next()).begin().word('只聽');
      const mounted = mount(world, { task, token: TOKEN });
      await textIs(mounted, '只聽');
      const { renders } = mounted.seen;
      mounted.unmount();
      await untilSubscribers(world, task, 0);
      exchange.word('耳邊').finish();
      await world.untilEnded(task);
      assert.equal(mounted.seen.renders, renders);
    });

    await t.test('what is found, tried, thought and called is there as it happens', async () => {
      const task = await world.ask();
      const mounted = mount(world, { task, token: TOKEN });
      (await world.model.next()).refuse(503);
      const facts = (holds, what) =>
        until({ see: async () => mounted.seen.now }, (now) => now && holds(now), what);
      const tried = await facts((now) => now.attempt, 'a second try');
      assert.deepEqual(tried.sources, [
        { deity_id: 'guan_yu', fortune_number: 40, title: tried.sources[0].title },
      ]);
      const { wait_ms: wait, ...attempt } = tried.attempt;
      assert.deepEqual(attempt, { attempt: 2, of: 3, reason: 'llm_unavailable' });
      assert.equal(typeof wait, 'number');

      const exchange = (await world.model.next()).begin().think('想一想').callTool('c1', 'almanac');
      const called = await facts((now) => now.toolCalls.length > 0, 'a tool');
      assert.deepEqual(called.toolCalls, [{ id: 'c1', name: 'almanac', state: 'requested' }]);
      assert.deepEqual(called.reasoning, { length: 3 });
      assert.deepEqual(Object.keys(called.data), ['sources', 'attempt', 'reasoning', 'tool_call']);

      exchange.word('只聽').finish();
      const done = await facts((now) => now.result, 'the end');
      assert.equal(done.attempt, null);
      assert.deepEqual(done.sources, done.result.sources);
      mounted.unmount();
    });

    await t.test('under StrictMode there is one stream', async () => {
      const task = await world.ask();
      const exchange = (await world.model.next()).begin().word('只聽');
      const mounted = mount(world, { task, token: TOKEN });
      await textIs(mounted, '只聽');
      await untilSubscribers(world, task, 1);
      exchange.finish();
      await until(mounted, (seen) => seen.outcome === 'completed', 'the end');
      mounted.unmount();
    });

    await t.test('a new task id starts anew, with nothing of the old task', async () => {
      const one = await world.ask();
      const first = (await world.model.next()).begin().word('第一');
      const mounted = mount(world, { task: one, token: TOKEN });
      await textIs(mounted, '第一');
      const two = await world.ask();
      const second = (await world.model.next()).begin();
      mounted.show({ task: two, token: TOKEN });
      await until(mounted, (seen) => seen.text === '' && seen.history.length > 0, 'the new task');
      second.word('第二').finish();
      const seen = await until(mounted, ({ outcome }) => outcome !== null, 'the end');
      assert.deepEqual([seen.outcome, seen.text], ['completed', '第二']);
      await untilSubscribers(world, one, 0);
      first.finish();
      mounted.show({ task: null, token: TOKEN });
      await until(mounted, ({ outcome, text }) => outcome === null && text === '', 'nothing');
      mounted.unmount();
    });

    await t.test('a new token goes on where the old one was', async () => {
      const task = await world.ask();
      const exchange = (await world.model.next()).begin().word('只聽');
      const mounted = mount(world, { task, token: TOKEN });
      await textIs(mounted, '只聽');
      mounted.show({ task, token: tokenOf('a visitor', 7200) });
      exchange.word('耳邊').finish();
      const seen = await until(mounted, ({ outcome }) => outcome !== null, 'the end');
      assert.deepEqual([seen.outcome, seen.text], ['completed', '只聽耳邊']);
      const steps = seen.history.map((step) => step.progress);
      assert.equal(new Set(steps).size, steps.length);
      mounted.unmount();
    });
  });

  function untilSubscribers(world, task, count) {
    return eventually(async () => {
      const { tracker_info: info } = await world.call('GET', `/progress/${task}`);
      return info.subscribers_count === count;
    }, `the task has ${count} streams`);
  }
}
