// A classic script in the head, so that the theme is set before the first paint. The theme is stored per browser.
(() => {
  const KEY = "la.theme";
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string} "light", "dark" or "system" */
  function selected() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "null") ?? "system";
    } catch {
      return "system"; // storage may be blocked or hold an invalid value
    }
  }

  function apply() {
    const dark = selected() === "dark" || (selected() === "system" && prefersDark.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }

  prefersDark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.addEventListener("la-theme", apply);
  apply();
})();
