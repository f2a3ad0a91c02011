// The table of turning points; a row and its place on the map light up together.

import { $, el, fill, ltr } from "./dom.js";
import { digits, dms, t } from "./words.js";
import { holderName } from "./shares.js";

/// `app.at.pair` narrows the table to one line; `pick(k)` hears of a chosen row.
export function showPoints(app, result, pick) {
  fill($("points-head"), t("points"));
  const all = result?.points ?? [];
  if (!all.length) {
    fill($("pair"));
    fill($("points"), result ? el("p", { class: "mute" }, t("noPoints")) : null);
    return;
  }
  numberBases(all);
  const key = (p) => p.between.join("–"), pairs = [...new Set(all.map(key))];
  if (!pairs.includes(app.at.pair)) app.at.pair = "";
  const option = (k, text) => el("option", { value: k, selected: k === app.at.pair }, text);
  const names = (k) => k.split("–").map((h) => holderName(app, h)).join(" – ");
  fill($("pair"), el("select", { "aria-label": t("points"), onchange: (e) => { app.at.pair = e.target.value; showPoints(app, result, pick); app.saveView(); } },
    option("", t("allLines")), ...pairs.map((k) => option(k, names(k)))));
  const shown = all.map((p, k) => [p, k]).filter(([p]) => !app.at.pair || key(p) === app.at.pair);
  const row = ([p, k]) => {
    const chosen = app.chosen === k;
    return el("tr", { tabindex: chosen || (app.chosen === null && p === shown[0][0]) ? 0 : -1, "aria-selected": String(chosen), "data-k": k, onclick: () => pick(k) },
      el("td", {}, p.name === "-" ? el("span", { title: p.kind }, SIGNS[p.kind] ?? "") : p.name.startsWith("T") ? p.name : digits(p.name)), el("td", {}, ltr(dms(p.at[0], "NS"))), el("td", {}, ltr(dms(p.at[1], "EW"))), el("td", {}, ltr(bases(p))));
  };
  const head = el("thead", {}, el("tr", {}, ...["no", "latitude", "longitude", "bases"].map((k) => el("th", { scope: "col" }, t(k)))));
  const body = el("tbody", {}, ...shown.map(row));
  body.onkeydown = (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    e.preventDefault();
    e.stopPropagation();
    const at = shown.findIndex(([, k]) => k === app.chosen);
    pick(shown[(at + step + shown.length) % shown.length][1]);
    $("points").querySelector("[aria-selected=true]")?.focus();
  };
  fill($("points"), el("table", {}, head, body));
}

/// Base points get numbers by party, in the order in which the table meets them: `AZE 4 · IRN 2`.
function numberBases(points) {
  const known = new Map(), count = {};
  for (const base of points.flatMap((p) => p.bases)) {
    const place = `${base.party} ${base.at.map((v) => v.toFixed(5))}`;
    if (!known.has(place)) known.set(place, (count[base.party] = (count[base.party] ?? 0) + 1));
    base.no = known.get(place);
  }
}
function bases(p) {
  const by = new Map();
  for (const b of p.bases) by.set(b.party, [...(by.get(b.party) ?? []), b.no]);
  // A line may break between parties, not between a party and its numbers.
  return [...by].map(([party, numbers]) => `${party}\u00a0${numbers.join(",\u00a0")}`).join(" · ");
}
const SIGNS = { terminus: "■", end: "–" };

/// Marks the chosen row without building the table again.
export function markRow(k) {
  for (const row of $("points").querySelectorAll("tr[data-k]")) {
    const on = Number(row.dataset.k) === k;
    row.setAttribute("aria-selected", String(on));
    row.tabIndex = on ? 0 : -1;
    if (on) row.scrollIntoView({ block: "nearest" });
  }
}
