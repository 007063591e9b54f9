// Has every module of ours find the React that lies beside the test which runs.
export function resolve(specifier, context, next) {
  return /^react(-test-renderer)?$/.test(specifier)
    ? next(specifier, { ...context, parentURL: process.env.TIDINGS_REACT })
    : next(specifier, context);
}
