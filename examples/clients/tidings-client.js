// Follows one task of a Tidings server to its end, however often the connection breaks.
// One file without dependencies, for browsers and Node 20: copy it. Apache-2.0, the Tidings authors.

const DEFAULTS = { pauseMs: 1000, openMs: 10_000, silenceMs: 45_000, pollMs: 2000 };
const LONGEST_PAUSE_MS = 30_000;
const STREAM_AGAIN_MS = 30_000;
const MOST_REFUSALS = 3;

/** Why a task is not followed any further: the server's answer, or an error of a `url` function. */
export class Refusal extends Error {
  constructor(status, problem = {}, retryAfterMs = 0) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.name = 'Refusal';
    this.status = status;
    this.code = problem.code ?? null;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Follows the enhanced stream of a task. The types are in `tidings-client.d.ts`.
 *
 * @param url the stream's address, or a function that gives one; asked anew for each connection
 * @returns what is being followed: `ended` (a promise), `text`, `lastEventId`, `cancel()`, `close()`
 */
export function follow(url, options = {}) {
  if (typeof url !== 'function') {
    absolute(url); // An address that is none is told here.
  }
  const following = new Following(url, options);
  following.run();
  return {
    ended: following.ended,
    close: () => following.close(),
    cancel: () => following.cancel(),
    reconnect: () => following.reconnect(),
    get text() {
      return following.story.text;
    },
    get lastEventId() {
      return following.story.lastEventId;
    },
  };
}

/** What has been read of a task: joins its text, and tells everything that is new once. */
class Story {
  #on;
  #progress = 0;
  #reread = false;

  constructor({ lastEventId = null, text = '', ...on }) {
    this.#on = on;
    this.lastEventId = lastEventId;
    this.text = text;
  }

  /**
   * Takes an event in. False if its text does not join to what is there: then all of it has to be
   * read again from the first event, once.
   */
  take(event, id) {
    if (!this.#join(event) && !this.#reread) {
      this.#reread = true;
      this.lastEventId = null;
      return false;
    }
    this.lastEventId = id || this.lastEventId;
    tell(this.#on.onEvent, event);
    for (const [name, data] of facts(event)) {
      tell(this.#on.onData, name, data);
    }
    if (event.type === 'enhanced_status' || event.type === 'enhanced_progress') {
      this.progress(event.stage ?? event.status, event.progress, event.message, event.timestamp);
    }
    return true;
  }

  #join(event) {
    switch (event.type) {
      case 'enhanced_status':
        // A first event is like a resync: what it says replaces what was there.
        if (event.resync || this.lastEventId === null) {
          this.#setText(event.text ?? '', null);
        }
        return true;
      case 'enhanced_token': {
        const { offset, text } = event;
        if (offset + text.length > this.text.length && offset <= this.text.length) {
          const added = offset === this.text.length ? text : null;
          this.#setText(this.text.slice(0, offset) + text, added);
        }
        return offset <= this.text.length;
      }
      case 'enhanced_complete':
        this.#setText(event.result?.response ?? this.text, null);
        return true;
      case 'enhanced_error':
        this.#setText(event.partial_response ?? this.text, null);
        return true;
      default:
        return true; // A kind that says nothing of the text.
    }
  }

  #setText(text, added) {
    if (text !== this.text) {
      this.text = text;
      tell(this.#on.onText, text, added);
    }
  }

  /** What was polled may be ahead of a stream that is then read from its beginning. */
  progress(stage, progress, message = null, timestamp = null) {
    if (progress >= this.#progress) {
      this.#progress = progress;
      const polled = timestamp === null;
      tell(this.#on.onProgress, { stage, progress, message, timestamp, polled });
    }
  }
}

/** From the first connection to the end. */
class Following {
  #url;
  #options;
  #whole = new AbortController();
  #over = false;
  #state = null;
  #connection = null;
  #calls;
  /** Whether calls beside the stream are let in. */
  #callable = true;
  #failures = 0;
  #refusals = 0;
  #retryMs = 0;
  #settle;

  constructor(url, { signal, calls = null, ...options }) {
    this.#url = url;
    this.#calls = calls;
    this.#options = {
      ...DEFAULTS,
      fetch: globalThis.fetch.bind(globalThis),
      transport: options.headers || typeof EventSource === 'undefined' ? 'fetch' : 'eventsource',
      ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    };
    this.story = new Story(options);
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    signal?.addEventListener('abort', () => this.close(), { once: true });
    if (signal?.aborted) {
      this.close();
    }
  }

  close() {
    this.#finish('closed');
  }

  reconnect() {
    this.#connection?.abort();
  }

  async cancel() {
    this.#calls ??= callsBeside(absolute(await given(this.#url)));
    const answer = await this.#call('cancel', 'POST');
    if (answer?.refusal) {
      throw answer.refusal;
    }
  }

  async run() {
    this.#say('connecting');
    while (!this.#over) {
      await this.#connect();
    }
  }

  #say(state, detail = {}) {
    if (state !== this.#state || state === 'reconnecting') {
      this.#state = state;
      tell(this.#options.onConnection, state, detail);
    }
  }

  #finish(outcome, { event = null, refusal = null } = {}) {
    if (this.#over) {
      return;
    }
    this.#over = true;
    const { text, lastEventId } = this.story;
    const end = { outcome, event, refusal, text, lastEventId };
    if (outcome !== 'closed') {
      this.#say(refusal ? outcome : 'ended', refusal ?? {});
      tell(this.#options.onEnd, end);
    }
    this.#whole.abort();
    this.#settle(end);
  }

  #take(event, id = null) {
    const joined = this.story.take(event, id);
    if (joined && (event.type === 'enhanced_complete' || event.type === 'enhanced_error')) {
      this.#finish(outcomeOf(event), { event });
    }
    return joined;
  }

