// The studio: what is chosen, what was computed, and the order in which things happen.

import * as api from "./api.js";
import { showCompare, showExport, showKeys } from "./dialogs.js";
import { $, fill, ltr, painted, tabs } from "./dom.js";
import { showTrouble } from "./drawer.js";
import { card, initHover } from "./hover.js";
import { initKeys } from "./keys.js";
import * as law from "./law.js";
import { Maps } from "./maps.js";
import { markRow, showPoints } from "./points.js";
import { showParams, showRules, showWrong } from "./rules.js";
import { showFlow, showNotes, showShares } from "./shares.js";
import { showSwitches } from "./switches.js";
import { digits, isRtl, loadSaid, named, number, paramName, percent, setLanguage, t } from "./words.js";

const LAYERS = ["seabed", "water", "fishery", "surface"];
const MODES = ["map", "side", "swipe", "difference", "regime", "settled"];

/// Everything that is known. `at` is the view: it lives in the address, so that a link brings it back.
export const app = {
  at: { rule: "", params: {}, layer: "seabed", mode: "map", base: "equidistance", baseParams: {}, date: "", pair: "", with: null, east: 0, north: 0, mpp: 0, whole: 1, middle: [0, 0] },
  // What the rule refuses, by parameter; parameters given that it does not have.
  wrong: {}, passed: [],
  // By names of rules, which may be called as what every object has: what is wrong, the hash of the text of which the server
  // says so, and how long a run took.
  broken: Object.create(null), told: Object.create(null), times: Object.create(null),
  rules: [], case: null, result: null, base: null, anchor: null, flow: null, chosen: null, formats: [], lang: "en",
  rule: () => app.rules.find((r) => r.key === app.at.rule),
  baseName: () => label(app.at.base, app.at.baseParams),
  // What is shown, which is not what is chosen while a rule is broken or still runs.
  resultName: () => (app.result ? label(app.result.entry.key, app.result.given) : label(app.at.rule, app.at.params)),
  saveView,
};
app.pick = choosePoint;
/// For the tests and the bench that drive the page; they also hear of `painted` with the time since its cause.
globalThis.littoral = { app };
let maps, running, saveTimer;
const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a private window */ } };

function label(key, params) {
  const value = (v) => (typeof v === "number" ? digits(+v.toFixed(3)) : v);
  const set = Object.entries(params).map(([k, v]) => `${paramName({ name: k })} ${typeof v === "object" ? Object.entries(v).map(([p, x]) => `${p} ${value(x)}`).join(" ") : value(v)}`);
  // Each part runs in its own direction and keeps its place in the line.
  return [named(app.rules.find((r) => r.key === key)?.name, key), ...set].map((part) => `\u2068${part}\u2069`).join(" · ");
}

// ---- the address -------------------------------------------------------------------------------------------

function saveView() {
  clearTimeout(saveTimer);
  saveTimer = setTimeout(() => {
    const { rule, params, layer, mode, base, baseParams, date, pair, east, north, mpp } = app.at;
    const q = new URLSearchParams({ rule, layer, view: mode, lang: app.lang });
    if (Object.keys(params).length) q.set("params", JSON.stringify(params));
    if (base !== "equidistance" || Object.keys(baseParams).length) q.set("base", base);
    if (Object.keys(baseParams).length) q.set("baseParams", JSON.stringify(baseParams));
    if (date) q.set("date", date);
    if (pair) q.set("pair", pair);
    if (app.at.with !== null) q.set("with", app.at.with);
    if (mpp && maps && !maps.isWhole()) q.set("at", [east, north, mpp].map((v) => v.toPrecision(8)).join(","));
    history.replaceState(null, "", `#${q}`);
  }, 200);
}
const wantedSwitches = () => new URLSearchParams(location.hash.slice(1)).get("with");
function loadView() {
  const q = new URLSearchParams(location.hash.slice(1));
  const map = (key) => { try { const v = JSON.parse(q.get(key) ?? "{}"); return v && typeof v === "object" && !Array.isArray(v) ? v : {}; } catch { return {}; } };
  const known = (key) => app.rules.some((r) => r.key === key);
  const first = app.rules.find((r) => r.file && !r.trouble)?.key;
  app.at.rule = known(q.get("rule")) ? q.get("rule") : known("equidistance") ? "equidistance" : first ?? app.rules[0]?.key ?? "";
  app.at.params = map("params");
  app.at.base = known(q.get("base")) ? q.get("base") : known("equidistance") ? "equidistance" : app.at.rule;
  app.at.baseParams = map("baseParams");
  app.at.layer = q.get("layer") || "seabed";
  app.at.mode = MODES.includes(q.get("view")) ? q.get("view") : "map";
  app.at.pair = q.get("pair") ?? "";
  app.wrong = {};
  app.passed = [];
  app.today = new Date().toISOString().slice(0, 10);
  app.at.date = /^\d{4}-\d\d-\d\d$/.test(q.get("date") ?? "") ? q.get("date") : app.case.date ?? app.today;
  app.lang = q.get("lang") ?? stored("lang") ?? "en";
  const view = (q.get("at") ?? "").split(",").map(Number);
  app.wanted = view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null;
}

