/**
 * Until `end`, where there is one, the browser is on its way to another entry of its history. `clear` sets out to leave
 * those of what lies over the place.
 */
export const pendingNavigation = { end: /** @type {Promise<void> | null} */ (null), clear: () => {} };

/**
 * @param {string} path
 * @param {{ replace?: boolean }} [options] `replace`: Back doesn't come here again
 */
export function go(path, { replace = false } = {}) {
  if (replace) pendingNavigation.clear();
  if (pendingNavigation.end) pendingNavigation.end.then(() => go(path, { replace }));
  else if (replace) {
    const { state } = history;
    location.replace(path);
    history.replaceState(state, "");
  } else location.hash = path;
}
