/** The enhanced events of a Tidings server; see docs/wire-protocol.md. */
export type TidingsEvent =
  | StatusEvent
  | ProgressEvent
  | TokenEvent
  | DataEvent
  | CompleteEvent
  | ErrorEvent
  | PingEvent;

interface OfTask {
  task_id: string;
  /** ISO-8601, UTC, with milliseconds. */
  timestamp: string;
}

/** The first event of a task; with `resync`, what stands in the place of events no longer kept. */
export interface StatusEvent extends OfTask {
  type: 'enhanced_status';
  status: string;
  progress: number;
  message?: string;
  task_info: Record<string, unknown> & { created_at: string };
  text?: string;
  /** With `resync`: the newest `data` of each name that is still known. */
  data?: Record<string, Record<string, unknown>>;
  resync?: boolean;
}

export interface ProgressEvent extends OfTask {
  type: 'enhanced_progress';
  stage: string;
  /** Of the whole task, 0 to 100; never goes down. */
  progress: number;
  message: string;
  message_key: string | null;
  eta_ms?: number;
  update_number: number;
}

export interface TokenEvent extends OfTask {
  type: 'enhanced_token';
  stage: string;
  text: string;
  /** The length of the answer before it, as `String.length` counts. */
  offset: number;
}

/** A fact that is neither progress nor answer; leave out names that you do not know. */
export interface DataEvent extends OfTask {
  type: 'enhanced_data';
  stage: string;
  name: string;
  data: Record<string, unknown>;
}

export interface TaskResult {
  response: string;
  confidence: number | null;
  confidence_method: string;
  processing_time_ms: number;
  sources: Array<Record<string, unknown> & { title: string; score?: number }>;
  model: string;
  finish_reason: string;
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

export interface CompleteEvent extends OfTask {
  type: 'enhanced_complete';
  result: TaskResult;
  summary: {
    total_processing_time: number;
    stages_completed: string[];
    stage_durations_ms: Record<string, number>;
  };
}

export interface ErrorEvent extends OfTask {
  type: 'enhanced_error';
  /** A sentence for the user, in the task's language. */
  error: string;
  code: string;
  stage: string;
  retryable: boolean;
  retry_allowed: boolean;
  retry_after_ms?: number;
  partial_response?: string;
}

export interface PingEvent {
  type: 'enhanced_ping';
  timestamp: string;
  connection_alive_seconds: number;
  stage: string;
  silent_ms: number;
}

/**
 * - `connecting`: the first connection is under way
 * - `open`: a stream is open
 * - `reconnecting`: it is lost; another attempt follows by itself
 * - `polling`: no stream can be had, so the progress is asked for now and then
 * - `refused`: the server refuses for good; nothing follows
 * - `gone`: the server knows no such task; nothing follows
 * - `ended`: the task has ended; nothing follows
 */
export type ConnectionState =
  | 'connecting'
  | 'open'
  | 'reconnecting'
  | 'polling'
  | 'refused'
  | 'gone'
  | 'ended';

/** Why a task is not followed any further. */
export class Refusal extends Error {
  constructor(
    status: number,
    problem?: { detail?: string; title?: string; code?: string },
    retryAfterMs?: number,
  );
  /** The HTTP status; 0 where a browser does not tell it. */
  readonly status: number;
  /** The `code` of the server's problem detail. */
  readonly code: string | null;
  readonly retryAfterMs: number;
}

export interface Progress {
  stage: string;
  progress: number;
  message: string | null;
  /** When it happened; null when it was asked for. */
  timestamp: string | null;
  /** Whether it was asked for, because there is no stream. */
  polled: boolean;
}

export interface End {
  /** `closed`: by `close()` or the signal. */
  outcome: 'completed' | 'failed' | 'cancelled' | 'gone' | 'refused' | 'closed';
  /** The task's terminal event, where it has one. */
  event: CompleteEvent | ErrorEvent | null;
  refusal: Refusal | null;
  /** The answer, or as much of it as there is. */
  text: string;
  lastEventId: string | null;
}

type Given<T> = T | (() => T | Promise<T>);

export interface FollowOptions {
  /** Each event, in order, pings included. After a hole in the text all come once more. */
  onEvent?(event: TidingsEvent): void;
  /** The text so far; `added` is its new end, or null when the text is another. */
  onText?(text: string, added: string | null): void;
  /** A fact that is neither progress nor answer; leave out names that you do not know. */
  onData?(name: string, data: Record<string, unknown>): void;
  /** How far the task is, from the stream or, without one, from polling; never goes down. */
  onProgress?(progress: Progress): void;
  /** The one end; not after `close()`. */
  onEnd?(end: End): void;
  onConnection?(
    state: ConnectionState,
    detail: Partial<Refusal> & { attempt?: number; delayMs?: number },
  ): void;
  /** Closes when it is aborted. */
  signal?: AbortSignal;
  /** Goes on after that event of an earlier connection; give its `text` too. */
  lastEventId?: string;
  /** What was read up to `lastEventId`. */
  text?: string;
  /** In place of the global one. */
  fetch?: typeof fetch;
  /** For every request of ours, an EventSource's excepted; a function is asked anew each time. */
  headers?: Given<Record<string, string>>;
  /** `fetch` when there are headers or no EventSource; otherwise `eventsource`. */
  transport?: 'eventsource' | 'fetch';
  /** Addresses of the calls, where they do not stand beside `…/sse/{task_id}`. */
  calls?: { progress?: string; result?: string; cancel?: string };
  /** The first pause before a reconnect; by default what the server says, at least 1000. */
  pauseMs?: number;
  /** How long an answer may take until polling is tried; 10,000 unless given. */
  openMs?: number;
  /** How long a stream that has sent pings may be silent; 45,000 unless given. */
  silenceMs?: number;
  /** Between two polls; 2000 unless given. */
  pollMs?: number;
}

export interface Following {
  /** What the following came to; never rejected. */
  readonly ended: Promise<End>;
  readonly text: string;
  readonly lastEventId: string | null;
  /** Stops; no handler is called any more. The task goes on. */
  close(): void;
  /** Asks the server to end the task. Rejected with a {@link Refusal} if it refuses. */
  cancel(): Promise<void>;
  /** Breaks the connection, if there is one; the next goes on where it was. */
  reconnect(): void;
}

/**
 * Follows a task's enhanced stream to its end, however often the connection breaks.
 *
 * @param url the stream's address, or a function that gives one; asked anew for each connection
 * @throws TypeError if the address is none
 */
export function follow(url: Given<string | URL>, options?: FollowOptions): Following;

/** Reads an event stream piece by piece, wherever the pieces are cut. */
export function eventReader(
  onMessage: (data: string, id: string) => void,
  onRetry?: (milliseconds: number) => void,
): (piece: string) => void;
