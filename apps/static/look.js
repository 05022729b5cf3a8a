// Light or dark: as the system is, unless the address says ?look=light or ?look=dark.
(() => {
  const asked = new URLSearchParams(location.search).get("look");
  const fixed = asked === "light" || asked === "dark" ? asked : null;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function apply() {
    const look = fixed ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = look;
    // Jupyter's own sheets come as one for each look; the one that is not wanted matches nothing.
    for (const sheet of document.querySelectorAll("link[data-look]")) {
      sheet.media = sheet.dataset.look === look ? "all" : "not all";
    }
    if (document.body?.dataset.jpThemeLight) {
      document.body.dataset.jpThemeLight = String(look === "light");
    }
  }

  function keepLook() {
    for (const link of document.querySelectorAll("a[data-keep-look]")) {
      link.search = fixed ? `?look=${fixed}` : "";
    }
  }

  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    keepLook();
  });
})();
