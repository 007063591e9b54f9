import { testHook } from '../hook.js';

await testHook('React 18', import.meta.url);
