// React as a module: its last build for browsers only sets a global. With a bundler, or React 19,
// `import … from 'react'` needs no such file.
export const {
  createElement,
  Fragment,
  StrictMode,
  useCallback,
  useEffect,
  useId,
  useReducer,
  useRef,
  useState,
} = window.React;
export default window.React;