// ---- language and theme ------------------------------------------------------------------------------------

export function setLang(code) {
  app.lang = ["en", "fa", "ru"].includes(code) ? code : "en";
  setLanguage(app.lang);
  loadSaid(app.lang).then((fresh) => fresh && app.lang === code && showAll());
  store("lang", app.lang);
  document.documentElement.lang = app.lang;
  document.documentElement.dir = isRtl() ? "rtl" : "ltr";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label],[data-aria]")) node.setAttribute("aria-label", t(node.dataset.label ?? node.dataset.aria));
  for (const node of document.querySelectorAll("[data-title]")) { node.title = t(node.dataset.title); node.setAttribute("aria-label", node.title); }
  $("filter").placeholder = t("find");
  $("filter").setAttribute("aria-label", t("find"));
  document.title = `${named(app.case.name)} · littoral`;
  $("case").textContent = named(app.case.name);
  fill($("hash"), t("case"), " ", ltr(app.case.hash.slice(0, 8)));
  tabs($("langs"), [{ key: "en", text: "EN", lang: "en" }, { key: "fa", text: "فا", lang: "fa" }, { key: "ru", text: "РУ", lang: "ru" }], app.lang, (k) => { setLang(k); saveView(); }, "group");
  setTheme(document.documentElement.dataset.theme);
  showAll();
  maps?.moved(app.result ? 0 : 700);
  showPainted();
  showMade();
  if (app.said) say(...app.said);
  if (maps) {
    showBroken();
    if (app.key) maps.showKey(app.key);
  }
  card.refresh();
}
export function setTheme(theme, chosen = false) {
  document.documentElement.dataset.theme = theme;
  if (chosen) store("theme", theme);
  const button = $("theme"), other = theme === "dark" ? "light" : "dark";
  button.textContent = theme === "dark" ? "☀" : "☾";
  button.title = t(other);
  button.setAttribute("aria-label", t(other));
}

// ---- showing -----------------------------------------------------------------------------------------------

function showTabs() {
  const known = app.result?.layers ?? [];
  const all = [...LAYERS, ...known.filter((l) => !LAYERS.includes(l))];
  const lawful = isLaw();
  tabs($("layers"), all.map((key) => ({ key, text: t(key), disabled: !lawful && known.length > 0 && !known.includes(key) })), lawful ? app.at.layer : app.result?.layer ?? app.at.layer, setLayer);
  const open = MODES.filter((m) => !["regime", "settled"].includes(m) || app.events.length);
  tabs($("modes"), open.map((key) => ({ key, text: t(key) })), app.at.mode, setMode);
}
function showTables() {
  const was = app.anchor ?? (app.base && app.base.key !== app.result?.key ? app.base : null);
  const shares = was?.shares?.[app.result?.layer] ?? (was?.layer === app.result?.layer ? was?.share_percent : undefined);
  const lawful = app.at.mode === "regime" && app.regime;
  const spoken = lawful ? showShares(app, app.regime) : showShares(app, app.result, shares, app.anchor ? t("before") : t("against", app.baseName()));
  showNotes(app.result);
  if (!app.result?.draft) showPoints(app, app.result, choosePoint);
  showFlow(app, app.flow, app.baseName());
  const moved = app.flow && app.flow.run === app.result?.key && app.flow.moved_percent > 0.005 ? t("moved", percent(app.flow.moved_percent)) : "";
  $("moved").textContent = moved;
  return spoken;
}
/// A sentence in the footer, said again in each language that is chosen.
function say(key, ...values) {
  app.said = [key, ...values];
  $("saved").title = $("saved").textContent = key ? t(key, ...values.map((v) => (typeof v === "function" ? v() : v))) : "";
}
function showPainted() { $("painted").textContent = app.took ? t("painted", number(app.took)) : ""; }
function showMade() {
  if (!app.result) return;
  $("made").textContent = `${app.result.method === "certified" ? "" : `${app.result.method} · `}${app.resultName()} · \u2068${app.result.rule_hash.slice(0, 8)}\u2069`;
}
function showAll() {
  showRules(app, chooseRule);
  showParams(app, changeParam);
  showSwitches(app, changeSwitches);
  law.showDate(app, changeDate);
  showTabs();
  showTables();
}
function showBroken() {
  const trouble = app.broken[app.at.rule];
  if (app.caseTrouble?.length) showTrouble(t("caseBroken"), app.caseTrouble[0]);
  else showTrouble(app.rule()?.file ?? app.at.rule, trouble, trouble?.kind);
  $("pulse").classList.toggle("bad", !!trouble || app.caseTrouble?.length > 0);
}
function speak(text) { $("spoken").textContent = text; }

