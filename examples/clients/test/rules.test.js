// What the client does in cases that a server seldom makes, with a server of the test's own.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { follow } from '../tidings-client.js';

let server;
let requests;
let routes;

beforeEach(async () => {
  requests = [];
  routes = {};
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://host');
    const kind = pathname.split('/').at(-2);
    const seen = { kind, request, searchParams, lastId: request.headers['last-event-id'] };
    requests.push(seen);
    (routes[kind] ?? problem(404, 'not_found'))(response, seen);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const of = (kind) => requests.filter((request) => request.kind === kind);
const at = (query = '') => `http://127.0.0.1:${server.address().port}/x/sse/task_1${query}`;

function problem(status, code, headers = {}) {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers });
    response.end(JSON.stringify({ status, code, detail: `No: ${code}.` }));
  };
}

function json(status, body) {
  return (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };
}

const id = (n, event) => `id: e-${n}\ndata: ${JSON.stringify(event)}\n\n`;
const status = { type: 'enhanced_status', status: 'queued', progress: 0 };
const token = (offset, text) => ({ type: 'enhanced_token', stage: 's', offset, text });
const complete = {
  type: 'enhanced_complete',
  result: { response: 'abc', confidence: null },
  summary: {},
};
const progress = { current_status: 's', current_progress: 7, status_message: 'm', tracker_active: true };

/** Sends the headers and those pieces, and ends or breaks off. */
function stream(pieces, { breaks = false } = {}) {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream;charset=utf-8' });
    response.write('retry: 1\n\n');
    for (const piece of pieces) {
      response.write(piece);
    }
    if (breaks) {
      setImmediate(() => response.destroy());
    } else if (breaks !== null) {
      response.end();
    }
  };
}

/** One answer after the other; the last for all that follow. */
function turns(...answers) {
  return (...request) => (answers.length > 1 ? answers.shift() : answers[0])(...request);
}

function following(options = {}, url = at()) {
  const told = { events: [], texts: [], states: [], progress: [], ends: [] };
  const task = follow(url, {
    pauseMs: 1,
    pollMs: 5,
    onEvent: (event) => told.events.push(event.type),
    onText: (text, added) => told.texts.push([text, added]),
    onProgress: (step) => told.progress.push(step),
    onConnection: (state, detail) => told.states.push([state, detail.status ?? null]),
    onEnd: (end) => told.ends.push(end),
    ...options,
  });
  return { ...told, task };
}

test('goes on after the last id, and joins by offset', async () => {
  routes.sse = turns(
    stream([id(1, status), id(2, token(0, 'a'))], { breaks: true }),
    stream([id(3, token(0, 'ab')), id(4, token(1, 'b')), id(5, token(2, 'c')), id('6e', complete)]),
  );
  const { task, texts, ends } = following();
  const end = await task.ended;
  assert.equal(end.outcome, 'completed');
  assert.deepEqual(of('sse').map((request) => request.lastId), [undefined, 'e-2']);
  assert.deepEqual(texts, [['a', 'a'], ['ab', null], ['abc', 'c']]);
  assert.deepEqual(ends, [end]);
  assert.equal(task.lastEventId, 'e-6e');
});

test('tells facts by their names, also those that a resync stands for', async () => {
  const fact = (name, data) => ({ type: 'enhanced_data', stage: 'analyzing_rag', name, data });
  const resync = { ...status, resync: true, text: 'a', data: { sources: { sources: [1] }, host: {} } };
  routes.sse = stream([
    id(3, resync),
    id(4, fact('host', { answer: 42 })),
    id('5e', complete),
  ]);
  const facts = [];
  const { task, events } = following({ onData: (name, data) => facts.push([name, data]) });
  await task.ended;
  assert.deepEqual(facts, [
    ['sources', { sources: [1] }],
    ['host', {}],
    ['host', { answer: 42 }],
  ]);
  assert.equal(events.filter((type) => type === 'enhanced_data').length, 1);
});

test('reads a text with a hole again from its first event, once', async () => {
  routes.sse = turns(
    stream([id(1, status), id(2, token(0, 'a')), id(3, token(2, 'c'))], { breaks: null }),
    stream([id(1, status), id(2, token(0, 'a')), id(3, token(2, 'c')), id('4e', complete)]),
  );
  const { task, texts } = following();
  assert.equal((await task.ended).text, 'abc');
  assert.deepEqual(of('sse').map((request) => request.lastId), [undefined, undefined]);
  assert.ok(texts.every(([text]) => 'abc'.startsWith(text)));
});

test('asks for the address anew for each connection', async () => {
  routes.sse = turns(
    problem(401, 'unauthorized'),
    stream([id(1, status)], { breaks: true }),
    stream([id('2e', complete)]),
  );
  routes.result = json(202, progress);
  let given = 0;
  const { task, states } = following({}, async () => at(`?ticket=${(given += 1)}`));
  assert.equal((await task.ended).outcome, 'completed');
  assert.deepEqual(
    states.map(([state]) => state),
    ['connecting', 'open', 'reconnecting', 'open', 'ended'],
    'a ticket that was too old costs no pause',
  );
  assert.deepEqual(
    of('sse').map((request) => request.searchParams.get('ticket')),
    ['1', '2', '3'],
  );
});

test('asks for headers anew at a 401, and gives up when that does not help', async () => {
  routes.sse = problem(401, 'unauthorized');
  routes.result = problem(401, 'unauthorized');
  let given = 0;
  const { task, states } = following({
    headers: () => ({ Authorization: `Bearer ${(given += 1)}` }),
  });
  const end = await task.ended;
  assert.equal(end.outcome, 'refused');
  assert.equal(end.refusal.code, 'unauthorized');
  assert.equal(end.refusal.message, 'No: unauthorized.');
  assert.deepEqual(states.at(-1), ['refused', 401]);
  assert.equal(of('sse').length, 1);
  assert.equal(of('result').length, 2);
});