  /** One connection, or polling in its place. */
  async #connect() {
    const address = await this.#address();
    if (this.#over || address === null) {
      return;
    }
    this.#calls ??= callsBeside(address);
    const slot = await takeSlot(address);
    if (slot === null && this.#pollable) {
      // All the browser's connections to this host are streams already.
      await this.#poll(() => slotIsFree(address));
      return;
    }
    const how = this.#over ? {} : await this.#stream(address);
    slot?.();
    if (this.#over || how.again) {
      return;
    }
    if (how.refused) {
      await this.#refused(how.refused);
    } else if (how.late && this.#pollable) {
      await this.#poll();
    } else {
      await this.#pause();
    }
  }

  /** The address of the moment; null, after a pause, if there is none to be had. */
  async #address() {
    try {
      return absolute(await given(this.#url));
    } catch (failure) {
      const refusal = asRefusal(failure);
      if (isFinal(refusal.status)) {
        this.#endAt(refusal);
      }
      await this.#pause(refusal.retryAfterMs);
      return null;
    }
  }

  async #stream(address) {
    const { transport, openMs, silenceMs, headers, fetch } = this.#options;
    const once = new AbortController();
    const stop = () => once.abort();
    this.#whole.signal.addEventListener('abort', stop, { once: true });
    this.#connection = once;
    const fresh = this.story.lastEventId === null;
    let late = false;
    let again = false;
    let heard = null;
    // A proxy may take the request and keep the answer to itself: a first event comes at once.
    const opening = setTimeout(() => {
      late = true;
      once.abort();
    }, openMs);
    // Once there are pings, silence means that nobody is there.
    const watch = setInterval(() => {
      if (heard !== null && Date.now() - heard > silenceMs) {
        once.abort();
      }
    }, silenceMs / 4);
    const how = await (transport === 'fetch' ? byFetch : byEventSource)(address, {
      headers,
      fetch,
      lastEventId: this.story.lastEventId,
      signal: once.signal,
      onOpen: () => {
        this.#refusals = 0;
        this.#say('open');
        if (!fresh) {
          clearTimeout(opening);
        }
      },
      onRetry: (ms) => (this.#retryMs = ms),
      onMessage: (data, id) => {
        const event = once.signal.aborted ? null : parsed(data);
        if (event === null) {
          once.abort();
          return;
        }
        clearTimeout(opening);
        if (event.type === 'enhanced_ping' || heard !== null) {
          heard = Date.now();
        }
        if (event.type !== 'enhanced_ping') {
          this.#failures = 0;
        }
        if (!this.#take(event, id)) {
          again = true;
          once.abort();
        }
      },
    });
    clearTimeout(opening);
    clearInterval(watch);
    this.#whole.signal.removeEventListener('abort', stop);
    this.#connection = null;
    return { ...how, late, again };
  }

  /** A stream was refused; whether for good, the task's result tells. */
  async #refused(refusal) {
    this.#refusals += 1;
    const state = await this.#look();
    if (this.#over) {
      return;
    }
    if (refusal.status === 204) {
      this.#finish('gone', { refusal });
      return;
    }
    const maybeStale = refusal.status === 401 || refusal.status === 0;
    if (maybeStale && this.#refusals === 1) {
      return; // Another address may have a fresh ticket: at once.
    }
    const cannotLook = !this.#callable || !this.#calls?.result;
    if (cannotLook && (isFinal(refusal.status) || this.#refusals > MOST_REFUSALS)) {
      this.#endAt(refusal);
    } else if (state === 'running' && this.#pollable && this.#refusals > 1) {
      await this.#poll();
    } else {
      await this.#pause(refusal.retryAfterMs);
    }
  }

  async #pause(atLeastMs = 0) {
    if (this.#over) {
      return;
    }
    const { pauseMs } = this.#options;
    const first = pauseMs === DEFAULTS.pauseMs ? Math.max(pauseMs, this.#retryMs) : pauseMs;
    const most = Math.min(LONGEST_PAUSE_MS, first * 2 ** Math.min(this.#failures, 16));
    const delayMs = Math.round(Math.max(atLeastMs, jittered(most)));
    this.#failures += 1;
    this.#say('reconnecting', { attempt: this.#failures, delayMs });
    await pause(delayMs, this.#whole.signal);
  }

  // Calls beside the stream.

  get #pollable() {
    return this.#callable && Boolean(this.#calls?.progress);
  }

  /** Asks for the progress now and then, until a stream may be tried again. */
  async #poll(mayStream = async () => false) {
    this.#say('polling');
    const until = Date.now() + STREAM_AGAIN_MS;
    while (!this.#over && this.#callable && Date.now() < until && !(await mayStream())) {
      const { body, refusal } = (await this.#call('progress')) ?? {};
      if (this.#over) {
        return;
      }
      if (body) {
        this.story.progress(body.current_status, body.current_progress, body.status_message);
        if (body.tracker_active === false) {
          await this.#look();
        }
      } else if (refusal) {
        this.#giveUpAt(refusal);
      }
      await pause(jittered(this.#options.pollMs), this.#whole.signal);
    }
  }

  /** What the task has come to: `running`, or `unknown` where that is not to be learned. */
  async #look() {
    const answer = this.#callable ? await this.#call('result') : null;
    if (this.#over || answer === null) {
      return 'unknown';
    }
    if (answer.status === 200) {
      this.#take(answer.body);
    } else if (answer.refusal) {
      this.#giveUpAt(answer.refusal);
    }
    return answer.status === 202 ? 'running' : 'unknown';
  }

  /** Judges the refusal of a call. */
  #giveUpAt(refusal) {
    if (refusal.status === 401 && !this.#options.headers) {
      this.#callable = false; // We have nothing to show at a call; the stream's address may have.
    } else if (isFinal(refusal.status)) {
      this.#endAt(refusal);
    }
  }

  #endAt(refusal) {
    const unknown = refusal.status === 404 || refusal.status === 410;
    this.#finish(unknown ? 'gone' : 'refused', { refusal });
  }

  /** A cancel may end the task, and with it the following, before its own answer comes. */
  #until(name, ms) {
    const late = AbortSignal.timeout(ms);
    return name === 'cancel' ? late : anyOf(this.#whole.signal, late);
  }

  async #call(name, method = 'GET') {
    const address = this.#calls?.[name];
    const { fetch, headers, openMs } = this.#options;
    if (!address) {
      return null;
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(address, {
          method,
          headers: { Accept: 'application/json', ...(await given(headers)) },
          signal: this.#until(name, openMs),
        });
        const body = await answer.json().catch(() => null);
        if (answer.ok) {
          return { status: answer.status, body };
        }
        if (answer.status !== 401 || typeof headers !== 'function' || attempt > 1) {
          return { status: answer.status, refusal: refusalOf(answer, body) };
        }
      } catch (failure) {
        return { status: 0, refusal: asRefusal(failure) };
      }
    }
  }
}

