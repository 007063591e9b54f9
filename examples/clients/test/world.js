// A fortune server behind a proxy, asking a model that the test plays.
import { Model } from './model.js';
import { Proxy } from './proxy.js';
import { Server, tokenOf } from './server.js';

export const TOKEN = tokenOf('a visitor');
export const CHAT = '/api/v1/streaming-chat';

/** Fulfilled once the check is; asked again and again, for half a minute. */
export async function eventually(check, what) {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) {
      throw new Error(`waited in vain until ${what}`);
    }
  }
}

export class World {
  #parts;

  constructor(model, server, proxy) {
    this.#parts = [proxy, model];
    this.model = model;
    this.server = server;
    this.proxy = proxy;
  }

  static async begin(environment = {}) {
    const model = await Model.start();
    const server = await Server.start({ OPENAI_BASE_URL: model.baseUrl, ...environment });
    return new this(model, server, await Proxy.to(server.port));
  }

  /** Where clients find the server: by way of the proxy. */
  get base() {
    return `http://127.0.0.1:${this.proxy.port}`;
  }

  /** A proxy that neither cuts nor slows. */
  async newProxy() {
    this.proxy.close();
    this.proxy = await Proxy.to(this.server.port);
    this.#parts.push(this.proxy);
  }

  /** Asks, past the proxy; gives the task's id. */
  async ask({ token = TOKEN, ...more } = {}) {
    const asked = await this.call('POST', '/ask-question', token, {
      deity_id: 'guan_yu',
      fortune_number: 40,
      question: '我下週的面試會順利嗎？',
      ...more,
    });
    return asked.task_id;
  }

  async call(method, path, token = TOKEN, body = undefined) {
    const answer = await fetch(`http://127.0.0.1:${this.server.port}${CHAT}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const json = await answer.json();
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(json)}`);
    }
    return json;
  }

  untilEnded(taskId) {
    return eventually(
      async () => !(await this.call('GET', `/progress/${taskId}`)).tracker_active,
      'the task has ended',
    );
  }

  untilForgotten(taskId) {
    const address = `http://127.0.0.1:${this.server.port}${CHAT}/progress/${taskId}`;
    const headers = { Authorization: `Bearer ${TOKEN}` };
    return eventually(
      async () => (await fetch(address, { headers })).status === 404,
      'the server knows the task no more',
    );
  }

  async end() {
    for (const part of this.#parts) {
      part.close();
    }
    await this.server.kill();
  }
}
