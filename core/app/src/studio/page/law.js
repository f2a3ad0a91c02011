// The date and what the law says on it: the slider with its events, the law at a place, the key of the law's maps.

import * as api from "./api.js";
import { $, el, fill, ltr } from "./dom.js";
import { dayWords, digits, said, t } from "./words.js";
import { holderName } from "./shares.js";

const DAY = 86400000;
const number = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
const day = (n) => new Date(n * DAY).toISOString().slice(0, 10);
const isDay = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && day(number(text)) === text;

/// The slider and its ticks; `change(day, still)` hears of every move.
export function showDate(app, change) {
  const days = app.events.map((e) => number(e.date));
  $("law-box").hidden = !days.length;
  if (!days.length) return;
  const from = number(`${day(Math.min(...days)).slice(0, 4)}-01-01`), to = Math.max(number(app.today), ...days);
  const slider = $("date"), field = $("day"), at = number(app.at.date);
  Object.assign(slider, { min: from, max: to, step: 1 });
  slider.value = at;
  const show = (n) => {
    const text = day(n);
    field.value = text;
    field.setAttribute("aria-invalid", "false");
    $("day-words").textContent = dayWords(text);
    slider.style.setProperty("--fill", `${(100 * (n - from)) / (to - from)}%`);
    slider.setAttribute("aria-valuetext", dayWords(text));
    const now = app.events.filter((e) => e.date <= text).at(-1);
    $("event-words").textContent = now ? eventWords(app, now) : "";
  };
  show(at);
  slider.oninput = () => { show(slider.valueAsNumber); change(day(slider.valueAsNumber), true); };
  slider.onchange = () => change(day(slider.valueAsNumber), false);
  field.onchange = () => {
    const good = isDay(field.value.trim());
    field.setAttribute("aria-invalid", String(!good));
    if (good) change(field.value.trim(), false);
  };
  const unique = [...new Set(days)].sort((a, b) => a - b);
  fill($("ticks"), unique.map((n) => el("i", { style: { "inset-inline-start": `${(100 * (n - from)) / (to - from)}%` } })));
  const year = (k) => day(Math.round(from + ((to - from) * k) / 3)).slice(0, 4);
  fill($("years"), [0, 1, 2, 3].map((k) => el("span", {}, digits(year(k)))));
  $("earlier").onclick = () => step(app, -1, change);
  $("later").onclick = () => step(app, 1, change);
}
/// When, which instrument, which party, what.
function eventWords(app, { date, title, party, text }) {
  const what = [title && said(title), party && holderName(app, party), said(text)].filter(Boolean).join(" · ");
  return `${digits(date.slice(0, 4))} · ${what}`;
}
/// To the previous or next event.
export function step(app, way, change) {
  const days = [...new Set(app.events.map((e) => e.date))].sort();
  const next = way > 0 ? days.find((d) => d > app.at.date) : days.findLast((d) => d < app.at.date);
  if (next) change(next, false);
}

/// What the law says at a place, in one line for the card.
export function sentence(app, answer) {
  if (!answer || answer.error) return answer?.error ?? "";
  const dyads = answer.dyads.length;
  // The date is one stretch: what follows it is a number too.
  return `\u2068${digits(app.at.date)}\u2069 · ${t("settledHere", digits(answer.settled), digits(dyads))}`;
}
/// The panel: between each two states what holds, and by which article.
export function showHere(app, answer) {
  $("law-here").hidden = !answer || !!answer.error;
  if (!answer || answer.error) return;
  const finding = (f) => {
    const basis = f.basis.map((b) => [b.instrument, b.article].filter(Boolean).join(", ")).join("; ");
    return el("dd", {}, el("span", { class: "verdict" }, t(f.verdict)), " ", f.text || "", basis ? el("span", {}, " (", ltr(basis), ")") : null);
  };
  const said = (d) => d.findings.filter((f) => !f.third && f.verdict !== "LACUNA");
  const pair = (d) => d.between.map((p) => holderName(app, p)).join(" – ");
  const dyad = (d) => [el("dt", {}, pair(d)), ...said(d).map(finding)];
  const silent = answer.dyads.filter((d) => !said(d).length);
  const none = silent.length ? [el("dt", {}, el("span", { class: "verdict" }, t("LACUNA"))), el("dd", {}, t("lacunae", silent.map(pair).join(", ")))] : [];
  const day = el("p", { class: "mute" }, dayWords(app.at.date));
  fill($("here"), day, el("dl", {}, ...answer.dyads.filter((d) => said(d).length).flatMap(dyad), ...none));
}
/// The shares of a regime in the shape of a result.
export function shares(app, rows) {
  const sea = app.result?.sea_km2 ?? NaN, of = (f) => Object.fromEntries(rows.map((r) => [r.holder, f(r.share)]));
  return { share_percent: of((s) => s), area_km2: of((s) => (s * sea) / 100) };
}
export const ask = (app, x, y, signal) => api.json("law/at", { x, y, layer: app.at.layer, date: app.at.date }, signal);
export const key = (app, mode, signal) => api.json("law/key", { kind: mode, layer: app.at.layer, date: app.at.date }, signal);