/** The facts that an event tells: its own, or the newest of each name where it stands for many. */
function facts(event) {
  if (event.type === 'enhanced_data') {
    return [[event.name, event.data]];
  }
  return event.type === 'enhanced_status' ? Object.entries(event.data ?? {}) : [];
}

function tell(handler, ...told) {
  try {
    handler?.(...told);
  } catch (fault) {
    // A handler that throws must not end what it watches.
    (globalThis.reportError ?? console.error)(fault);
  }
}

function outcomeOf(event) {
  if (event.type === 'enhanced_complete') {
    return 'completed';
  }
  return event.code === 'cancelled' ? 'cancelled' : 'failed';
}

const isFinal = (status) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

const given = async (value) => (typeof value === 'function' ? value() : value);
const jittered = (ms) => ms * (0.5 + Math.random() / 2);
const absolute = (address) => new URL(address, globalThis.location?.href);

function asRefusal(failure) {
  return failure instanceof Refusal
    ? failure
    : new Refusal(Number(failure?.status) || 0, { detail: String(failure?.message ?? failure) });
}

function refusalOf(answer, body) {
  const seconds = Number(answer.headers.get('Retry-After')) || 0;
  return new Refusal(answer.status, body ?? {}, seconds * 1000);
}

/** The calls that the server has beside a stream `…/sse/{task_id}`; null for other paths. */
function callsBeside(address) {
  const [, base, id] = /^(.*)\/sse\/([^/]+)$/.exec(address.pathname) ?? [];
  const at = (name) => new URL(`${base}/${name}/${id}`, address).href;
  return id && { progress: at('progress'), result: at('result'), cancel: at('cancel') };
}

