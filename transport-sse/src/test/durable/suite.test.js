// The public test suite of Durable Streams servers, as it is on npm, against the server at DURABLE_URL.
import { runConformanceTests } from '@durable-streams/server-conformance-tests';

runConformanceTests({
  baseUrl: process.env.DURABLE_URL,
  longPollTimeoutMs: Number(process.env.DURABLE_LONG_POLL_MS),
});