test('at 204 it stops, and the result tells the end', async () => {
  routes.sse = (response) => response.writeHead(204).end();
  routes.result = json(200, complete);
  const { task, events } = following({ lastEventId: 'e-9e', text: 'abc' });
  assert.equal((await task.ended).outcome, 'completed');
  assert.deepEqual(events, ['enhanced_complete']);
  assert.equal(of('sse').length, 1);
});

test('at 204 without a result it is gone', async () => {
  routes.sse = (response) => response.writeHead(204).end();
  assert.equal((await following({ lastEventId: 'e-9e' }).task.ended).outcome, 'gone');
});

test('an unknown task is gone, another user\'s is refused', async () => {
  routes.sse = problem(404, 'unknown_task');
  routes.result = problem(404, 'unknown_task');
  assert.equal((await following().task.ended).outcome, 'gone');
  routes.sse = problem(403, 'forbidden');
  routes.result = problem(403, 'forbidden');
  const { task, states } = following();
  assert.equal((await task.ended).refusal.status, 403);
  assert.deepEqual(states.map(([state]) => state), ['connecting', 'refused']);
});

test('waits as long as a busy server says', async () => {
  routes.sse = turns(
    problem(503, 'busy', { 'Retry-After': '1' }),
    stream([id(1, status), id('2e', complete)]),
  );
  routes.result = json(202, progress);
  const delays = [];
  const { task } = following({ onConnection: (_, { delayMs }) => delays.push(delayMs) });
  assert.equal((await task.ended).outcome, 'completed');
  assert.equal(Math.max(...delays.filter(Boolean)), 1000);
});

test('pauses grow, with jitter, and begin anew once something came', async () => {
  const delays = [];
  const cut = stream([], { breaks: true });
  routes.sse = turns(cut, cut, cut, cut, stream([id(1, status)], { breaks: true }), stream([id('2e', complete)]));
  const { task } = following({
    pauseMs: 4,
    onConnection: (state, { delayMs }) => state === 'reconnecting' && delays.push(delayMs),
  });
  await task.ended;
  assert.equal(delays.length, 5);
  [4, 8, 16, 32, 4].forEach((most, i) => {
    assert.ok(delays[i] >= most / 2 - 1 && delays[i] <= most, `${delays}`);
  });
});

test('polls while no stream answers, says so, and tells the end', async () => {
  routes.sse = () => {}; // Never an answer, as behind a proxy that keeps it.
  let polls = 0;
  routes.progress = (response) => {
    polls += 1;
    json(200, { ...progress, current_progress: polls, tracker_active: polls < 4 })(response);
  };
  routes.result = json(200, complete);
  const { task, states, progress: told } = following({ openMs: 50 });
  const end = await task.ended;
  assert.equal(end.outcome, 'completed');
  assert.equal(end.text, 'abc');
  assert.deepEqual(states.map(([state]) => state), ['connecting', 'polling', 'ended']);
  assert.deepEqual(told.map((step) => [step.progress, step.polled]), [1, 2, 3, 4].map((n) => [n, true]));
});

test('a stream that opens and says nothing counts as none', async () => {
  routes.sse = (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
  };
  routes.progress = json(200, { ...progress, tracker_active: false });
  routes.result = json(200, complete);
  const { task, states } = following({ openMs: 50 });
  await task.ended;
  assert.ok(states.some(([state]) => state === 'polling'));
});

test('a stream that has pinged and falls silent is read again', async () => {
  routes.sse = turns(
    stream([id(1, status), 'data: {"type":"enhanced_ping"}\n\n'], { breaks: null }),
    stream([id('2e', complete)]),
  );
  const { task, states } = following({ silenceMs: 100 });
  await task.ended;
  assert.deepEqual(states.map(([state]) => state), ['connecting', 'open', 'reconnecting', 'open', 'ended']);
});

test('after close nobody hears anything', async () => {
  let close;
  routes.sse = (response) => {
    stream([id(1, status)], { breaks: null })(response);
    close = () => response.write(id('2e', complete));
  };
  const stop = new AbortController();
  let opened;
  const first = new Promise((resolve) => (opened = resolve));
  const { task, ends, events } = following({ signal: stop.signal, onProgress: () => opened() });
  await first;
  stop.abort();
  close();
  assert.equal((await task.ended).outcome, 'closed');
  assert.deepEqual([ends, events], [[], ['enhanced_status']]);
});

test('a handler that throws ends nothing', async () => {
  routes.sse = stream([id(1, status), id(2, token(0, 'a')), id('3e', complete)]);
  const faults = [];
  globalThis.reportError = (fault) => faults.push(fault.message);
  const { task } = following({
    onEvent() {
      throw new Error('mine');
    },
  });
  assert.equal((await task.ended).text, 'abc');
  delete globalThis.reportError;
  assert.deepEqual(faults, ['mine', 'mine', 'mine']);
});

test('cancel is a call of its own, and tells a refusal', async () => {
  routes.sse = stream([id(1, status)], { breaks: null });
  routes.cancel = turns(json(200, progress), problem(404, 'unknown_task'));
  const { task } = following({ headers: { Authorization: 'Bearer x' } });
  await task.cancel();
  assert.equal(of('cancel')[0].request.headers.authorization, 'Bearer x');
  await assert.rejects(task.cancel(), { name: 'Refusal', status: 404, code: 'unknown_task' });
  task.close();
});

test('an address that is none is told at once', () => {
  assert.throws(() => follow('http://'), TypeError);
});
