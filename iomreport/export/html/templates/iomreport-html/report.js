// Comfort only: the page is whole without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");

  // Light or dark: the reader's setting unless chosen otherwise here; choosing what the setting says follows it again.
  const key = "iomreport-theme";
  const setting = matchMedia("(prefers-color-scheme: dark)");
  const remembered = () => {
    try { return localStorage.getItem(key); } catch { return null; } // a page opened from a mail may have no storage
  };
  const choose = (theme) => {
    const own = theme !== (setting.matches ? "dark" : "light");
    if (own) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try {
      if (own) localStorage.setItem(key, theme);
      else localStorage.removeItem(key);
    } catch { return; } // the choice then lasts as long as the page
  };
  const current = () => root.dataset.theme ?? (setting.matches ? "dark" : "light");
  if (["dark", "light"].includes(remembered())) root.dataset.theme = remembered();

  const offerThemes = (place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "theme";
    const more = document.createElement("span");
    more.className = "more";
    more.textContent = " page";
    const label = () => { button.replaceChildren(current() === "dark" ? "Light" : "Dark", more); };
    button.addEventListener("click", () => {
      choose(current() === "dark" ? "light" : "dark");
      label();
    });
    setting.addEventListener("change", label);
    label();
    place.prepend(button);
  };

  // Contents follow the reader: open beside the text on a wide screen, folded above it on a small one.
  const foldContents = (details) => {
    const wide = matchMedia("print, (min-width: 70rem)");
    const fold = () => { details.open = wide.matches; };
    const arrive = (place) => { // folding takes the focus and stops the page on its way, so both are set again
      fold();
      place.tabIndex = -1;
      place.focus({ preventScroll: true });
      place.scrollIntoView();
    };
    wide.addEventListener("change", fold);
    addEventListener("beforeprint", () => { details.open = true; });
    addEventListener("afterprint", fold);
    details.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link && !wide.matches) setTimeout(() => arrive(document.getElementById(link.hash.slice(1))));
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || wide.matches) return;
      details.open = false;
      details.firstElementChild.focus();
    });
    fold();
  };
  const markCurrent = (nav) => {
    const here = nav.querySelector("summary").appendChild(document.createElement("span"));
    here.className = "here";
    const links = [...nav.querySelectorAll("a")];
    const places = links.map((link) => document.getElementById(link.hash.slice(1)));
    let marked = null;
    const mark = () => {
      const line = innerHeight * 0.3;
      const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
      const last = atEnd ? links.length - 1 : places.findLastIndex((place) => place?.getBoundingClientRect().top <= line);
      const link = links[last] ?? null;
      if (link === marked) return;
      marked?.removeAttribute("aria-current");
      link?.setAttribute("aria-current", "location");
      here.textContent = link ? ` · ${link.textContent}` : "";
      marked = link;
      if (!link) return;
      const [frame, box] = [nav.getBoundingClientRect(), link.getBoundingClientRect()];
      if (box.top < frame.top || box.bottom > frame.bottom) nav.scrollTop += box.top - frame.top - frame.height / 2;
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  };

  // The keyboard stops only at what scrolls, and only that is a landmark; what scrolls sideways says so.
  const stopWhereItScrolls = () => {
    const places = ".drawing, .scroll";
    const seen = new ResizeObserver((entries) => {
      for (const place of new Set(entries.map((entry) => entry.target.closest(places)))) {
        place.removeAttribute("data-fits"); // what does not scroll tells nothing of what is wider than it
        const wide = place.scrollWidth > place.clientWidth + 1;
        const scrolls = wide || place.scrollHeight > place.clientHeight + 1;
        place.toggleAttribute("data-wide", wide);
        place.toggleAttribute("data-fits", !scrolls);
        place.setAttribute("role", scrolls ? "region" : "group");
        if (scrolls) place.tabIndex = 0;
        else place.removeAttribute("tabindex");
      }
    });
    for (const place of document.querySelectorAll(places)) {
      seen.observe(place);
      if (place.firstElementChild) seen.observe(place.firstElementChild);
    }
  };

  // Who goes back by keyboard does not lose sight of the focus behind what stays at the top of the window.
  const keepFocusInSight = (nav) => {
    document.querySelector("main").addEventListener("focusin", ({ target }) => {
      if (!target.matches(":focus-visible")) return;
      const { top, left } = target.getBoundingClientRect();
      const bar = nav?.getBoundingClientRect();
      const head = target.closest("[data-fits] tbody")?.parentElement.tHead?.rows[0].cells[0].getBoundingClientRect();
      const under = Math.max(bar?.right > left ? bar.bottom : 0, head?.bottom ?? 0) - top;
      if (under > 0) scrollBy({ top: -under - 8, behavior: "instant" });
    });
  };

  // A figure that is wider than its window can also be seen whole, if small.
  const offerWhole = () => {
    for (const drawing of document.querySelectorAll("figure .drawing")) {
      const name = drawing.parentElement.querySelector(".label")?.textContent ?? "the figure";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "whole";
      const label = () => {
        button.textContent = drawing.hasAttribute("data-whole") ? `Enlarge ${name}` : `Fit ${name} to the window`;
      };
      button.addEventListener("click", () => {
        drawing.toggleAttribute("data-whole");
        label();
      });
      label();
      drawing.after(button);
    }
  };

  // Who follows a citation gets a link back to the very place.
  const offerReturns = () => {
    const back = document.createElement("a");
    back.className = "return";
    back.textContent = "Back to where you were";
    document.querySelector("main").addEventListener("click", (event) => {
      const citation = event.target.closest(".cites a");
      const place = citation?.closest("[id]");
      if (!place) return;
      back.href = `#${place.id}`;
      document.getElementById(citation.hash.slice(1)).append(back);
    });
  };

  addEventListener("DOMContentLoaded", () => {
    const nav = document.querySelector(".contents");
    offerThemes(nav ?? document.querySelector(".cover-inner"));
    if (nav) {
      foldContents(nav.querySelector("details"));
      markCurrent(nav);
    }
    stopWhereItScrolls();
    keepFocusInSight(nav);
    offerWhole();
    offerReturns();
  });
})();
