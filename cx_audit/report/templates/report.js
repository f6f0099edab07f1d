"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll("article.card")];
  const fields = ["kind", "severity", "channel", "language"].map((name) => document.getElementById(name));
  const search = document.getElementById("q");
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");

  // Letters without their accents and vowel signs, so that "gratis" finds "grátis" and "hoan lai" finds "hoàn lại".
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
  const texts = new Map();
  const textOf = (card) => {
    if (!texts.has(card)) texts.set(card, fold(card.textContent));
    return texts.get(card);
  };

  const apply = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const card of cards) {
      const fits =
        fields.every((field) => !field.value || card.dataset[field.id].split(" ").includes(field.value)) &&
        words.every((word) => textOf(card).includes(word));
      card.hidden = !fits;
      count += fits ? 1 : 0;
    }
    const all = cards.length.toLocaleString("en");
    shown.textContent = count === cards.length ? `${all} shown` : `${count.toLocaleString("en")} of ${all} shown`;
    none.hidden = count > 0;
  };

  let timer = 0;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(apply, 80);
  };
  search.addEventListener("input", soon);
  fields.forEach((field) => field.addEventListener("change", apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", soon);
  // A link to a card that is filtered away shows them all again.
  addEventListener("hashchange", () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card && card.hidden) {
      form.reset();
      apply();
      card.scrollIntoView();
    }
  });
  form.hidden = false;
  apply();
})();
