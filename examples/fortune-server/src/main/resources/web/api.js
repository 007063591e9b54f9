// The server's JSON calls. A call that needs a token gets one, and gets a new one once on a 401.
import { session } from './session.js';

/** The server refused a call; `detail` is its own sentence (RFC 9457). */
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code || null;
    this.retryAfterSeconds = Number(retryAfter) || null;
  }
}

/** Only somebody who has a token can give one: the server hands out none, or refused the last. */
export class TokenNeeded extends Error {
  status = 401;
}

async function send(path, { method = 'GET', body, signal } = {}, token = null) {
  const headers = { Accept: 'application/json' };
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(path, {
    method,
    headers,
    signal,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Problem(answer.status, json, answer.headers.get('Retry-After'));
  }
  return json;
}

let tokenOnItsWay = null;

function demoToken() {
  // Calls made at the same time share one token: each token is a user of its own.
  tokenOnItsWay ??= send('/api/v1/auth/demo-token', { method: 'POST' })
    .then(({ token }) => {
      session.keepDemoToken(token);
      return token;
    })
    .catch((failure) => {
      throw failure instanceof Problem && failure.status === 404 ? new TokenNeeded() : failure;
    })
    .finally(() => (tokenOnItsWay = null));
  return tokenOnItsWay;
}

async function authorized(path, options) {
  const token = session.token ?? (await demoToken());
  try {
    return await send(path, options, token);
  } catch (failure) {
    if (!(failure instanceof Problem) || failure.status !== 401) {
      throw failure;
    }
  }
  if (session.token === token) {
    session.dropToken();
  }
  const renewed = session.token ?? (await demoToken());
  try {
    return await send(path, options, renewed);
  } catch (failure) {
    throw failure instanceof Problem && failure.status === 401 ? new TokenNeeded() : failure;
  }
}

const chat = '/api/v1/streaming-chat';
const part = encodeURIComponent;

export const api = {
  health: () => send('/health'),
  deities: async () => (await authorized('/api/v1/deities')).deities,
  poem: (deity, number, signal) =>
    authorized(`/api/v1/poems/${part(deity)}/${part(number)}`, { signal }),
  ask: (request) => authorized(`${chat}/ask-question`, { method: 'POST', body: request }),
  progress: (taskId) => authorized(`${chat}/progress/${part(taskId)}`),
  cancel: (taskId) => authorized(`${chat}/cancel/${part(taskId)}`, { method: 'POST' }),

  /** The address of a task's stream, with a ticket: a fresh one, unless one was just given. */
  async streamAddress(taskId, ticket) {
    const fresh = ticket ?? (await api.progress(taskId)).stream_ticket;
    return `${chat}/sse/${part(taskId)}?ticket=${part(fresh)}`;
  },

  headers: () => (session.token ? { Authorization: `Bearer ${session.token}` } : {}),
};
