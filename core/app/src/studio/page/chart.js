// One pane with a map: pan, zoom, the cursor's overlay. What it shows is drawn by the server for a window that
// reaches beyond the pane; until a newer drawing comes, the present one is moved and scaled.

import { el, parseSvg, shape } from "./dom.js";

const PX_PER_MM = 4.6;

export class Chart {
  /// `view` is shared by all panes: { east, north, mpp }. `tell` hears of hover, click and moves.
  constructor(parent, view, tell) {
    Object.assign(this, { view, tell, drawn: null, marks: [], hidden: null });
    this.sheet = el("div", { class: "sheet" });
    this.over = shape("svg", { class: "over", "aria-hidden": "true" });
    this.title = el("div", { class: "title", hidden: true });
    this.node = el("div", { class: "chart", role: "application", tabindex: "0" }, this.sheet, this.over, this.title);
    parent.append(this.node);
    this.pointers = new Map();
    this.listen();
  }
  get size() { return { width: Math.max(this.node.clientWidth, 16), height: Math.max(this.node.clientHeight, 16) }; }
  /// The window to ask the server for.
  window() { const { east, north, mpp } = this.view; return { east, north, mpp, ...this.size, covered: this.covered() }; }
  /// What the page shows over this pane, so that no label is drawn beneath it: left,top,width,height;...
  covered() {
    const pane = this.node.getBoundingClientRect();
    const boxes = [...document.querySelectorAll(".lid, .title:not([hidden]) span")].map((n) => n.getBoundingClientRect());
    const over = boxes.filter((b) => b.width && b.right > pane.left && b.left < pane.right && b.bottom > pane.top && b.top < pane.bottom);
    // Of a pane under a swipe one part is hidden by the other pane, and names stay in what is seen.
    if (this.hidden) over.push({ left: pane.left + this.hidden[0] * pane.width, top: pane.top, width: (this.hidden[1] - this.hidden[0]) * pane.width, height: pane.height });
    return over.map((b) => [b.left - pane.left, b.top - pane.top, b.width, b.height].map(Math.round).join(",")).join(";");
  }

