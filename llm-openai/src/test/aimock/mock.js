// Starts the mock on a free port of the loopback address, says which, and ends with its input.
import { LLMock } from "@copilotkit/aimock";

const answer = { content: "只聽耳邊消息到, and the tidings reach your ear 🐉." };
const mock = new LLMock({ port: 0, host: "127.0.0.1", chunkSize: 4 });

mock.on({ userMessage: "plain" }, answer);
mock.on({ userMessage: "truncated" }, answer, { latency: 30, truncateAfterChunks: 5 });
mock.on({ userMessage: "disconnected" }, answer, { latency: 50, disconnectAfterMs: 120 });
mock.on({ userMessage: "paced" }, answer, { streamingProfile: { ttft: 100, tps: 100, jitter: 0.2 } });
mock.on({ userMessage: "cut" }, { ...answer, finishReason: "length" });
mock.on({ userMessage: "filtered" }, { ...answer, finishReason: "content_filter" });
mock.on(
  { userMessage: "limited" },
  { error: { message: "slow down", type: "rate_limit_error" }, status: 429 },
);

mock.onEmbedding("embedded", { embedding: [0.25, -0.5, 1] });

await mock.start();
console.log(`URL ${mock.url}`);
process.stdin.resume();
process.stdin.on("end", async () => {
  await mock.stop();
  process.exit(0);
});
