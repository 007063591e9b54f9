// The reader of event streams, against what the specification says of each byte.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventReader } from '../tidings-client.js';

function read(...pieces) {
  const events = [];
  const retries = [];
  const reader = eventReader((data, id) => events.push([data, id]), (ms) => retries.push(ms));
  for (const piece of pieces) {
    reader(piece);
  }
  return { events, retries };
}

const STREAM =
  'retry: 2000\n\n: a comment\nid: a-1\ndata: {"one":1}\n\n' +
  'id: a-2\r\ndata:first\r\ndata:  second\r\n\r\n' +
  'id\ndata\n\nevent: other\rid: a-3\rdata: x\r\r' +
  'data: no id of its own\n\nid: b\0d\ndata: y\n\nretry: 1s\n\nid: a-4\n\ndata: 🙂\n\ndata: cut off';
const EVENTS = [
  ['{"one":1}', 'a-1'],
  ['first\n second', 'a-2'],
  ['', ''],
  ['x', 'a-3'],
  ['no id of its own', 'a-3'],
  ['y', 'a-3'],
  ['🙂', 'a-4'],
];

test('a stream in one piece', () => {
  assert.deepEqual(read(STREAM), { events: EVENTS, retries: [2000] });
});

test('a stream in pieces, wherever they are cut', () => {
  for (let at = 0; at <= STREAM.length; at += 1) {
    assert.deepEqual(read(STREAM.slice(0, at), '', STREAM.slice(at)).events, EVENTS, `at ${at}`);
  }
  assert.deepEqual(read(...STREAM.split('')).events, EVENTS);
});

test('an event that is not complete is not told', () => {
  assert.deepEqual(read('data: x\n').events, []);
  assert.deepEqual(read('data: x\n', '\n').events, [['x', '']]);
});

test('a long event in many pieces takes time in proportion', () => {
  const started = performance.now();
  const pieces = Array.from({ length: 20_000 }, () => 'x'.repeat(100));
  const { events } = read('data: ', ...pieces, '\n\n');
  assert.equal(events[0][0].length, 2_000_000);
  assert.ok(performance.now() - started < 5000);
});
