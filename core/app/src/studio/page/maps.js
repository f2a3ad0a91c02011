// The stage: which panes there are in which view, and what each of them shows.

import * as api from "./api.js";
import { Chart } from "./chart.js";
import { $, el, fill, painted } from "./dom.js";
import { digits, named, number, percent, t } from "./words.js";
import { colour, holderName } from "./shares.js";

/// How long the view must rest before it is drawn anew.
const REST = 140;

export class Maps {
  constructor(app, tell) {
    Object.assign(this, { app, tell, charts: [], mode: "", split: 0.5 });
    this.callbacks = { moved: () => this.moved(), hovered: tell.hovered, clicked: tell.clicked, left: tell.left };
    // A window that showed the whole sea goes on showing it when its size changes.
    const size = () => `${$("stage").clientWidth} ${$("stage").clientHeight}`;
    let known = size();
    new ResizeObserver(() => {
      // It also tells the size that the first map is asked for: that is no news.
      if (!this.charts.length || size() === known) return;
      known = size();
      if (this.isWhole()) this.whole();
      this.moved();
    }).observe($("stage"));
    // What lies over the map has another size in another language, with another key, or when its font arrives.
    const lids = new ResizeObserver(() => { if (this.charts.some((c) => c.drawn && c.outgrown())) this.moved(); });
    for (const lid of document.querySelectorAll(".lid")) lids.observe(lid);
  }
  get main() { return this.charts[this.charts.length - 1]; }

