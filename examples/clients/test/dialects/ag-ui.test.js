// AG-UI's HttpAgent, with the verifier that it has in it, as it is on npm.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { tokenOf } from '../server.js';
import { TOKEN, World } from '../world.js';

const WORDS = ['  只聽', '耳邊\r\n', '消息到\n\n', '\u2028<b>😀', '</b> '];
const TEXT = WORDS.join('');
const QUESTION = { id: 'q1', role: 'user', content: '我下週的面試會順利嗎？' };
const POEM = { deity_id: 'guan_yu', fortune_number: 40 };

for (const version of ['0', '1']) {
  const { HttpAgent } = await import(`ag-ui-${version}`);
  const title = (what) => `AG-UI client ${version}: ${what}`;
  let world;
  let runs = 0;

  before(async () => {
    world = await World.begin();
  });
  after(() => world.end());

  const newRun = () => `run-${version}-${(runs += 1)}`;

  const agentOf = (token = TOKEN, initialMessages = [QUESTION]) =>
    new HttpAgent({
      url: `${world.base}/api/v1/ag-ui`,
      headers: { Authorization: `Bearer ${token}` },
      threadId: 'a thread',
      initialMessages,
    });

  /** Starts or attaches; `events` grows, `until` waits for one of them, `over` is the promise. */
  function run(agent, runId, forwardedProps = POEM) {
    const events = [];
    const waiting = [];
    const look = () =>
      waiting.splice(0).forEach(([holds, resolve]) =>
        events.some(holds) ? resolve() : waiting.push([holds, resolve]),
      );
    const over = agent.runAgent(
      { runId, forwardedProps },
      {
        onEvent: ({ event }) => {
          events.push(event);
          look();
        },
      },
    );
    const until = (holds) =>
      new Promise((resolve) => {
        waiting.push([holds, resolve]);
        look();
      });
    return { events, over, until };
  }

  async function write(words = WORDS) {
    const exchange = await world.model.next();
    exchange.begin();
    words.forEach((word) => exchange.word(word));
    return exchange;
  }

  const says = (text) => (event) => event.delta?.includes(text);
  const answers = (agent) => agent.messages.filter((message) => message.role === 'assistant');
  const last = (events) => events.at(-1);

  function assertAnswer(agent, text = TEXT) {
    assert.deepEqual(answers(agent).map((message) => message.content), [text]);
    assert.deepEqual(agent.messages.filter((message) => message.role === 'user'), [QUESTION]);
  }

  test(title('the whole run'), async () => {
    const agent = agentOf();
    const { events, over } = run(agent, newRun());
    (await write()).finish();

    const { result } = await over;

    assertAnswer(agent);
    assert.equal(result.response, TEXT);
    assert.equal(result.sources[0].fortune_number, 40);
    assert.equal(last(events).type, 'RUN_FINISHED');
    const steps = events.filter((event) => event.type === 'STEP_STARTED');
    assert.deepEqual(
      steps.map((step) => step.stepName),
      ['processing', 'analyzing_rag', 'generating_llm'],
    );
    const activity = agent.messages.find((message) => message.role === 'activity');
    assert.equal(activity.content.percent, 100);
    assert.ok(events.some((event) => event.name === 'tidings.sources'));
  });

  test(title('attaching in mid-run, after leaving, and after the end doubles nothing'), async () => {
    const id = newRun();
    const agent = agentOf();
    const first = run(agent, id);
    const exchange = await write(WORDS.slice(0, 2));
    await first.until(says('耳邊'));
    agent.abortRun();
    await first.over.catch(() => {});
    const other = agentOf();
    const second = run(other, id);
    const again = run(agent, id);
    for (const attached of [second, again]) {
      await attached.until((event) => event.type === 'TEXT_MESSAGE_START');
    }
    WORDS.slice(2).forEach((word) => exchange.word(word));
    exchange.finish();
    await Promise.all([second.over, again.over]);

    assertAnswer(agent);
    assertAnswer(other);
    await run(agent, id).over;
    assertAnswer(agent);
    const late = agentOf();
    await run(late, id).over;
    assertAnswer(late);
  });

  test(title('a cancel'), async () => {
    const id = newRun();
    const agent = agentOf();
    const { events, over, until } = run(agent, id);
    const exchange = await write(WORDS.slice(0, 2));
    await until(says('耳邊'));

    await world.call('POST', `/cancel/${id}`);
    await over;

    await exchange.gone;
    assertAnswer(agent, WORDS.slice(0, 2).join(''));
    if (version === '1') {
      assert.equal(last(events).type, 'RUN_FINISHED');
      assert.equal(last(events).outcome.type, 'cancelled');
    } else {
      assert.equal(last(events).type, 'RUN_ERROR');
      assert.equal(last(events).code, 'cancelled');
    }
  });

  test(title('a failure'), async () => {
    const { events, over } = run(agentOf(), newRun());
    (await world.model.next()).refuse(400);
    await over;

    assert.equal(last(events).type, 'RUN_ERROR');
    assert.equal(last(events).code, 'llm_rejected');
  });

  test(title("another's run, and an id that is none, are refused"), async () => {
    const id = newRun();
    const mine = run(agentOf(), id);
    (await write()).finish();
    await mine.over;

    await assert.rejects(run(agentOf(tokenOf('somebody else')), id).over, /403/);
    await assert.rejects(run(agentOf(), 'no/id').over, /400/);
  });
}
