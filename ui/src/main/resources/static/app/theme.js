// Classic and in the head, so that the theme is there before anything is painted. The choice is the browser's, not the view's.
(() => {
  const KEY = "la.theme";
  const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string} "light", "dark" or "system" */
  function chosen() {
    try {
      return JSON.parse(localStorage.getItem(KEY) ?? "null") ?? "system";
    } catch {
      return "system"; // storage may be forbidden, and hold anything
    }
  }

  function apply() {
    const dark = chosen() === "dark" || (chosen() === "system" && prefersDark.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }

  prefersDark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.addEventListener("la-theme", apply);
  apply();
})();