  /// Makes the panes of a view.
  setMode(mode) {
    const two = mode === "side" || mode === "swipe";
    const box = $("charts");
    if (this.mode !== mode) {
      const old = this.charts.pop();
      this.charts = [];
      box.replaceChildren();
      if (two) this.charts.push(new Chart(box, this.app.at, this.callbacks));
      this.charts.push(new Chart(box, this.app.at, this.callbacks));
      if (old?.drawn) {
        this.main.sheet.replaceChildren(...old.sheet.childNodes);
        this.main.drawn = old.drawn;
      }
      box.className = mode === "swipe" ? "swipe" : "";
      if (mode === "swipe") this.addBar(box);
      this.mode = mode;
    }
    const key = $("key");
    key.hidden = mode !== "regime" && mode !== "settled";
    for (const chart of this.charts) {
      chart.title.hidden = !two;
      chart.node.setAttribute("aria-label", `${t("map")}: ${named(this.app.case.name)}`);
    }
    if (this.isWhole()) this.whole();
    this.moved(0);
  }
  titles() {
    if (this.charts.length < 2) return;
    fill(this.charts[0].title, el("span", {}, this.app.baseName()));
    fill(this.main.title, el("span", {}, this.app.resultName()));
  }
  addBar(box) {
    const bar = el("button", { id: "bar-swipe", "aria-label": t("swipe") });
    const place = () => {
      const x = Math.min(Math.max(this.split, 0.02), 0.98);
      this.split = x;
      bar.style.left = `${100 * x}%`;
      this.main.node.style.clipPath = `inset(0 0 0 ${100 * x}%)`;
      this.charts[0].hidden = [x, 1];
      this.main.hidden = [0, x];
      if (this.main.drawn) this.moved();
    };
    bar.addEventListener("pointerdown", (e) => bar.setPointerCapture(e.pointerId));
    bar.addEventListener("pointermove", (e) => {
      if (!bar.hasPointerCapture(e.pointerId)) return;
      const r = box.getBoundingClientRect();
      this.split = (e.clientX - r.left) / r.width;
      place();
    });
    bar.addEventListener("keydown", (e) => {
      const step = { ArrowLeft: -0.02, ArrowRight: 0.02 }[e.key];
      if (!step) return;
      e.preventDefault();
      e.stopPropagation();
      this.split += step;
      place();
    });
    box.append(bar);
    place();
  }
  /// The view has moved: shift what is there, draw anew once it rests.
  moved(rest = REST) {
    if (!(this.app.at.mpp > 0)) return;
    for (const chart of this.charts) chart.move();
    this.scaleBar();
    this.tell.viewed();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.redraw(), rest);
  }
  /// The map of a run that has just come, drawn for a window of the main pane.
  show(svg, window) {
    if (!["map", "side", "swipe"].includes(this.mode)) return this.redraw();
    // An older drawing that is still on its way would cover this one.
    clearTimeout(this.timer);
    this.abort?.abort();
    this.main.show(svg, window);
    this.titles();
    const now = this.main.window();
    const same = ["east", "north", "mpp", "width", "height"].every((k) => now[k] === window[k]) && !this.main.outgrown();
    if (!same) this.moved();
    else if (this.charts.length > 1) this.redraw(this.charts[0]);
    return Promise.resolve();
  }
  /// Draws panes for the present view.
  async redraw(only = null) {
    this.abort?.abort();
    this.abort = new AbortController();
    const signal = this.abort.signal;
    this.titles();
    const work = this.charts.filter((c) => !only || c === only).map(async (chart) => {
      const window = chart.window();
      const [path, values] = this.source(chart);
      try {
        const text = await api.svg(path, { ...values, ...window, lang: this.app.lang }, signal);
        if (signal.aborted) return;
        chart.show(text, window);
        // A key that came meanwhile covers what was drawn without it.
        if (chart.outgrown()) this.moved();
      } catch (e) {
        if (e.status === 410) this.tell.gone(chart !== this.main);
        else if (e.name !== "AbortError" && e.status) this.tell.failed(e.message);
      }
    });
    await Promise.all(work);
    if (!signal.aborted) await painted();
  }
  /// What a pane shows: the address and its values.
  source(chart) {
    const { result, base, at } = this.app, layer = at.layer;
    const before = this.app.anchor?.key;
    if (this.mode === "regime" || this.mode === "settled") return [`law/${this.mode}`, { layer, date: at.date }];
    if (this.mode === "difference" && result && base) return ["difference", { run: result.key, base: base.key, layer: result.layer }];
    if (this.charts.length > 1 && chart !== this.main) return ["map", { run: base?.key, layer: base?.layers.includes(layer) ? layer : base?.layers[0] ?? "" }];
    return ["map", { run: result?.key, layer: result?.layer ?? layer, before: before === result?.key ? null : before }];
  }
  /// The scale bar: a round length of 60 to 150 pixels, true at the centre of the projection.
  scaleBar() {
    const km = (this.app.at.mpp * 130) / 1000;
    const power = 10 ** Math.floor(Math.log10(km));
    const round = [5, 2.5, 2, 1].find((m) => m * power <= km) * power;
    const bar = $("scale");
    bar.firstElementChild.style.inlineSize = `${(round * 1000) / this.app.at.mpp}px`;
    const lat = this.app.case.centre[0];
    const places = round < 1 ? Math.ceil(-Math.log10(round)) + (String(round).includes("25") ? 1 : 0) : round % 1 ? 1 : 0;
    bar.lastElementChild.textContent = t("trueAt", number(round, places), `${digits(Math.abs(lat))}° ${t(lat < 0 ? "southern" : "northern")}`);
  }
  isWhole() {
    const v = this.app.at, [east, north] = v.middle;
    return Math.abs(v.mpp / v.whole - 1) < 1e-6 && Math.abs(v.east - east) < v.mpp && Math.abs(v.north - north) < v.mpp;
  }
  /// Brings the whole sea into view, clear of what floats over the map.
  whole() {
    const [w, s, e, n] = this.app.case.bounds, { width, height } = this.main.size;
    const pad = Math.min(56, height * 0.08), low = $("low");
    // The key of the law is large: the sea stands above it, and above the buttons where they lie in a row.
    const row = getComputedStyle($("zoom")).flexDirection === "row" ? $("zoom").offsetHeight + 26 : 0;
    const under = Math.min(Math.max(pad, row, $("key").hidden ? 0 : low.offsetHeight + 26), height * 0.3);
    const over = Math.min(Math.max(pad, $("modes").offsetHeight + 18), height * 0.3);
    const mpp = Math.max((e - w) / Math.max(width - 2 * pad, 60), (n - s) / Math.max(height - over - under, 60));
    const middle = [(w + e) / 2, (s + n) / 2 - (mpp * (under - over)) / 2];
    Object.assign(this.app.at, { east: middle[0], north: middle[1], mpp, whole: mpp, middle });
  }
  /// The key of the views of law.
  showKey(rows) {
    const swatch = ({ holder, share, count, of }) => el("span", {}, el("i", { class: holder?.startsWith("JOINT:") ? "joint" : (holder ?? "").toLowerCase(), style: count === undefined && colour(this.app, holder) !== "var(--sea)" ? { background: colour(this.app, holder) } : count === undefined ? {} : { background: `var(--s${Math.round((10 * count) / of)})` } }),
      count === undefined ? holderName(this.app, holder) : digits(`${count}`), ` ${percent(share, 1)}`);
    const whole = this.isWhole();
    const counts = rows.some((r) => r.count !== undefined);
    fill($("key"), counts ? el("b", {}, t("settled")) : null, rows.map(swatch));
    if (!whole) return;
    const before = this.app.at.mpp;
    this.whole();
    if (this.app.at.mpp !== before) this.moved(0);
  }
}
