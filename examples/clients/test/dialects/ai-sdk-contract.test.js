import { testContract } from './ai-sdk-contract.js';

for (const major of ['6', '7']) {
  testContract(major, await import(`ai-${major}`));
}
