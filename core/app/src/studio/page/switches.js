// What the case leaves open (a lagoon, a coarser coast, a disputed shore): one box a switch.

import { $, el, fill, ltr } from "./dom.js";
import { said } from "./words.js";

/// The boxes; `change` hears of all that are on.
export function showSwitches(app, change) {
  const { switches, on } = app.case;
  $("switches-box").hidden = !switches.length;
  const held = document.activeElement?.closest?.("#switches") ? document.activeElement.dataset.key : null;
  const others = (id, yes) => switches.map((s) => s.id).filter((k) => (k === id ? yes : on.includes(k)));
  fill($("switches"), switches.map(({ id, about }) => el("label", { class: "switch" },
    el("input", { type: "checkbox", checked: on.includes(id), "data-key": id, onchange: (e) => change(others(id, e.target.checked)) }),
    el("span", {}, ltr(id), el("small", {}, said(about))))));
  if (held) $("switches").querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
}
