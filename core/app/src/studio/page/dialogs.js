// Dialogs: keys, compare with, export.

import * as api from "./api.js";
import { $, el, fill, ltr } from "./dom.js";
import { named, t } from "./words.js";

function open(title, ...content) {
  const dialog = $("dialog");
  dialog.setAttribute("aria-label", title);
  const close = el("button", { class: "small", onclick: () => dialog.close() }, t("close"));
  fill(dialog, el("h2", {}, title), ...content, el("p", {}, close));
  dialog.showModal();
  return dialog;
}

export function showKeys() {
  const keys = [["1 … 9", "choose"], ["[ ]", "layer"], ["M S W D G P", "view"], ["R", "rerun"], [", .", "event"], ["N B", "turning"], ["← → ↑ ↓", "pan"], ["+ − 0", "zoom"], ["T", "toTable"],
    ["C", "copy"], ["E", "export"], ["L", "language"], ["K", "theme"], ["F8", "nextError"], ["Esc", "close"]];
  open(t("keysTitle"), el("ul", { class: "keys" }, ...keys.map(([k, word]) => el("li", {}, el("span", {}, t(word)), el("kbd", { dir: "ltr" }, k)))));
}

/// Every rule, and the runs that the case proposes; `pick(rule, params)`.
export function showCompare(app, pick) {
  // The case calls its runs by the ids of rules; people know their names.
  const name = (key) => named(app.rules.find((r) => r.key === key)?.name, key);
  const words = (p) => {
    if (!p.label?.startsWith(p.rule)) return p.label ?? name(p.rule);
    return el("span", {}, name(p.rule), " ", ltr(p.label.slice(p.rule.length).replace(/^[\s,]+/, "")));
  };
  const proposed = app.proposed.map((p) => ({ rule: p.rule, params: p.params, text: words(p) }));
  const plain = (r) => proposed.some((p) => p.rule === r.key && !Object.keys(p.params ?? {}).length);
  const choices = [...proposed, ...app.rules.filter((r) => r.name && !plain(r)).map((r) => ({ rule: r.key, params: {}, text: named(r.name, r.key) }))];
  const now = app.at.base;
  const dialog = open(t("compareWith"), el("div", { class: "downloads" }, ...choices.map((c) => el("button", {
    "aria-pressed": String(c.rule === now && JSON.stringify(c.params) === JSON.stringify(app.at.baseParams)),
    onclick: () => { dialog.close(); pick(c.rule, c.params); },
  }, c.text))));
}

export function showExport(app, copy) {
  const kinds = [["svg", "SVG, A4"], ["png", "PNG, 240 dpi"], ["pdf", "PDF, A4"], ["geojson", "GeoJSON"], ["gpkg", "GeoPackage"], ["shp", "Shapefile, zip"], ["kml", "KML"], ["fgb", "FlatGeobuf, zip"], ["parquet", "GeoParquet, zip"], ["csv", "CSV"], ["provenance", t("madeCsv")], ["gml", "S-121 GML"], ["txt", "Treaty text"], ["json", "JSON"]];
  const known = kinds.filter(([k]) => app.formats.includes(k));
  const link = ([kind, about]) => el("a", { href: api.address("download", { run: app.result?.key, layer: app.result?.layer, lang: app.lang, format: kind }), download: "" }, ltr(kind === "provenance" ? "-provenance.json" : `.${kind}`), el("small", {}, about));
  open(t("exportTitle"), app.result ? el("div", { class: "downloads" }, ...known.map(link)) : el("p", {}, t("empty")), el("p", {}, el("button", { onclick: copy }, t("copy"))));
}
