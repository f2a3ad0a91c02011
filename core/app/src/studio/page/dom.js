// Small helpers: elements are made from text nodes, never from markup, so names cannot become code.

export const $ = (id) => document.getElementById(id);

/// An element: el("td", { class: "km2", onclick: f }, "text", child)
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
}
/// A stretch that runs left to right whatever the page does: positions, formulas, code, file names.
export const ltr = (text) => el("bdi", { dir: "ltr" }, text);

export function fill(node, ...children) {
  node.replaceChildren(...children.flat().filter((c) => c !== null && c !== undefined));
  return node;
}
const SVG = "http://www.w3.org/2000/svg";
export function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
/// A document of the renderer as a node; null where it is not well formed.
export function parseSvg(text) {
  const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return root.localName === "svg" ? document.importNode(root, true) : null;
}
/// Tabs: one of several, by arrows too.
export function tabs(node, items, chosen, pick, role = "tab") {
  const pressed = role === "tab" ? "aria-selected" : "aria-pressed";
  fill(node, items.map(({ key, text, disabled, lang }) => el("button", {
    role: role === "tab" ? "tab" : null, [pressed]: String(key === chosen), tabindex: key === chosen || role !== "tab" ? 0 : -1,
    disabled, lang, "data-key": key, onclick: () => pick(key),
  }, text)));
  node.onkeydown = (e) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!step || role !== "tab") return;
    e.preventDefault();
    e.stopPropagation();
    const open = items.filter((i) => !i.disabled);
    const forward = document.documentElement.dir === "rtl" ? -step : step;
    const next = open[(open.findIndex((i) => i.key === chosen) + forward + open.length) % open.length];
    pick(next.key);
    node.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.focus();
  };
}
/// After the next frame is on the screen.
export const painted = () => new Promise((done) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => done();
  channel.port2.postMessage(0);
}));
