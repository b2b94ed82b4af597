// Back to the shipped examples: by the toolbar button, or by opening the page with `?reset`.
// Theme, pane sizes and history stay.
const KEYS = ['tabState', 'query', 'variables', 'headers', 'operationName'];

/** Drops the stored tabs when the address asks for it, and takes the request out of the address. */
export function resetIfAsked() {
  if (!new URLSearchParams(location.search).has('reset')) return;
  for (const key of KEYS) localStorage.removeItem(`graphiql:${key}`);
  history.replaceState(null, '', location.pathname);
}

/** Asks the reader first: the tabs hold their own edits too. */
export function askForReset() {
  if (confirm('Close all tabs and open the examples again? Your edits in them are lost.')) location.assign('?reset');
}
