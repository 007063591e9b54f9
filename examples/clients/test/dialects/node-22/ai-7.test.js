// In the Node that this version of the AI SDK asks for; started by the file of the same name above.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as ai from 'ai-7';
import { testContract } from '../ai-sdk-contract.js';
import { testAiSdk } from '../ai-sdk.js';

test('Node 22', () => assert.equal(process.versions.node.split('.')[0], '22'));
testAiSdk('7', ai);
testContract('7', ai);
