// What is here: the card at the cursor, and what is pinned. Construction lines go to the nearest base points.

import * as api from "./api.js";
import { $, el, fill, ltr } from "./dom.js";
import * as law from "./law.js";
import { number, place, t } from "./words.js";
import { holderName } from "./shares.js";

let app, busy = false, next = null, control, restTimer;
export const card = { hover, pin, leave, hide, refresh, refreshLaw };
const now = { at: null, chart: null, pinned: false, answer: null, law: null };

export function initHover(of) { app = of; }

function hover(chart, at) {
  if (now.pinned) return;
  look(chart, at);
}
/// One question at a time; while it is out only the newest place waits.
async function look(chart, at) {
  if (busy) { next = [chart, at]; return; }
  busy = true;
  try {
    const answer = await api.json("at", { x: at[0], y: at[1], run: app.result?.key });
    if (!now.gone) show(chart, at, answer);
  } catch { hide(); } finally { busy = false; }
  if (next) { const [c, a] = next; next = null; look(c, a); }
}
/// The parties that count here: the holder and the two nearest others, by weighted distance where there are weights.
function contenders(answer) {
  const weights = app.result?.weights ?? {};
  const rows = answer.distances.map((d) => {
    const w = weights[d.party];
    return { ...d, w, score: w === undefined ? d.km : app.result.additive ? d.km - w : d.km / w };
  });
  return rows.sort((a, b) => a.score - b.score).slice(0, 3);
}
function show(chart, at, answer) {
  Object.assign(now, { at, chart, answer });
  const holder = answer.holders.find((h) => h.layer === app.result?.layer)?.holder;
  const rows = contenders(answer);
  const km = (v) => number(v, 1);
  const sum = (r) => r.w === undefined || (app.result.additive ? r.w === 0 : r.w === 1) ? `${km(r.km)} ${t("km")}` : el("span", {}, ltr(`${km(r.km)} ${app.result.additive ? "−" : "÷"} ${number(r.w, app.result.additive ? 1 : 2)} = ${km(r.score)}`), ` ${t("km")}`);
  const others = answer.holders.filter((h) => h.layer !== app.result?.layer && h.holder !== holder).map((h) => `${t(h.layer)}: ${holderName(app, h.holder)}`);
  const box = $("card");
  fill(box,
    el("p", {}, el("b", {}, holder ? holderName(app, holder) : answer.sea ? "–" : t("inLand")), ` · ${t(app.result?.layer ?? app.at.layer)}`),
    el("p", { class: "where" }, ltr(place(answer.at))),
    el("table", {}, el("tbody", {}, ...rows.map((r) => el("tr", {}, el("td", {}, holderName(app, r.party)), el("td", {}, sum(r)))))),
    others.length ? el("p", { class: "law" }, others.join(" · ")) : null,
    now.law && now.pinned ? el("p", { class: "law" }, law.sentence(app, now.law)) : el("p", { class: "law", hidden: true }));
  box.classList.toggle("pinned", now.pinned);
  box.hidden = false;
  dodge(box, chart, at);
  const mark = [{ at, bases: rows.map((r) => r.xy).filter(Boolean) }];
  for (const c of app.maps.charts) c.mark(mark);
  clearTimeout(restTimer);
  restTimer = setTimeout(() => { askLaw(); if (now.pinned) $("spoken").textContent = box.innerText; }, now.pinned ? 0 : 350);
}
/// The corner that hides least sea, and not the cursor.
function dodge(box, chart, at) {
  const [x, y] = chart.toScreen(at), { clientWidth: w, clientHeight: h } = $("stage"), [cw, ch] = [box.offsetWidth, box.offsetHeight];
  const rtl = document.documentElement.dir === "rtl";
  const low = [rtl ? 132 : 72, rtl ? 72 : 132];
  const corners = [[14, h - ch - low[0], low[0]], [w - cw - 14, h - ch - low[1], low[1]], [14, 64], [w - cw - 14, 64]];
  const cost = ([left, top]) => {
    const px = chart.node.offsetLeft + x, near = px > left - 30 && px < left + cw + 30 && y > top - 30 && y < top + ch + 30;
    return chart.wet(left - chart.node.offsetLeft, top, cw, ch) + (near ? 1000 : 0);
  };
  const costs = corners.map(cost), best = corners[costs.indexOf(Math.min(...costs))];
  box.style.left = `${best[0]}px`;
  // Below, the card grows upward: its lower edge stays clear of scale and buttons.
  box.style.top = best[2] ? "auto" : `${best[1]}px`;
  box.style.bottom = best[2] ? `${best[2]}px` : "auto";
}
async function askLaw() {
  if (!app.events.length || !now.answer?.sea || !now.at) { now.law = null; law.showHere(app, null); return; }
  control?.abort();
  control = new AbortController();
  try {
    now.law = await law.ask(app, now.at[0], now.at[1], control.signal);
    const line = $("card").querySelector("p.law:last-child");
    if (line) { line.hidden = false; line.textContent = law.sentence(app, now.law); }
    if (now.pinned) law.showHere(app, now.law);
  } catch { /* a newer question is out */ }
}
function pin(chart, at) {
  now.pinned = true;
  now.gone = false;
  const near = nearestPoint(chart, at);
  if (near !== null) app.pick(near);
  look(chart, near === null ? at : app.result.points[near].xy);
}
/// The turning point within 9 pixels.
function nearestPoint(chart, at) {
  let best = null, reach = 9 * app.at.mpp;
  (app.result?.points ?? []).forEach((p, k) => {
    const d = Math.hypot(p.xy[0] - at[0], p.xy[1] - at[1]);
    if (d < reach) { best = k; reach = d; }
  });
  return best;
}
function leave() { if (!now.pinned) { clear(); } }
function clear() {
  $("card").hidden = true;
  next = null;
  for (const c of app?.maps?.charts ?? []) c.mark([]);
}
function hide() { now.pinned = false; clear(); law.showHere(app, null); }
function refresh() { if (now.pinned && now.at) look(app.maps.main, now.at); else clear(); }
function refreshLaw() { if (now.pinned && now.at) askLaw(); }