/** Ends early when the signal is aborted or the browser is online again. */
function pause(ms, signal) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      globalThis.removeEventListener?.('online', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    globalThis.addEventListener?.('online', done);
    if (signal.aborted) {
      done();
    }
  });
}

function anyOf(first, second) {
  const both = new AbortController();
  for (const signal of [first, second]) {
    signal.addEventListener('abort', () => both.abort(), { once: true });
    if (signal.aborted) {
      both.abort();
    }
  }
  return both.signal;
}

// Streams that this browser may have at a time.

const SLOTS = 5;

/**
 * Over HTTP/1.1 a browser has six connections to a host, for all its tabs together, and a stream
 * takes one for itself. So the tabs share five streams by way of locks, and one is left for calls.
 * Gives what frees the slot; null when there is none; a function that does nothing where it does
 * not matter.
 */
async function takeSlot(address) {
  const locks = globalThis.navigator?.locks;
  const [page] = globalThis.performance?.getEntriesByType?.('navigation') ?? [];
  const shared = page?.nextHopProtocol === 'http/1.1' && address.origin === location.origin;
  if (!locks || !shared) {
    return () => {};
  }
  for (let i = 1; i <= SLOTS; i += 1) {
    const free = await new Promise((resolve) => {
      locks
        .request(`tidings stream ${i}`, { ifAvailable: true }, (lock) =>
          lock ? new Promise((release) => resolve(release)) : resolve(null),
        )
        .catch(() => resolve(() => {}));
    });
    if (free) {
      return free;
    }
  }
  return null;
}

