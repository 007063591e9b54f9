// Uses what the .d.ts files promise; it only has to compile.
import { eventReader, follow, Refusal, type End, type TidingsEvent } from '../tidings-client.js';
import { useEnhancedProgress } from '../use-enhanced-progress.js';

function percent(event: TidingsEvent): number | null {
  switch (event.type) {
    case 'enhanced_status':
    case 'enhanced_progress':
      return event.progress;
    case 'enhanced_complete':
      return event.result.confidence;
    case 'enhanced_token':
      return event.offset;
    case 'enhanced_error':
      return event.retry_after_ms ?? null;
    case 'enhanced_data':
    case 'enhanced_ping':
      return null;
  }
}

const task = follow(async () => new URL('http://localhost/x/sse/y'), {
  headers: () => ({ Authorization: 'Bearer x' }),
  onEvent: percent,
  onData: (name, data) => console.log(name, data.sources),
  onText: (text, added) => console.log(text.length, added?.length),
  onConnection: (state, { delayMs }) => console.log(state === 'polling', delayMs),
});
task.ended.then((end: End) => {
  const reason: Refusal | null = end.refusal;
  console.log(reason?.status, end.event?.type);
});
eventReader((data, id) => console.log(data, id))('data: x\n\n');

export function Reading({ taskId }: { taskId: string | null }) {
  const { progress, error, result, progressHistory, cancel, ...facts } = useEnhancedProgress(
    taskId,
    'token',
  );
  const { sources, attempt, toolCalls } = facts;
  console.log(sources[0]?.title, attempt?.wait_ms, toolCalls.map(({ state }) => state === 'done'));
  const shown: string | null = error ?? result?.response ?? null;
  return [progress, shown, progressHistory.map((step) => step.message), cancel] as const;
}

// @ts-expect-error: an address is required
follow();
// @ts-expect-error: no such transport
follow('/x', { transport: 'carrier pigeon' });
