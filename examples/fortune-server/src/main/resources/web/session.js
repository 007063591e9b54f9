// What this browser remembers. It may refuse storage; then the page works without a memory.
// A token that somebody typed in, and what was asked with it, stay in the tab; a demo token, which
// is this browser's alone, is shared by its tabs, so that its answers open again in any of them.

const MOST_PAST = 20;

function read(storage, key) {
  try {
    return window[storage].getItem(key);
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    if (value === null) {
      window[storage].removeItem(key);
    } else {
      window[storage].setItem(key, value);
    }
  } catch {
    // Nothing is lost but the memory.
  }
}

function json(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

let typed = read('sessionStorage', 'tidings.token');
let demo = read('localStorage', 'tidings.demo');
const place = () => (typed ? 'sessionStorage' : 'localStorage');

function past() {
  const known = json(read(place(), 'tidings.past'));
  return Array.isArray(known) ? known.filter((one) => one?.task_id && one.request) : [];
}

export const session = {
  /** Another tab may have fetched one since this page was loaded. */
  get token() {
    return typed ?? read('localStorage', 'tidings.demo') ?? demo;
  },
  typeToken(value) {
    typed = value;
    write('sessionStorage', 'tidings.token', value);
  },
  keepDemoToken(value) {
    demo = value;
    write('localStorage', 'tidings.demo', value);
  },
  dropToken() {
    if (typed) {
      this.typeToken(null);
    } else {
      this.keepDemoToken(null);
    }
  },

  /** The questions of this browser, the newest first: task_id, request, at, outcome. */
  get past() {
    return past();
  },
  remember(entry) {
    const all = past();
    const known = all.some((one) => one.task_id === entry.task_id);
    if (!known && !entry.request) {
      return;
    }
    const now = known
      ? all.map((one) => (one.task_id === entry.task_id ? { ...one, ...entry } : one))
      : [entry, ...all];
    write(place(), 'tidings.past', JSON.stringify(now.slice(0, MOST_PAST)));
  },
  forgetPast() {
    write(place(), 'tidings.past', null);
  },

  /** The task this tab shows, for a reload of a page without a link. */
  get task() {
    return read('sessionStorage', 'tidings.task');
  },
  set task(id) {
    write('sessionStorage', 'tidings.task', id);
  },

  get language() {
    return read('localStorage', 'tidings.language');
  },
  set language(value) {
    write('localStorage', 'tidings.language', value);
  },
};
