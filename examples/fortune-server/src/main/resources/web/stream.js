// Follows one task's event stream to its end, however often the connection breaks.

const TERMINAL = new Set(['enhanced_complete', 'enhanced_error']);
const LONGEST_PAUSE_MS = 15_000;

/**
 * @param address gives the stream's address, with the token of the moment
 * @param check asks the server for the task; 'open', 'gone', or 'away' when it cannot be asked
 * @param onEvent gets each event, in order; a connection of ours reads from the first event again
 * @param onConnection gets 'connecting', 'open', 'reconnecting'
 * @param onGone is called when the server knows no such task for us any more
 */
export function follow({ address, check, onEvent, onConnection, onGone }) {
  let source = null;
  let pause = null;
  let failures = 0;
  let ended = false;

  function end() {
    ended = true;
    clearTimeout(pause);
    source?.close();
  }

  function connect() {
    if (ended) {
      return;
    }
    clearTimeout(pause);
    source?.close();
    source = new EventSource(address());
    const mine = source;
    mine.onopen = () => {
      failures = 0;
      onConnection('open');
    };
    mine.onmessage = (message) => {
      if (ended || mine !== source) {
        return;
      }
      const event = JSON.parse(message.data);
      if (TERMINAL.has(event.type)) {
        // The server would answer a reconnect with 204; closing here spares it even that.
        end();
      }
      onEvent(event);
    };
    mine.onerror = () => {
      if (ended || mine !== source) {
        return;
      }
      onConnection('reconnecting');
      // CONNECTING: the browser tries again by itself, with its Last-Event-ID.
      // CLOSED: it was refused and gives up; whether there is still something to read, we ask.
      if (mine.readyState === EventSource.CLOSED) {
        refused();
      }
    };
  }

  async function refused() {
    const state = await check();
    if (ended) {
      return;
    }
    if (state === 'gone') {
      end();
      onGone();
      return;
    }
    pause = setTimeout(connect, Math.min(1000 * 2 ** failures, LONGEST_PAUSE_MS));
    failures += 1;
  }

  onConnection('connecting');
  connect();
  return {
    close: end,
    /** Reads everything again from the first event. */
    restart: connect,
  };
}
