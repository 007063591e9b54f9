// What this tab remembers. A browser may refuse storage; then the page works without a memory.

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

let token = read('sessionStorage', 'tidings.token');

export const session = {
  get token() {
    return token;
  },
  set token(value) {
    token = value;
    write('sessionStorage', 'tidings.token', value);
  },

  /** The task this tab follows: its id, its stream and what was asked. */
  get task() {
    try {
      return JSON.parse(read('sessionStorage', 'tidings.task'));
    } catch {
      return null;
    }
  },
  set task(value) {
    write('sessionStorage', 'tidings.task', value && JSON.stringify(value));
  },

  get language() {
    return read('localStorage', 'tidings.language');
  },
  set language(value) {
    write('localStorage', 'tidings.language', value);
  },
};