async function slotIsFree(address) {
  const slot = await takeSlot(address);
  slot?.();
  return slot !== null;
}

// The two ways to read a stream. Each tells how it was over: `refused`, or nothing if it broke.

function byEventSource(address, { lastEventId, signal, onOpen, onMessage }) {
  return new Promise((over) => {
    const at = new URL(address);
    if (lastEventId !== null) {
      at.searchParams.set('last_event_id', lastEventId);
    }
    const source = new EventSource(at.href);
    const end = (how) => {
      // A browser would come back with the same address, whose ticket may be too old.
      source.close();
      over(how);
    };
    signal.addEventListener('abort', () => end({}), { once: true });
    source.onopen = onOpen;
    source.onmessage = (message) => onMessage(message.data, message.lastEventId);
    // CLOSED: it was refused, and with what status a browser does not tell.
    source.onerror = () =>
      end(source.readyState === EventSource.CLOSED ? { refused: new Refusal(0) } : {});
  });
}

async function byFetch(address, { headers, lastEventId, signal, fetch, onOpen, onRetry, onMessage }) {
  try {
    const answer = await fetch(address.href, {
      headers: {
        Accept: 'text/event-stream',
        ...(await given(headers)),
        ...(lastEventId !== null && { 'Last-Event-ID': lastEventId }),
      },
      cache: 'no-store',
      signal,
    });
    const type = answer.headers.get('Content-Type') ?? '';
    if (answer.status !== 200 || !type.startsWith('text/event-stream')) {
      const body = await answer.json().catch(() => null);
      return { refused: refusalOf(answer, body) };
    }
    onOpen();
    const decoder = new TextDecoder();
    const read = eventReader(onMessage, onRetry);
    const reader = answer.body.getReader();
    // A read that begins after the abort may never be over.
    while (!signal.aborted) {
      const { value, done } = await reader.read();
      if (done) {
        break;
      }
      read(decoder.decode(value, { stream: true }));
    }
  } catch {
    // Broken, or no answer: it is tried again.
  }
  return {};
}

/**
 * Reads an event stream (WHATWG HTML, section 9.2.6) piece by piece, wherever the pieces are cut.
 *
 * @param onMessage gets the data and the last id of each event; the id is empty while there is none
 * @param onRetry gets what the server says of reconnecting, in milliseconds
 */
export function eventReader(onMessage, onRetry = () => {}) {
  let rest = '';
  let afterCr = false;
  let data = [];
  let id = '';

  function line(content) {
    if (content === '') {
      if (data.length > 0) {
        onMessage(data.join('\n'), id);
      }
      data = [];
      return;
    }
    const colon = content.indexOf(':');
    const field = colon < 0 ? content : content.slice(0, colon);
    const value = colon < 0 ? '' : content.slice(colon + (content[colon + 1] === ' ' ? 2 : 1));
    if (field === 'data') {
      data.push(value);
    } else if (field === 'id' && !value.includes('\0')) {
      id = value;
    } else if (field === 'retry' && /^[0-9]+$/.test(value)) {
      onRetry(Number(value));
    }
  }

  return (piece) => {
    const ends = /\r\n|\n|\r/g;
    let from = 0;
    if (afterCr && piece[0] === '\n') {
      from = 1;
      ends.lastIndex = 1;
    }
    if (piece !== '') {
      afterCr = false;
    }
    for (let end = ends.exec(piece); end; end = ends.exec(piece)) {
      line(rest + piece.slice(from, end.index));
      rest = '';
      from = ends.lastIndex;
    }
    rest += piece.slice(from);
    afterCr = piece.endsWith('\r') || (piece === '' && afterCr);
  };
}