// ---- running -----------------------------------------------------------------------------------------------

/// The newest place of a slider that moves while a frame is computed.
let waiting = null;

/// Runs the chosen rule and paints it. Only the newest run counts: an older one is cut off. But while a slider is `moving` a
/// frame comes to its end and the newest place waits: were each move to cut off the frame before it, none would be painted.
/// Resolves to true once it is on the screen.
export async function compute(options = {}) {
  const moving = !!options.moving;
  if (moving && running?.moving) { waiting = options; return; }
  waiting = null;
  running?.abort();
  const control = (running = Object.assign(new AbortController(), { moving }));
  try { return await computeNow(control, options); } finally {
    control.moving = false;
    if (moving && waiting && running === control) compute(waiting);
  }
}
/// One run. A `second` look at the same change, finer, does not count as another one.
async function computeNow(control, { draft = false, since = performance.now(), saved = "", second = false }) {
  const window = maps.main.window(), rule = app.at.rule;
  const ask = { rule, params: app.at.params, draft, before: app.anchor?.key ?? null, view: { ...window, layer: app.at.layer, lang: app.lang } };
  const stop = showWork(rule, since, control);
  let answer;
  try {
    answer = await api.run(ask, (what) => stop.what(what), control.signal);
  } catch (e) {
    if (e.name === "AbortError") return;
    answer = { failed: { text: e.message } };
  } finally { stop(); }
  if (control.signal.aborted || !answer) return;
  if (answer.failed) return runFailed(rule, answer, saved);
  const result = answer.done;
  if (!isOlder(result)) delete app.broken[rule];
  remember(result);
  takenParams(result.passed);
  if (!result.draft) app.times[rule] = result.ms;
  const drawn = maps.show(result.svg, window);
  result.svg = null;
  const spoken = showTables();
  showTabs();
  showBroken();
  await drawn;
  await painted();
  if (!second) {
    app.took = performance.now() - since;
    dispatchEvent(new CustomEvent("painted", { detail: app.took }));
  }
  showPainted();
  say(saved && "saved", saved);
  showMade();
  $("empty").hidden = true;
  if (!draft) afterPaint(result, spoken);
  return true;
}
/// After a save: at once as while a slider moves, then with fine lines and the table.
async function follow(since, saved) {
  if (await compute({ since, saved, draft: true })) await compute({ saved, second: true });
}
/// Is it of the text before the one that is broken now? Then its map is the last good one, and the complaint stays beside it.
function isOlder(result) {
  const hash = app.told[result.entry.key];
  return hash !== undefined && hash !== result.entry.hash;
}
/// All that was given is taken, but for what the rule does not have.
function takenParams(passed) {
  app.wrong = {};
  if (passed.length) app.passed = passed;
  for (const name of passed) delete app.at.params[name];
  showWrong(app);
}
function remember(result) {
  // A frame of a moving slider has no table of its own: the last one stays until the slider rests.
  if (result.draft) result.points = app.result?.points ?? [];
  const weights = result.notes.weights ?? result.params.weights;
  result.weights = weights && typeof weights === "object" ? weights : undefined;
  result.additive = result.params.kernel === "additive" || result.entry.params?.some((p) => p.name === "weights" && p.unit === "km");
  app.result = result;
  const k = app.rules.findIndex((r) => r.key === result.entry.key);
  if (k >= 0 && app.rules[k].hash !== result.entry.hash && !isOlder(result)) app.rules[k] = result.entry;
}
async function afterPaint(result, spoken) {
  const pulse = $("pulse");
  pulse.classList.remove("ring");
  void pulse.offsetWidth;
  pulse.classList.add("ring");
  showRules(app, chooseRule);
  app.chosen = null;
  card.refresh();
  speak(spoken ?? "");
  saveView();
  await measureFlow(result);
}
async function measureFlow(result) {
  if (!app.base) {
    await computeBase();
    // A link that opens on such a view had nothing to compare with when it was painted.
    if (["side", "swipe", "difference"].includes(app.at.mode)) maps.redraw();
  }
  if (!app.base || result !== app.result) return;
  try {
    const flow = await api.json("flow", { run: result.key, base: app.base.key, layer: result.layer });
    if (result !== app.result) return;
    app.flow = flow;
  } catch (e) {
    if (e.status === 410 && !measureFlow.again) { measureFlow.again = true; app.base = null; await measureFlow(result); measureFlow.again = false; }
    return;
  }
  showTables();
}
/// The division that is compared with.
async function computeBase() {
  try {
    const answer = await api.run({ rule: app.at.base, params: app.at.baseParams, view: null }, () => {});
    if (answer?.done) app.base = answer.done;
    else if (answer?.failed) showTrouble(app.baseName(), answer.failed, answer.kind);
  } catch { app.base = null; }
}
function runFailed(rule, answer, saved) {
  if (answer.fields) return paramsRefused(answer);
  app.broken[rule] = { ...answer.failed, kind: answer.kind };
  if (answer.kind === "Cancelled") { delete app.broken[rule]; return; }
  showRules(app, chooseRule);
  showBroken();
  say("broken", saved || app.rule()?.file || rule);
}
/// The form says what is wrong, the last good map stays; where there is none yet, the drawer says it too.
function paramsRefused(answer) {
  app.wrong = answer.fields;
  showWrong(app);
  say("refused", () => Object.keys(answer.fields).map((name) => paramName({ name })).join(", "));
  if (!app.result) showTrouble(app.at.rule, answer.failed);
}
/// Nothing for 150 ms, then what is being computed and a way to stop it; after 2 s a bar.
function showWork(rule, since, control) {
  let what = "";
  const box = $("working");
  const text = () => {
    const seconds = (performance.now() - since) / 1000;
    $("working-text").textContent = t("computing", named(app.rule()?.name, rule), number(seconds, 1)) + (what ? ` · ${t(what)}` : "");
    $("bar").hidden = seconds < 2;
    box.hidden = false;
  };
  $("bar").hidden = true;
  $("stop").onclick = () => { control.abort(); box.hidden = true; say("stopped"); };
  let tick;
  const wait = setTimeout(() => { text(); tick = setInterval(text, 200); }, 150);
  const stop = () => { clearTimeout(wait); clearInterval(tick); if (running === control) box.hidden = true; };
  stop.what = (w) => { what = w; };
  return stop;
}