  /// Has what lies over this pane outgrown what the drawing was made for? Labels keep eight pixels away from each box.
  outgrown() {
    const boxes = (text) => text.split(";").filter(Boolean).map((b) => b.split(",").map(Number));
    const before = boxes(this.drawn?.covered ?? "");
    const within = ([x, y, w, h], [u, v, a, b]) => x >= u - 8 && y >= v - 8 && x + w <= u + a + 8 && y + h <= v + b + 8;
    return boxes(this.covered()).some((now) => !before.some((box) => within(now, box)));
  }
  /// Puts a drawing in place that was made for `window`.
  show(text, window) {
    const node = parseSvg(text);
    if (!node) return false;
    const [x, y, w, h] = node.getAttribute("viewBox").split(" ").map(Number);
    node.setAttribute("width", w * PX_PER_MM);
    node.setAttribute("height", h * PX_PER_MM);
    node.style.left = `${x * PX_PER_MM}px`;
    node.style.top = `${y * PX_PER_MM}px`;
    this.sheet.replaceChildren(node);
    this.drawn = window;
    this.move();
    return true;
  }
  /// Moves the present drawing to the present view.
  move() {
    const d = this.drawn, v = this.view, { width, height } = this.size;
    if (d) {
      const s = d.mpp / v.mpp;
      const x = width / 2 - (s * d.width) / 2 + (d.east - v.east) / v.mpp;
      const y = height / 2 - (s * d.height) / 2 - (d.north - v.north) / v.mpp;
      this.sheet.style.transform = s === 1 && x === 0 && y === 0 ? "" : `translate(${x}px,${y}px) scale(${s})`;
    }
    this.paintMarks();
  }
  toScreen([e, n]) {
    const { width, height } = this.size;
    return [width / 2 + (e - this.view.east) / this.view.mpp, height / 2 - (n - this.view.north) / this.view.mpp];
  }
  toGround(x, y) {
    const { width, height } = this.size;
    return [this.view.east + (x - width / 2) * this.view.mpp, this.view.north - (y - height / 2) * this.view.mpp];
  }
  /// Marks: { at, bases } with places on the plane: a ring and construction lines to the base points.
  mark(marks) { this.marks = marks; this.paintMarks(); }
  paintMarks() {
    const nodes = [];
    for (const { at, bases } of this.marks) {
      const [x, y] = this.toScreen(at);
      for (const base of bases ?? []) {
        const [u, v] = this.toScreen(base);
        nodes.push(shape("line", { x1: x, y1: y, x2: u, y2: v }), shape("circle", { class: "under", cx: u, cy: v, r: 3.6 }), shape("circle", { class: "base", cx: u, cy: v, r: 3.6 }));
      }
      nodes.push(shape("circle", { class: "under", cx: x, cy: y, r: 7.4 }), shape("circle", { class: "ring", cx: x, cy: y, r: 7.4 }), shape("circle", { class: "aim", cx: x, cy: y, r: 1.8 }));
    }
    this.over.replaceChildren(...nodes);
  }
  /// How much sea a box of the pane hides, by twenty places.
  wet(left, top, w, h) {
    const sea = this.sheet.querySelector("path[fill='#E3EBEF']"), d = this.drawn;
    if (!sea || !d) return 0;
    const s = d.mpp / this.view.mpp, { width, height } = this.size;
    const x0 = width / 2 - (s * d.width) / 2 + (d.east - this.view.east) / this.view.mpp, y0 = height / 2 - (s * d.height) / 2 - (d.north - this.view.north) / this.view.mpp;
    let count = 0;
    for (let i = 0; i < 5; i++) for (let j = 0; j < 4; j++) {
      const p = new DOMPoint((left + (w * (i + 0.5)) / 5 - x0) / s / PX_PER_MM, (top + (h * (j + 0.5)) / 4 - y0) / s / PX_PER_MM);
      count += sea.isPointInFill(p) ? 1 : 0;
    }
    return count;
  }
  zoom(factor, x = this.size.width / 2, y = this.size.height / 2) {
    const before = this.toGround(x, y);
    const v = this.view;
    v.mpp = Math.min(Math.max(v.mpp / factor, 12), v.whole * 3);
    const after = this.toGround(x, y);
    v.east += before[0] - after[0];
    v.north += before[1] - after[1];
    this.tell.moved();
  }
  pan(dx, dy) {
    this.view.east -= dx * this.view.mpp;
    this.view.north += dy * this.view.mpp;
    this.tell.moved();
  }
  spot(e) {
    const box = this.node.getBoundingClientRect();
    return [e.clientX - box.left, e.clientY - box.top];
  }
  listen() {
    const node = this.node;
    node.addEventListener("wheel", (e) => {
      e.preventDefault();
      this.zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0018)), ...this.spot(e));
    }, { passive: false });
    node.addEventListener("dblclick", (e) => this.zoom(e.shiftKey ? 0.5 : 2, ...this.spot(e)));
    node.addEventListener("pointerdown", (e) => {
      if (e.button) return;
      node.setPointerCapture(e.pointerId);
      this.pointers.set(e.pointerId, this.spot(e));
      this.travel = 0;
    });
    node.addEventListener("pointermove", (e) => this.pointerMoved(e));
    const up = (e) => {
      if (!this.pointers.delete(e.pointerId)) return;
      node.classList.remove("drag");
      if (e.type === "pointerup" && this.travel < 5) this.tell.clicked(this, this.toGround(...this.spot(e)));
    };
    node.addEventListener("pointerup", up);
    node.addEventListener("pointercancel", up);
    node.addEventListener("pointerleave", () => this.pointers.size || this.tell.left());
  }
  pointerMoved(e) {
    const now = this.spot(e);
    const before = this.pointers.get(e.pointerId);
    if (!before) {
      if (e.pointerType !== "touch") this.tell.hovered(this, this.toGround(...now));
      return;
    }
    const other = [...this.pointers].find(([id]) => id !== e.pointerId)?.[1];
    this.pointers.set(e.pointerId, now);
    this.travel += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (other) {
      const span = (p) => Math.hypot(p[0] - other[0], p[1] - other[1]);
      this.zoom(span(now) / Math.max(span(before), 1), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    } else if (this.travel >= 5) {
      this.node.classList.add("drag");
      this.pan(now[0] - before[0], now[1] - before[1]);
    }
  }
}
