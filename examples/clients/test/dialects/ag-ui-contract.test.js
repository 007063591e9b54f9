// The twelve tests of every client, with AG-UI's HttpAgent, which attaches to a run by its id.
import { Worker } from 'node:worker_threads';
import { testClient } from '../contract.js';
import { TOKEN } from '../world.js';

const NEW = 'a run of an id that is not known is a new run, which begins';

/** The thread of a version's agents. */
class Agents {
  #worker;
  #calls = 0;
  #watchers = 0;
  #waiting = new Map();

  constructor(from) {
    this.#worker = new Worker(new URL('./ag-ui-agents.js', import.meta.url), {
      workerData: { from },
    });
    this.#worker.on('message', ({ call, seen }) => {
      this.#waiting.get(call)(seen);
      this.#waiting.delete(call);
    });
  }

  async open(world, task, { token = TOKEN, text } = {}) {
    const watcher = (this.#watchers += 1);
    await this.#tell(watcher, 'open', { base: world.base, task, token, text });
    return {
      see: () => this.#tell(watcher, 'see'),
      cancel: () => world.call('POST', `/cancel/${task}`),
      close: () => this.#tell(watcher, 'close'),
    };
  }

  #tell(watcher, what, options) {
    const call = (this.#calls += 1);
    this.#worker.postMessage({ call, watcher, what, options });
    return new Promise((resolve) => this.#waiting.set(call, resolve));
  }

  end() {
    return this.#worker.terminate();
  }
}

for (const version of ['0', '1']) {
  const agents = new Agents(`ag-ui-${version}`);
  testClient(`AG-UI client ${version}`, {
    open: (...of) => agents.open(...of),
    told: { story: false },
    except: { 'after eviction': NEW, 'server restarted': NEW },
  }).finally(() => agents.end());
}
