"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // A page of thousands keeps the inner parts of its cards and tables in noscript, which scripts see as text.
  const fill = (holder) => {
    const kept = holder.querySelector(":scope > noscript");
    if (kept) kept.outerHTML = kept.textContent;
  };
  for (const details of document.querySelectorAll("section > details")) {
    details.addEventListener("toggle", () => fill(details));
  }

  const form = byId("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll("article.card")];
  const fields = [...form.querySelectorAll("select")];
  const search = byId("q");
  const shown = byId("shown");
  const none = byId("none");

  // What comes near the screen is filled at once; the rest when nothing else is to be done, for the browser's own
  // search, and all of it before it is printed.
  const near = new IntersectionObserver(
    (seen) => seen.filter((one) => one.isIntersecting).forEach((one) => { fill(one.target); near.unobserve(one.target); }),
    { rootMargin: "1500px" },
  );
  const idle = window.requestIdleCallback || ((work) => setTimeout(() => work({ timeRemaining: () => 8 }), 30));
  let filled = 0;
  const fillOn = (deadline) => {
    while (filled < cards.length && deadline.timeRemaining() > 3) fill(cards[filled++]);
    if (filled < cards.length) idle(fillOn);
  };
  if (byId("cards").classList.contains("many")) {
    cards.forEach((card) => near.observe(card));
    idle(fillOn);
  }

  // Letters without their accents and vowel signs, so that "gratis" finds "grátis" and "hoan lai" finds "hoàn lại".
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
  const signs = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&#34;": '"', "&#39;": "'" };
  const words = (card) => {
    const kept = card.querySelector(":scope > noscript");
    if (!kept) return card.textContent;
    return kept.textContent.replace(/<[^>]*>/g, " ").replace(/&[#\w]+;/g, (sign) => signs[sign] || sign);
  };
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, fold(words(card)));
    return texts.get(card);
  };

  const fits = (card, wanted, sought) =>
    wanted.every(([name, value]) => (card.dataset[name] || "").split(" ").includes(value)) &&
    sought.every((word) => textOf(card).includes(word));

  const apply = () => {
    const wanted = fields.filter((field) => field.value).map((field) => [field.id, field.value]);
    const sought = fold(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      const hidden = !fits(card, wanted, sought);
      if (card.hidden !== hidden) card.hidden = hidden;
      count += hidden ? 0 : 1;
    }
    const all = cards.length.toLocaleString("en");
    shown.textContent = count === cards.length ? `${all} shown` : `${count.toLocaleString("en")} of ${all} shown`;
    none.hidden = count > 0;
  };

  // The filters stand in the address, by their names, so that what is seen can be sent.
  const remember = () => {
    const told = new URLSearchParams();
    for (const field of fields) if (field.value) told.set(field.id, field.selectedOptions[0].text);
    if (search.value.trim()) told.set("q", search.value.trim());
    history.replaceState(null, "", `#${told}`);
  };
  const recall = () => {
    const told = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) {
      const name = told.get(field.id);
      const option = [...field.options].find((one) => one.value && one.text === name);
      field.value = option ? option.value : "";
    }
    search.value = told.get("q") || "";
    apply();
  };
  const change = () => { apply(); remember(); };

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(change, 80);
  };
  search.addEventListener("input", soon);
  form.addEventListener("change", (event) => { if (event.target !== search) change(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", soon);

  // A link to a card that is filtered away shows them all again.
  const follow = () => {
    if (location.hash.includes("=")) {
      recall();
      return;
    }
    const card = cards.find((one) => `#${one.id}` === location.hash);
    if (!card) return;
    fill(card);
    if (card.hidden) {
      form.reset();
      clearTimeout(timer);
      apply();
    }
    card.scrollIntoView();
  };
  addEventListener("hashchange", follow);

  const help = byId("help");
  const keysOn = byId("keys-on");
  byId("keys").addEventListener("click", () => help.showModal());
  const go = (step) => {
    const seen = cards.filter((card) => !card.hidden);
    const here = document.activeElement.closest("article.card");
    let at = seen.indexOf(here) + step;
    if (!here) {
      const below = seen.findIndex((card) => card.getBoundingClientRect().top > 1);
      at = step > 0 ? below : below - 1;
    }
    const next = seen[Math.max(0, Math.min(seen.length - 1, at))];
    if (!next) return;
    fill(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  };
  const doings = {
    "/": () => { search.focus(); search.select(); },
    "?": () => help.showModal(),
    j: () => go(1),
    k: () => go(-1),
    e: () => {
      const details = document.activeElement.closest("article.card")?.querySelector("details");
      if (details) details.open = !details.open;
    },
  };
  // By where the key lies as well: an Arabic or Greek keyboard has no "j".
  const places = { KeyJ: "j", KeyK: "k", KeyE: "e" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const doing = doings[event.key] || doings[places[event.code]];
    if (!doing || !keysOn.checked) return;
    event.preventDefault();
    doing();
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    cards.forEach(fill);
    opened = [...document.querySelectorAll("article.card:not([hidden]) details:not([open])")];
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => opened.splice(0).forEach((details) => { details.open = false; }));

  form.hidden = false;
  apply();
  follow();
})();