// ---- what people do ----------------------------------------------------------------------------------------

export function chooseRule(key) {
  if (!app.rules.some((r) => r.key === key)) return;
  if (key !== app.at.rule) { app.at.params = {}; app.anchor = null; app.chosen = null; }
  app.wrong = {};
  app.passed = [];
  app.at.rule = key;
  showRules(app, chooseRule);
  showParams(app, changeParam);
  showBroken();
  saveView();
  compute();
}
let dragging = false;
function changeParam(name, value, still) {
  const since = performance.now();
  if (!dragging && app.result) app.anchor = app.result;
  dragging = !!still;
  app.passed = [];
  if (name === null) { app.at.params = {}; showParams(app, changeParam); }
  else {
    const fallback = app.rule()?.params?.find((p) => p.name === name)?.default;
    app.at.params = { ...app.at.params, [name]: value };
    if (JSON.stringify(value) === JSON.stringify(fallback)) delete app.at.params[name];
  }
  saveView();
  compute({ draft: dragging, moving: dragging, since });
}
/// Another reading of the case: everything is computed anew on it.
async function changeSwitches(on) {
  const since = performance.now();
  await readCase(on.join(","));
  maps.whole();
  setLang(app.lang);
  saveView();
  await compute({ since });
  if (isLaw()) lawMap();
}
/// The case with these switches on; where it has no such switch, as the studio was started.
async function readCase(switches) {
  const attempt = async (text) => { api.setSwitches(text); take(await api.state()); app.at.with = text; };
  try { await attempt(switches); } catch (e) { if (switches === null) throw e; await attempt(null); }
  app.base = app.flow = app.anchor = app.regime = app.key = app.chosen = null;
}
const isLaw = () => app.at.mode === "regime" || app.at.mode === "settled";
export function setLayer(layer) {
  app.at.layer = layer;
  app.anchor = app.flow = null;
  app.chosen = null;
  saveView();
  if (isLaw()) { showTabs(); lawMap(); }
  else compute();
}
export function setMode(mode) {
  app.at.mode = mode;
  showTabs();
  saveView();
  maps.setMode(mode);
  card.hide();
  if (isLaw()) lawMap();
  else showTables();
  if (["side", "swipe", "difference"].includes(mode) && !app.base) computeBase().then(() => maps.redraw());
}
let lawAbort, lawWaits = false;
/// The view of the law on the date. As with the slider of a rule, a date that still moves waits for the map before it.
async function lawMap(moving = false) {
  if (moving && lawAbort?.moving) { lawWaits = true; return; }
  lawWaits = false;
  lawAbort?.abort();
  const control = (lawAbort = Object.assign(new AbortController(), { moving }));
  await Promise.all([maps.redraw(), showLawKey(control.signal)]);
  control.moving = false;
  if (lawWaits && lawAbort === control && isLaw()) lawMap(true);
}
async function showLawKey(signal) {
  try {
    const rows = await law.key(app, app.at.mode, signal);
    if (!Array.isArray(rows)) throw new Error(rows.error);
    app.key = rows;
    maps.showKey(rows);
    app.regime = app.at.mode === "regime" ? law.shares(app, rows) : null;
    showTables();
  } catch { /* a newer one is on its way, or the map says why */ }
}
export function changeDate(date, still) {
  app.at.date = date;
  if (!still) law.showDate(app, changeDate);
  saveView();
  if (isLaw()) lawMap(still);
  card.refreshLaw();
}
export function choosePoint(k) {
  app.chosen = k;
  markRow(k);
  const p = app.result?.points[k];
  if (!p) return;
  for (const chart of maps.charts) chart.mark([{ at: p.xy, bases: p.bases.map((b) => b.xy).filter(Boolean) }]);
  const [x, y] = maps.main.toScreen(p.xy), { width, height } = maps.main.size;
  if (x < 0 || y < 0 || x > width || y > height) { app.at.east = p.xy[0]; app.at.north = p.xy[1]; maps.moved(); }
}
export const copyLink = () => {
  saveView();
  setTimeout(async () => { try { await navigator.clipboard.writeText(location.href); say("copied"); } catch { $("saved").textContent = location.href; } }, 250);
};
const compareWith = () => showCompare(app, (rule, params) => {
  Object.assign(app.at, { base: rule, baseParams: params });
  app.base = app.flow = app.anchor = null;
  if (!["side", "swipe", "difference"].includes(app.at.mode)) app.at.mode = "side";
  computeBase().then(() => { setMode(app.at.mode); if (app.result) measureFlow(app.result); });
});

