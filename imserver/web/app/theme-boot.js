// Runs before the first paint, so that no page flashes in the wrong theme or size. app/state/preferences.js goes on from here.
(function applyTheme() {
  const chosen = localStorage.getItem("imnode.theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.text = localStorage.getItem("imnode.text") ?? "normal";
})();

// Between a page and its modules the server may have got another version, which has none of this one.
(function startAnew() {
  const tried = "imnode.anew";
  const again = (/** @type {Event} */ { target }) => {
    if (!(target instanceof HTMLScriptElement)) return;
    const times = Number(sessionStorage.getItem(tried)) || 0;
    sessionStorage.setItem(tried, String(times + 1));
    setTimeout(() => location.reload(), Math.min(2000 * 2 ** times, 60_000));
  };
  window.addEventListener("error", again, true);
})();
