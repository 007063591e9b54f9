import type { CompleteEvent, ConnectionState, ErrorEvent, Refusal, TaskResult } from './tidings-client.js';

export interface ProgressStep {
  stage: string;
  progress: number;
  message: string;
  /** When it happened; null when no stream could be had and it was asked for. */
  timestamp: string | null;
}

/** A further try of the model, after one that failed before any of the answer had come. */
export interface Attempt {
  attempt: number;
  of: number;
  /** From when it was told. */
  wait_ms: number;
  /** The failure's code: `llm_rate_limited`, `llm_unavailable`. */
  reason: string;
}

/** A tool that the model asks for. */
export interface ToolCall {
  /** Empty where the model gives none. */
  id: string;
  name: string;
  state: 'requested' | 'done' | 'failed';
}

export interface EnhancedProgress {
  /** Of the whole task, 0 to 100; never goes down. */
  progress: number;
  stage: string | null;
  /** The newest step's sentence, in the task's language. */
  message: string | null;
  /** The answer so far. */
  text: string;
  /** The result, once the task has completed. */
  result: TaskResult | null;
  /** A sentence for people, once the task has failed, was cancelled or cannot be followed. */
  error: string | null;
  /** What `error` comes from, with its `code`. */
  failure: ErrorEvent | Refusal | null;
  /** What the answer rests on, as soon as it is found. */
  sources: TaskResult['sources'];
  /** The try that is waited for; null once the model gives a sign of life. */
  attempt: Attempt | null;
  /** How much the model has thought, in UTF-16 units; null if it told none. */
  reasoning: { length: number } | null;
  toolCalls: ToolCall[];
  /** The newest of each kind of fact, those of the host's own included, by its name. */
  data: Record<string, Record<string, unknown>>;
  /** Every step so far. */
  progressHistory: ProgressStep[];
  connection: ConnectionState | 'idle';
  /** Asks the server to end the task. Rejected with a `Refusal` if it refuses. */
  cancel(): Promise<void>;
}

/**
 * Follows a task for as long as the component is there.
 *
 * @param taskId null or undefined for none yet
 * @param authToken a bearer token; it is sent as a header and stands in no URL
 */
export function useEnhancedProgress(
  taskId: string | null | undefined,
  authToken?: string | null,
  options?: { baseUrl?: string; pauseMs?: number },
): EnhancedProgress;
