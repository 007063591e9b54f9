// The official TypeScript client asks the oracle, with a model whose part the test plays.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, afterEach, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Model } from '../../clients/test/model.js';

const JAR = fileURLToPath(new URL('../target/oracle-mcp.jar', import.meta.url));
const JAVA = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
const SILENCE_MILLIS = 300;
/** What a client waits for a note; several notes long, so that a slow machine is no silent one. */
const PATIENCE_MILLIS = 3_000;
const QUESTION = { deity_id: 'guan_yu', fortune_number: 40, question: 'Will it go well?', language: 'en' };

let model;
let client;

before(async () => {
  assert.ok(existsSync(JAR), `${JAR} is missing; build it with mvn -q package -DskipTests`);
  model = await Model.start();
  client = await connect({ OPENAI_BASE_URL: model.baseUrl, ORACLE_SILENCE_MILLIS: String(SILENCE_MILLIS) });
});

after(async () => {
  await client?.close();
  model?.close();
});

const others = [];
afterEach(async () => {
  for (const other of others.splice(0)) {
    await other.close();
  }
});

async function connect(environment) {
  const connected = new Client({ name: 'test', version: '1' });
  await connected.connect(
    new StdioClientTransport({
      command: JAVA,
      args: ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-jar', JAR],
      env: { PATH: process.env.PATH, ...environment },
    }),
  );
  return connected;
}

/** Asks, and collects the notes; `noted` tells when so many are there. */
function ask(options = {}, question = QUESTION) {
  const notes = [];
  const waiting = [];
  const answer = client.callTool({ name: 'ask_oracle', arguments: question }, undefined, {
    onprogress: (note) => {
      notes.push(note);
      waiting.splice(0).forEach((look) => look());
    },
    timeout: PATIENCE_MILLIS,
    resetTimeoutOnProgress: true,
    ...options,
  });
  const noted = async (count) => {
    while (notes.length < count) {
      await new Promise((resolve) => waiting.push(resolve));
    }
  };
  return { answer, notes, noted };
}

const percent = (note) => Number(/^(\d+)% \w+: ./.exec(note.message)[1]);

function assertCounts(notes) {
  assert.deepEqual(
    notes.map((note) => note.progress),
    notes.map((_, index) => index + 1),
  );
  assert.ok(notes.every((note) => note.total === undefined));
  const percents = notes.map(percent);
  assert.deepEqual(percents, [...percents].sort((one, other) => one - other));
}

test('the tool says what it wants', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['ask_oracle']);
  assert.deepEqual(tools[0].inputSchema.required, ['deity_id', 'fortune_number', 'question']);
  assert.ok(tools[0].inputSchema.properties.deity_id.enum.includes('guan_yu'));
});

test('each step is a note, and then there is the answer', async () => {
  const { answer, notes } = ask();
  const exchange = await model.next();
  exchange.begin();
  exchange.word('All ');
  exchange.word('will be well.');
  exchange.finish();

  const result = await answer;
  assert.equal(result.isError ?? false, false);
  assert.equal(result.content[0].text, 'All will be well.');
  assertCounts(notes);
  for (const step of [5, 25, 35, 45, 50, 65, 75, 92]) {
    assert.ok(notes.some((note) => percent(note) === step), `${step} in ${JSON.stringify(notes)}`);
  }
});

test('a model that is silent for longer than the client waits is waited for', async () => {
  const began = Date.now();
  const { answer, notes, noted } = ask();
  const exchange = await model.next();
  await noted(7 + Math.ceil((1.5 * PATIENCE_MILLIS) / SILENCE_MILLIS));
  assert.ok(Date.now() - began > PATIENCE_MILLIS);
  exchange.begin();
  exchange.word('Patience.');
  exchange.finish();

  assert.equal((await answer).content[0].text, 'Patience.');
  assertCounts(notes);
  const silent = notes.filter((note) => percent(note) === 65);
  assert.ok(silent.length > PATIENCE_MILLIS / SILENCE_MILLIS);
  assert.equal(new Set(silent.map((note) => note.message)).size, 1);
});

test('without its time begun anew the same client gives up', async () => {
  const { answer } = ask({ resetTimeoutOnProgress: false, timeout: 2 * SILENCE_MILLIS });
  await assert.rejects(answer, /timed out/i);
  (await model.next()).refuse(400);
});

test('a failure is told in a sentence', async () => {
  const { answer, notes } = ask();
  const exchange = await model.next();
  exchange.refuse(400);

  const result = await answer;
  assert.equal(result.isError, true);
  assert.match(result.content[0].text, /^[A-Z].*\.$/);
  assertCounts(notes);
});

test('a question that nobody could answer is refused before anything begins', async () => {
  const result = await ask({}, { ...QUESTION, deity_id: 'zeus' }).answer.catch((refused) => refused);
  assert.ok(result instanceof Error || result.isError === true, JSON.stringify(result));
});

test('without a model the oracle answers all the same', async () => {
  const offline = await connect({});
  others.push(offline);
  const result = await offline.callTool({ name: 'ask_oracle', arguments: QUESTION });
  assert.ok(result.content[0].text.length > 200);
});
