// A TCP proxy that cuts streams, or passes them on slowly.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export class Proxy {
  #target;
  #server = createServer((client) => this.#pass(client));
  #sockets = new Set();
  /** How many streams were cut. */
  cuts = 0;
  #cutAt = 0;
  #furthest = 0;
  #bytesPerMillisecond = Infinity;

  constructor(target) {
    this.#target = target;
  }

  static async to(target) {
    const proxy = new Proxy(target);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port() {
    return this.#server.address().port;
  }

  /**
   * From now on each connection breaks at the n-th stored event of those that no connection before
   * brought as far as here: by turns behind it, and in the middle of it.
   */
  cutAtEach(n) {
    this.#cutAt = n;
  }

  /** From now on the server's bytes pass no faster than that. */
  slowDownTo(bytesPerMillisecond) {
    this.#bytesPerMillisecond = bytesPerMillisecond;
  }

  /** Breaks everything that is open now. */
  cutAll() {
    for (const socket of this.#sockets) {
      socket.resetAndDestroy();
    }
  }

  close() {
    this.cutAll();
    this.#server.close();
  }

  #pass(client) {
    const server = connect(this.#target, '127.0.0.1');
    for (const [one, other] of [[client, server], [server, client]]) {
      this.#sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(server);
    this.#giveBack(server, client).catch(() => client.destroy());
  }

  async #giveBack(server, client) {
    let events = 0;
    for await (const part of server) {
      const at = this.#cutAt > 0 ? this.#placeOfNew(part, this.#cutAt - events) : { count: 0 };
      events += at.count;
      if (at.index === undefined) {
        await this.#write(client, part);
        continue;
      }
      this.cuts += 1;
      const behind = part.indexOf('\n\n', at.index);
      const end = this.cuts % 2 === 0 && behind > 0 ? behind + 2 : at.index + 4;
      client.write(part.subarray(0, end), () => client.resetAndDestroy());
      server.destroy();
      return;
    }
    client.end();
  }

  async #write(client, part) {
    if (this.#bytesPerMillisecond === Infinity) {
      if (!client.write(part)) {
        await once(client, 'drain');
      }
      return;
    }
    const step = this.#bytesPerMillisecond * 10;
    for (let from = 0; from < part.length; from += step) {
      client.write(part.subarray(from, from + step));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Where the id of the n-th new event stands in it; only how many there are, if there are fewer. */
  #placeOfNew(part, n) {
    let count = 0;
    for (let at = part.indexOf('id: '); at >= 0; at = part.indexOf('id: ', at + 4)) {
      if (at > 0 && part[at - 1] !== 10) {
        continue;
      }
      const number = Number(/-(\d+)$/.exec(part.toString('latin1', at, part.indexOf('\n', at)))?.[1]);
      if (number > this.#furthest) {
        this.#furthest = number;
        count += 1;
        if (count === n) {
          return { index: at, count };
        }
      }
    }
    return { count };
  }
}