// ---- news of the files -------------------------------------------------------------------------------------

async function heard(news) {
  const since = performance.now();
  const other = Object.entries(news.rules).filter(([k, h]) => app.rules.find((r) => r.key === k)?.hash !== h).map(([k]) => k);
  const gone = app.rules.some((r) => !(r.key in news.rules));
  const own = other.includes(app.at.rule), newCase = news.case !== app.case.hash;
  const hadTrouble = app.caseTrouble?.length > 0;
  app.caseTrouble = news.trouble;
  for (const key of Object.keys(app.broken)) if (other.includes(key)) delete app.broken[key];
  Object.assign(app.broken, news.broken);
  app.told = Object.assign(Object.create(null), Object.fromEntries(Object.keys(news.broken).map((k) => [k, news.rules[k]])));
  const saved = news.saved.at(-1) ?? "";
  if (newCase) return reload(since, saved);
  const run = own && !news.broken[app.at.rule];
  if (run) { app.anchor = app.result; follow(since, saved); }
  if (own && news.broken[app.at.rule]) say("broken", saved);
  if (other.includes(app.at.base)) app.base = null;
  if (other.length || gone) {
    const state = await api.state();
    // A rule that cannot be read goes on by the name that it had.
    const names = new Map(app.rules.map((r) => [r.key, r.name]));
    app.rules = state.rules.map((r) => (r.name ? r : { ...r, name: names.get(r.key) }));
    const form = document.activeElement?.closest?.("#params");
    if (own && !form) showParams(app, changeParam);
  }
  showRules(app, chooseRule);
  if (!run || hadTrouble) showBroken();
}
async function reload(since, saved) {
  await readCase(app.at.with);
  app.anchor = app.result;
  setLang(app.lang);
  await follow(since, saved);
}
function take(state) {
  Object.assign(app, { case: state.case, rules: state.rules, proposed: state.proposed, events: state.events, formats: state.formats ?? [], caseTrouble: state.trouble });
  app.told = Object.create(null);
  for (const r of state.rules) if (r.trouble) [app.broken[r.key], app.told[r.key]] = [r.trouble, r.hash];
}
const lost = (gone) => {
  $("pulse").classList.toggle("lost", gone);
  if (gone) $("painted").textContent = t("lost");
  else if ($("painted").textContent === t("lost")) $("painted").textContent = "";
};

