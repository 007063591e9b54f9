// An OpenAI endpoint whose part the test plays: it takes each request and answers as it likes.
import { once } from 'node:events';
import { createServer } from 'node:http';

export class Model {
  #server = createServer((request, response) => this.#take(request, response));
  #arrived = [];
  #waiting = [];

  static async start() {
    const model = new Model();
    model.#server.listen(0, '127.0.0.1');
    await once(model.#server, 'listening');
    return model;
  }

  get baseUrl() {
    return `http://127.0.0.1:${this.#server.address().port}/v1`;
  }

  async #take(request, response) {
    let body = '';
    for await (const part of request) {
      body += part;
    }
    const exchange = new Exchange(response, JSON.parse(body));
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(exchange);
    } else {
      this.#arrived.push(exchange);
    }
  }

  /** The next request that has not been asked for yet. */
  next() {
    const arrived = this.#arrived.shift();
    return arrived ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

class Exchange {
  #response;
  #gone;

  constructor(response, body) {
    this.#response = response;
    this.body = body;
    this.#gone = once(response, 'close');
  }

  begin() {
    this.#response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    return this.#chunk({ role: 'assistant', content: '' }, null);
  }

  word(text) {
    return this.#chunk({ content: text }, null);
  }

  think(text) {
    return this.#chunk({ reasoning_content: text }, null);
  }

  callTool(id, name) {
    const call = { index: 0, id, type: 'function', function: { name, arguments: '{}' } };
    return this.#chunk({ tool_calls: [call] }, null);
  }

  finish(reason = 'stop') {
    this.#chunk({}, reason);
    this.#response.end('data: [DONE]\n\n');
  }

  /** Breaks off in the middle. */
  kill() {
    this.#response.destroy();
  }

  refuse(status) {
    this.#response.writeHead(status, { 'Content-Type': 'application/json' });
    this.#response.end('{"error":{"message":"told to","type":"some_error"}}');
  }

  /** Fulfilled when the other side has hung up, or all was sent. */
  get gone() {
    return this.#gone;
  }

  #chunk(delta, finish) {
    const choices = [{ index: 0, delta, finish_reason: finish }];
    const chunk = { object: 'chat.completion.chunk', model: 'fake-1', choices };
    this.#response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    return this;
  }
}
