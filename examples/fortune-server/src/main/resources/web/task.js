// What is known of a task: a fold over its events. Reading an event twice changes nothing.

export function newTask({ task_id: id, request }) {
  return {
    id,
    request,
    status: 'queued',
    progress: 0,
    askedAt: null,
    steps: [],
    seen: new Set(),
    text: '',
    hole: false,
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
      return token(task, event);
    case 'enhanced_complete':
      task.complete = event;
      task.status = 'completed';
      task.progress = 100;
      task.text = event.result.response ?? task.text;
      return undefined;
    case 'enhanced_error':
      task.error = event;
      task.status = event.code === 'cancelled' ? 'cancelled' : 'failed';
      task.text = event.partial_response ?? task.text;
      return undefined;
    case 'enhanced_ping':
      task.silentMs = event.silent_ms ?? null;
      return undefined;
    default:
      return undefined; // A kind that a later server may send.
  }
}

function status(task, event) {
  task.askedAt ??= event.task_info?.created_at ?? event.timestamp;
  if (event.resync) {
    // It stands for everything up to here: what came before it does not count.
    task.status = event.status;
    task.progress = event.progress;
    task.text = event.text ?? '';
    task.hole = false;
    if (event.message) {
      addStep(task, event);
    }
  } else if (task.steps.length === 0) {
    task.status = event.status;
    task.progress = Math.max(task.progress, event.progress);
  }
}

function progress(task, event) {
  if (task.seen.has(event.update_number)) {
    return;
  }
  task.seen.add(event.update_number);
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

/** The offset says where a text belongs, so one that is read twice stands there once. */
function token(task, event) {
  task.status = event.stage ?? task.status;
  if (event.offset > task.text.length) {
    task.hole = true;
  } else if (event.offset + event.text.length > task.text.length) {
    task.text = task.text.slice(0, event.offset) + event.text;
  }
}

/** Milliseconds from asking to a time the server gave; both are on the server's clock. */
export function sinceAsked(task, timestamp) {
  return task.askedAt === null ? null : Math.max(0, Date.parse(timestamp) - Date.parse(task.askedAt));
}
