// What a test sees of a task that is followed; in Node and, sent there as text, in a browser.
export function watch(follow, url, options) {
  const seen = { history: [], text: '', outcome: null, code: null, states: [], events: 0 };
  const following = follow(url, {
    ...options,
    onEvent: (event) => (seen.events += event.type === 'enhanced_ping' ? 0 : 1),
    onText: (text) => (seen.text = text),
    onProgress({ stage, progress, message, polled }) {
      if (message !== null && !polled) {
        seen.history.push({ stage, progress, message });
      }
    },
    onConnection: (state) => seen.states.push(state),
    onEnd({ outcome, event, refusal }) {
      if (seen.outcome !== null) {
        throw new Error(`a second end: ${outcome}`);
      }
      seen.outcome = outcome;
      seen.code = event?.code ?? refusal?.code ?? null;
    },
  });
  return {
    see: async () => structuredClone(seen),
    cancel: () => following.cancel(),
    close: async () => following.close(),
  };
}
