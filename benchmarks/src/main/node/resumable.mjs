// The same as JournalMain and KillMain with npm's `resumable-stream`: one process works, another
// follows all its tasks through a Redis of their own.
//
//   npm ci
//   node resumable.mjs 1000 3000 20 1     tasks, pieces a second in all, seconds, readers of each
//                                         task in the other process
//   node resumable.mjs kill 100 1000 5    tasks, pieces a second, seconds until the kill
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from 'redis';
import { createResumableStreamContext } from 'resumable-stream';

const PIECE = 150;
const STAMP = 19;
const PATIENCE_MS = 30_000;

/** The machine's monotonic clock, which all processes share. */
const now = () => process.hrtime.bigint();
const piece = () => String(now()).padStart(STAMP, '0').padEnd(PIECE, 'x');
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Latencies {
  micros = [];
  constructor(warming) {
    this.warming = warming;
  }
  told(text) {
    const at = now();
    for (let i = 0; i + PIECE <= text.length; i += PIECE) {
      if (this.warming > 0) this.warming--;
      else this.micros.push(Number(at - BigInt(text.slice(i, i + STAMP))) / 1e3);
    }
  }
  toString() {
    const sorted = Float64Array.from(this.micros).sort();
    const ms = (share) => (sorted[Math.floor((sorted.length - 1) * share)] / 1e3).toFixed(2);
    return sorted.length === 0
      ? 'nothing'
      : `${sorted.length} pieces, p50 ${ms(0.5)} ms, p99 ${ms(0.99)} ms, worst ${ms(1)} ms`;
  }
}

async function context(redis) {
  const [publisher, subscriber] = [createClient({ url: redis }), createClient({ url: redis })];
  await Promise.all([publisher.connect(), subscriber.connect()]);
  return createResumableStreamContext({ waitUntil: () => {}, publisher, subscriber });
}

/** Reads to the end; how it came to it: `done`, or what was wrong. */
async function read(stream, told) {
  try {
    for await (const text of stream) told(text);
    return 'done';
  } catch (fault) {
    return fault.message;
  }
}

async function work([redis, tasks, rate, seconds]) {
  const streams = await context(redis);
  const latencies = new Latencies((rate * seconds) / 3);
  const controllers = [];
  for (let i = 0; i < tasks; i++) {
    const source = () => new ReadableStream({ start: (controller) => void (controllers[i] = controller) });
    const stream = await streams.createNewResumableStream(`load_${i}`, source);
    void read(stream, (text) => latencies.told(text));
  }
  process.send('started');
  await new Promise((resolve) => process.once('message', resolve));
  const begin = Number(now());
  for (let i = 0; i < rate * seconds; ) {
    const due = Math.min(rate * seconds, ((Number(now()) - begin) * rate) / 1e9);
    for (; i < due; i++) controllers[i % tasks].enqueue(piece());
    await pause(0);
  }
  await pause(500);
  process.send(String(latencies));
}

async function withRedis(action) {
  const folder = mkdtempSync(join(tmpdir(), 'redis'));
  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes'];
  const redis = spawn('redis-server', options);
  try {
    await new Promise((resolve) => redis.stdout.on('data', (text) => /Ready/.test(text) && resolve()));
    await action(`redis://127.0.0.1:${port}`);
  } finally {
    redis.kill();
    rmSync(folder, { recursive: true });
  }
}

async function spent(redis) {
  const client = await createClient({ url: redis }).connect();
  const info = await client.info('everything');
  await client.quit();
  const cpu = [...info.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].reduce((sum, [, s]) => sum + Number(s), 0);
  const calls = Object.fromEntries([...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, c, n]) => [c, Number(n)]));
  return { cpu, calls };
}

async function startWorker(redis, load) {
  const worker = fork(fileURLToPath(import.meta.url), ['worker', redis, ...load.map(String)]);
  await new Promise((resolve) => worker.once('message', resolve));
  return worker;
}

async function follow(redis, [tasks, rate, seconds, readers]) {
  const worker = await startWorker(redis, [tasks, rate, seconds]);
  const streams = await context(redis);
  const latencies = new Latencies((rate * seconds * readers) / 3);
  for (let i = 0; i < tasks; i++) {
    for (let reader = 0; reader < readers; reader++) {
      void read(await streams.resumeExistingStream(`load_${i}`), (text) => latencies.told(text));
    }
  }
  const before = await spent(redis);
  const own = new Promise((resolve) => worker.once('message', resolve));
  worker.send('go');
  console.log(`worker's own process:  ${await own}`);
  const after = await spent(redis);
  console.log(`another process:       ${latencies}`);
  const each = Object.entries(after.calls)
    .map(([command, count]) => [command, (count - (before.calls[command] ?? 0)) / (rate * seconds)])
    .filter(([, count]) => count >= 0.005)
    .map(([command, count]) => `${command}=${count.toFixed(2)}`);
  const cpu = ((after.cpu - before.cpu) * 1e6) / (rate * seconds);
  console.log(`Redis, for each piece: ${cpu.toFixed(1)} µs of CPU, commands {${each.join(', ')}}`);
  worker.kill('SIGKILL');
}

async function kill(redis, [tasks, rate, seconds]) {
  const worker = await startWorker(redis, [tasks, rate, 2 * seconds]);
  const watch = async () => {
    const streams = await context(redis);
    const told = { characters: 0, ends: 0, faults: 0 };
    for (let i = 0; i < tasks; i++) {
      const name = `load_${i}`;
      void (async () => {
        try {
          const stream = await streams.resumeExistingStream(name);
          const how = await read(stream, (text) => void (told.characters += text.length));
          how === 'done' ? told.ends++ : told.faults++;
        } catch {
          told.faults++;
        }
      })();
    }
    return told;
  };
  const before = await watch();
  worker.send('go');
  await pause(seconds * 1000);
  worker.kill('SIGKILL');
  await pause(100);
  const after = await watch();
  await pause(PATIENCE_MS);
  const pieces = (told) => Math.floor(told.characters / PIECE);
  console.log(
    `resumable-stream: those who watched saw ${pieces(before)} pieces, who came after the kill ${pieces(after)};` +
      ` told an end within ${PATIENCE_MS / 1000} s: ${before.ends} and ${after.ends} of ${tasks},` +
      ` told a fault: ${before.faults} and ${after.faults}`,
  );
}

const [first, ...rest] = process.argv.slice(2);
if (first === 'worker') {
  const [redis, ...numbers] = rest;
  await work([redis, ...numbers.map(Number)]);
} else {
  const load = (first === 'kill' ? rest : [first, ...rest]).map(Number);
  await withRedis((redis) => (first === 'kill' ? kill(redis, load) : follow(redis, load)));
  process.exit(0);
}
