// Shares with claims and changes, who gives to whom, what the rule itself reports.

import { $, el, fill, ltr } from "./dom.js";
import { isRtl, named, number, percent, t } from "./words.js";

/// Name of a holder: a party, common or joint space.
export function holderName(app, holder) {
  const party = app.case.parties.find((p) => p.id === holder);
  if (party) return named(party.name, party.id);
  if (holder === "COMMON") return t("common");
  if (holder === "CONTESTED") return t("contested");
  if (holder === "NONE") return t("none");
  if (holder === "UNKNOWN") return t("unknown");
  if (holder.startsWith("JOINT:")) return t("joint", holder.slice(6).replaceAll("+", "–"));
  return holder;
}
/// The colour of a holder as a value of CSS.
export function colour(app, holder) {
  const k = app.case.parties.findIndex((p) => p.id === holder);
  return k < 0 ? "var(--sea)" : `var(--p${k % 8})`;
}
function delta(change) {
  if (change === undefined) return el("span", { class: "same" }, "");
  if (Math.abs(change) < 0.005) return el("span", { class: "same" }, "=");
  return el("span", { class: change > 0 ? "up" : "down" }, `${change > 0 ? "▲" : "▼"} ${number(Math.abs(change), 2)}`);
}

/// The table: `result` now, `was` the shares that are compared with.
export function showShares(app, result, was, wasName) {
  fill($("shares-head"), `${t("shares")} · ${t("km2")}`);
  if (!result) { fill($("shares")); return; }
  const share = (h, of) => of?.[h] ?? 0;
  const holders = [...app.case.parties.map((p) => p.id), ...Object.keys(result.share_percent).filter((h) => !app.case.parties.some((p) => p.id === h) && share(h, result.share_percent) > 0.0005)];
  const claims = new Map(app.case.parties.map((p) => [p.id, p.asks]));
  const most = Math.max(38, ...holders.flatMap((h) => [share(h, result.share_percent), claims.get(h) ?? 0, share(h, was)])) * 1.06;
  const at = (v) => `${(100 * v) / most}%`;
  const rows = holders.flatMap((h) => {
    const now = share(h, result.share_percent), change = was ? now - share(h, was) : undefined;
    const changed = change !== undefined && Math.abs(change) >= 0.005;
    const claim = claims.get(h);
    const bar = el("div", { class: "track", "aria-hidden": "true" }, now > 0 ? el("b", { style: { "inline-size": at(now), background: colour(app, h) } }) : null,
      changed ? el("i", { class: "was", style: { "inset-inline-start": at(share(h, was)) } }) : null,
      claim ? el("i", { style: { "inset-inline-start": at(claim) }, title: `${t("asks")} ${percent(claim, 1)}` }) : null);
    const asks = claim ? el("span", { class: "unseen" }, `, ${t("asks")} ${percent(claim, 1)}`) : null;
    return [
      el("tr", { class: `name ${changed ? "changed" : ""}`, "data-holder": h }, el("td", {}, holderName(app, h), asks), el("td", { class: "km2" }, number(result.area_km2[h] ?? 0)), el("td", { class: "pc" }, percent(now)), el("td", { class: "delta" }, delta(change))),
      el("tr", { "aria-hidden": "true" }, el("td", { colspan: 4 }, bar)),
    ];
  });
  const head = el("thead", { class: "unseen" }, el("tr", {}, ...["party", "km2", "share", "change"].map((k) => el("th", { scope: "col" }, t(k)))));
  const legend = el("div", { class: "legend" }, el("span", {}, el("i"), t("asks")), was ? el("span", {}, el("i", { class: "was" }), wasName) : null);
  fill($("shares"), el("table", { class: "shares" }, head, el("tbody", {}, ...rows)), legend);
  const sentence = holders.map((h) => `${holderName(app, h)} ${percent(share(h, result.share_percent), 1)}`).join(", ");
  $("charts").setAttribute("aria-description", sentence);
  return sentence;
}

/// Flows: from, to, km²; the smallest together as slivers.
export function showFlow(app, flow, baseName) {
  fill($("flow-head"), `${t("flow")} · ${t("km2")}`);
  if (!flow) { fill($("flow"), el("p", { class: "mute" }, "")); return; }
  const rows = [];
  let slivers = 0;
  for (const { from, to, km2 } of flow.flows) {
    if (km2 < flow.sea_km2 / 10000) { slivers += km2; continue; }
    rows.push(el("tr", {}, el("td", {}, holderName(app, from), isRtl() ? " ← " : " → ", holderName(app, to)), el("td", {}, number(km2))));
  }
  if (slivers >= 0.5) rows.push(el("tr", { class: "mute" }, el("td", {}, t("slivers")), el("td", {}, number(slivers))));
  const about = el("p", { class: "mute" }, t("against", baseName));
  fill($("flow"), about, rows.length ? el("table", {}, el("tbody", {}, ...rows)) : el("p", {}, t("noFlow")));
}

/// What the rule reports, as plain values.
export function showNotes(result) {
  const entries = Object.entries(result?.notes ?? {});
  const plain = (v) => (typeof v === "number" ? number(v, Number.isInteger(v) ? 0 : Math.abs(v) < 10 ? 4 : 1) : Array.isArray(v) ? v.map(plain).join(", ") : typeof v === "object" && v ? Object.entries(v).map(([k, x]) => `${k} ${plain(x)}`).join(" · ") : String(v));
  const warnings = (result?.warnings ?? []).map((w) => el("p", {}, "⚠ ", w));
  $("notes-box").hidden = !entries.length && !warnings.length;
  fill($("notes"), warnings, el("dl", {}, ...entries.flatMap(([k, v]) => [el("dt", {}, ltr(k)), el("dd", {}, ltr(plain(v)))])));
}
