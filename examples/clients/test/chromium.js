// A headless Chromium, driven by way of chromedriver (W3C WebDriver).
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

function find(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

const browser = find('chromium', 'chromium-browser', 'google-chrome', 'chrome');
const driver = find('chromedriver');

/** Why the browser's tests are left out; false when they are not. */
export const missing =
  browser && driver
    ? false
    : process.env.TIDINGS_REQUIRE_BROWSER === 'true'
      ? false
      : 'no chromium, or no chromedriver, on the PATH';

export class Chromium {
  #process;
  #profile = mkdtempSync(join(tmpdir(), 'tidings-clients-'));
  #session;

  static async start() {
    if (!browser || !driver) {
      throw new Error('no chromium, or no chromedriver, on the PATH; TIDINGS_REQUIRE_BROWSER is set');
    }
    const chromium = new Chromium();
    const port = await chromium.#run();
    const { sessionId } = await command('POST', `http://127.0.0.1:${port}/session`, {
      capabilities: {
        alwaysMatch: {
          'goog:chromeOptions': {
            binary: browser,
            args: [
              '--headless=new',
              '--no-sandbox',
              '--disable-gpu',
              '--disable-dev-shm-usage',
              '--no-first-run',
              '--disable-background-networking',
              '--disable-component-update',
              '--disable-sync',
              `--user-data-dir=${chromium.#profile}`,
            ],
          },
        },
      },
    });
    chromium.#session = `http://127.0.0.1:${port}/session/${sessionId}`;
    return chromium;
  }

  async #run() {
    this.#process = spawn(driver, ['--port=0'], { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const line of createInterface({ input: this.#process.stdout })) {
      const port = /started successfully on port ([0-9]+)/.exec(line)?.[1];
      if (port) {
        this.#process.stdout.resume();
        return port;
      }
    }
    throw new Error('chromedriver did not start');
  }

  /** Opens a page in a tab of its own. */
  async open(address) {
    const { handle } = await this.#do('POST', '/window/new', { type: 'tab' });
    const tab = new Tab(this, handle);
    await tab.do('POST', '/url', { url: address });
    return tab;
  }

  /** A command to a tab: the two steps of it come right after each other. */
  #queue = Promise.resolve();

  in(handle, method, path, body) {
    const done = this.#queue.then(async () => {
      await this.#do('POST', '/window', { handle });
      return this.#do(method, path, body);
    });
    this.#queue = done.catch(() => {});
    return done;
  }

  #do(method, path, body) {
    return command(method, this.#session + path, body);
  }

  async quit() {
    await command('DELETE', this.#session).catch(() => {});
    this.#process.kill();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Tab {
  #chromium;
  #handle;

  constructor(chromium, handle) {
    this.#chromium = chromium;
    this.#handle = handle;
  }

  do(method, path, body) {
    return this.#chromium.in(this.#handle, method, path, body);
  }

  /** What the body of an async function of those arguments comes to. */
  async run(body, ...args) {
    const script = `
      const done = arguments[arguments.length - 1];
      (async (...args) => { ${body} })(...[...arguments].slice(0, -1))
        .then((value) => done({ value }), (wrong) => done({ wrong: String(wrong?.stack ?? wrong) }));`;
    const { value, wrong } = await this.do('POST', '/execute/async', { script, args });
    if (wrong) {
      throw new Error(wrong);
    }
    return value;
  }

  async close() {
    await this.do('DELETE', '/window').catch(() => {});
  }
}

async function command(method, address, body) {
  const answer = await fetch(address, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (!answer.ok) {
    throw new Error(`${method} ${new URL(address).pathname}: ${value.message}`);
  }
  return value;
}
