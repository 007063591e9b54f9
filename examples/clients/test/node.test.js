// The client in Node, where it reads streams with fetch.
import { follow } from '../tidings-client.js';
import { testClient } from './contract.js';
import { watch } from './watch.js';
import { CHAT, TOKEN } from './world.js';

testClient('tidings-client in Node', {
  async open(world, task, { token = TOKEN, ...more } = {}) {
    return watch(follow, `${world.base}${CHAT}/sse/${task}`, {
      headers: { Authorization: `Bearer ${token}` },
      pauseMs: 20,
      ...more,
    });
  },
});
