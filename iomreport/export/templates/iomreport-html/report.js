// Comfort only: the page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  const key = "iomreport-theme";
  const remembered = () => {
    try { return localStorage.getItem(key); } catch { return null; } // a page opened from a mail may have no storage
  };
  const remember = (theme) => {
    try { localStorage.setItem(key, theme); } catch { return; } // the choice then lasts as long as the page
  };
  const dark = () => (root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches);

  const chosen = remembered();
  if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  const label = () => { button.textContent = dark() ? "Light page" : "Dark page"; };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    remember(root.dataset.theme);
    label();
  });
  label();
  document.querySelector(".cover-inner").prepend(button);

  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 64rem)");
  const fold = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", fold);
  fold();

  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const follow = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.id)?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) {
    const target = document.getElementById(id);
    if (target) follow.observe(target);
  }
})();
