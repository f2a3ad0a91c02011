// The error drawer: what is wrong with a rule or the case, with the line of its source. It pushes the map up.

import { $, el, fill, ltr } from "./dom.js";
import { t } from "./words.js";

/// Shows a complaint of the server; `kind` tells a proof from a fault.
export function showTrouble(name, c, kind) {
  const drawer = $("drawer");
  if (!c) { drawer.hidden = true; return; }
  const lines = [];
  for (const l of c.before ?? []) lines.push(`${String(l.line).padStart(4)} │ ${l.text}\n`);
  if (c.excerpt) {
    lines.push(`${String(c.line || "").padStart(4)} │ ${c.excerpt}\n`);
    if (c.mark?.[1]) lines.push("     │ " + " ".repeat(c.mark[0]), el("b", {}, "^".repeat(c.mark[1]), c.label ? ` ${c.label}` : ""), "\n");
  }
  for (const l of c.after ?? []) lines.push(`${String(l.line).padStart(4)} │ ${l.text}\n`);
  for (const frame of c.trace ?? []) lines.push(`       ${frame}\n`);
  drawer.className = kind === "Infeasible" ? "proof" : "";
  fill(drawer,
    el("header", {}, el("h3", {}, ltr(name ? `${name}: ${c.text}` : c.text)),
      el("button", { class: "small", "aria-label": t("close"), onclick: () => { drawer.hidden = true; } }, "✕")),
    el("p", { class: "mute" }, c.place ? ltr(c.place) : null, `${c.place ? " · " : ""}${t("stays")} · ${t("nextError")}`),
    lines.length ? el("pre", {}, ...lines) : null,
    c.help ? el("p", {}, ltr(c.help)) : null);
  drawer.hidden = false;
  showMark(drawer.querySelector("pre"));
}

/// Of a long line the place that is marked is in sight.
function showMark(pre) {
  const mark = pre?.querySelector("b")?.getBoundingClientRect(), box = pre?.getBoundingClientRect();
  if (mark && mark.right > box.right) pre.scrollLeft = Math.min(mark.left - box.left - 24, mark.right - box.right + 24);
}
