import { testHook } from '../hook.js';

await testHook('React 19', import.meta.url);
