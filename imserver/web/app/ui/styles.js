/** @type {Map<string, Promise<void>>} by path */
const loaded = new Map();

/**
 * Fetch the styles of a part of the page that is loaded later, once.
 * @param {string} path
 */
export function loadStyles(path) {
  const styles = loaded.get(path) ?? fetchStyles(path);
  loaded.set(path, styles);
  return styles;
}

/**
 * @param {string} path
 * @returns {Promise<void>}
 */
function fetchStyles(path) {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = path;
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      loaded.delete(path);
      reject(new Error(path));
    };
    document.head.append(link);
  });
}
