// What is known of a task: a fold over its events.

export function newTask({ task_id: id, request }) {
  return {
    id,
    request,
    status: 'queued',
    progress: 0,
    askedAt: null,
    info: null,
    steps: [],
    sources: [],
    attempt: null,
    reasoning: null,
    toolCalls: [],
    text: '',
    etaMs: null,
    silentMs: null,
    connection: 'connecting',
    cancelling: false,
    complete: null,
    error: null,
  };
}

export function isOver(task) {
  return task.complete !== null || task.error !== null;
}

export function apply(task, event) {
  if (event.type !== 'enhanced_ping') {
    task.silentMs = null;
  }
  switch (event.type) {
    case 'enhanced_status':
      return status(task, event);
    case 'enhanced_progress':
      return progress(task, event);
    case 'enhanced_token':
      task.status = event.stage ?? task.status;
      return undefined;
    case 'enhanced_data':
      return fact(task, event.name, event.data);
    case 'enhanced_complete':
      task.complete = event;
      task.status = 'completed';
      task.progress = 100;
      return undefined;
    case 'enhanced_error':
      task.error = event;
      task.status = event.code === 'cancelled' ? 'cancelled' : 'failed';
      return undefined;
    case 'enhanced_ping':
      task.silentMs = event.silent_ms ?? null;
      return undefined;
    default:
      return undefined; // A kind that a later server may send.
  }
}

/** The same of an answer to polling, which tells the state and not how it came to it. */
export function applyPoll(task, { stage, progress: percent, message }) {
  task.status = stage;
  task.progress = Math.max(task.progress, percent);
  task.polledMessage = message;
}

function status(task, event) {
  task.askedAt ??= event.task_info?.created_at ?? event.timestamp;
  task.info ??= event.task_info ?? null;
  if (event.resync) {
    // It stands for everything up to here: what came before it does not count.
    task.status = event.status;
    task.progress = event.progress;
    if (event.message) {
      addStep(task, event);
    }
    for (const [name, data] of Object.entries(event.data ?? {})) {
      fact(task, name, data);
    }
  } else {
    task.steps = [];
    task.toolCalls = [];
  }
}

/** A fact beside the progress; a name that the page does not know is left out. */
function fact(task, name, data) {
  switch (name) {
    case 'sources':
      task.sources = data.sources ?? [];
      break;
    case 'attempt':
      task.attempt = data;
      break;
    case 'reasoning':
      task.attempt = null;
      task.reasoning = data.length ?? 0;
      break;
    case 'tool_call':
      task.attempt = null;
      toolCall(task, data);
      break;
  }
}

/** A call is told again when its state is another. */
function toolCall(task, { id, name, state }) {
  const known = task.toolCalls.find((call) => id && call.id === id);
  if (known) {
    known.state = state;
  } else {
    task.toolCalls.push({ id, name, state });
  }
}

function progress(task, event) {
  if (event.progress > task.progress) {
    task.attempt = null; // The wait for the model is over.
  }
  task.status = event.stage;
  task.progress = Math.max(task.progress, event.progress);
  task.etaMs = event.eta_ms ?? null;
  addStep(task, event);
}

/** A step that goes on (the answer is being written) is one line that moves. */
function addStep(task, event) {
  const key = `${event.stage ?? event.status} ${event.message_key ?? event.message}`;
  const last = task.steps.at(-1);
  if (last?.key === key) {
    last.percent = event.progress;
    return;
  }
  task.steps.push({
    key,
    message: event.message,
    percent: event.progress,
    at: event.timestamp,
  });
}

/** Milliseconds from asking to a time the server gave; both are on the server's clock. */
export function sinceAsked(task, timestamp) {
  return task.askedAt === null ? null : Math.max(0, Date.parse(timestamp) - Date.parse(task.askedAt));
}
