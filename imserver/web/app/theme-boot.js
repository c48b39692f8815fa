// Runs before the first paint, so that no page flashes in the wrong theme or size. app/preferences.js goes on from here.
(function applyTheme() {
  const chosen = localStorage.getItem("imnode.theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.documentElement.dataset.text = localStorage.getItem("imnode.text") ?? "normal";
})();

// Between a page and its modules the server may have got another version, which has none of this one.
(function startAnew() {
  const wait = 2000;
  const again = (/** @type {Event} */ { target }) =>
    target instanceof HTMLScriptElement && setTimeout(() => location.reload(), wait);
  window.addEventListener("error", again, true);
})();
