import * as ai from 'ai-6';
import { testContract } from './ai-sdk-contract.js';
import { testAiSdk } from './ai-sdk.js';

testAiSdk('6', ai);
testContract('6', ai);