// ---- start -------------------------------------------------------------------------------------------------

async function start() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.dataset.theme = stored("theme") ?? (dark.matches ? "dark" : "light");
  dark.addEventListener("change", () => { if (!stored("theme")) setTheme(dark.matches ? "dark" : "light"); });
  const since = performance.now();
  await readCase(wantedSwitches());
  loadView();
  maps = app.maps = new Maps(app, {
    hovered: (chart, at) => card.hover(chart, at), clicked: (chart, at) => card.pin(chart, at), left: () => card.leave(),
    viewed: saveView, failed: (text) => showTrouble("", { text }),
    gone: (base) => { if (base) computeBase().then(() => maps.redraw()); else compute(); },
  });
  // The sea opens clear of the views: they have to be there.
  setLanguage(app.lang);
  showTabs();
  maps.setMode(app.at.mode);
  maps.whole();
  if (app.wanted) [app.at.east, app.at.north, app.at.mpp] = app.wanted;
  initHover(app);
  setLang(app.lang);
  showBroken();
  $("filter").addEventListener("input", () => showRules(app, chooseRule));
  $("theme").onclick = () => setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark", true);
  $("help").onclick = showKeys;
  $("export").onclick = () => showExport(app, copyLink);
  $("compare").onclick = compareWith;
  $("in").onclick = () => maps.main.zoom(1.6);
  $("out").onclick = () => maps.main.zoom(1 / 1.6);
  $("whole").onclick = () => { maps.whole(); maps.moved(); };
  const fold = (open) => $("fold").setAttribute("aria-expanded", String($("left").classList.toggle("open", open)));
  $("fold").onclick = () => fold();
  // What slid over the map goes when the map is wanted.
  $("stage").addEventListener("pointerdown", () => fold(false));
  initKeys({ app, maps, compute, chooseRule, setLayer, setMode, choosePoint, copyLink, setLang, setTheme, changeDate, modes: MODES });
  // A link pasted into the same tab: its view, without loading the page again.
  addEventListener("hashchange", async () => {
    if (wantedSwitches() !== app.at.with) await readCase(wantedSwitches());
    loadView();
    maps.whole();
    if (app.wanted) [app.at.east, app.at.north, app.at.mpp] = app.wanted;
    app.base = app.flow = app.anchor = null;
    setLang(app.lang);
    setMode(app.at.mode);
    compute();
  });
  if (app.at.rule) await compute({ since });
  else $("empty").hidden = false;
  if (isLaw()) lawMap();
  api.events(heard, lost);
}
start().catch((e) => { document.body.prepend(Object.assign(document.createElement("p"), { textContent: `littoral: ${e.message}` })); });
