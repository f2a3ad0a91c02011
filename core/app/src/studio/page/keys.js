// The keyboard: every shortcut is also a button somewhere.

import { showExport, showKeys } from "./dialogs.js";
import { $ } from "./dom.js";
import { card } from "./hover.js";
import * as law from "./law.js";

export function initKeys(act) {
  const { app, maps } = act;
  const modes = { m: "map", s: "side", w: "swipe", d: "difference", g: "regime", p: "settled" };
  const turn = (list, now, way) => list[(list.indexOf(now) + way + list.length) % list.length];
  const point = (way) => {
    const n = app.result?.points.length ?? 0;
    if (n) act.choosePoint(((app.chosen ?? (way > 0 ? -1 : 0)) + way + n) % n);
  };
  const layer = (way) => act.setLayer(turn(app.result?.layers ?? [app.at.layer], app.result?.layer, way));
  const error = () => {
    const broken = app.rules.map((r) => r.key).filter((k) => app.broken[k]);
    if (broken.length) act.chooseRule(turn(broken, app.at.rule, 1));
  };
  const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const keys = {
    "[": () => layer(-1), "]": () => layer(1), r: () => act.compute(), ",": () => law.step(app, -1, act.changeDate), ".": () => law.step(app, 1, act.changeDate),
    n: () => point(1), b: () => point(-1), "+": () => maps.main.zoom(1.6), "=": () => maps.main.zoom(1.6), "-": () => maps.main.zoom(1 / 1.6), 0: () => { maps.whole(); maps.moved(); },
    t: () => ($("points").querySelector("tr[tabindex='0']") ?? $("right")).focus(), c: act.copyLink, e: () => showExport(app, act.copyLink), "?": showKeys, F8: error,
    l: () => act.setLang(turn(["en", "fa", "ru"], app.lang, 1)), k: () => act.setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark", true),
    Enter: () => { if (document.activeElement?.classList.contains("chart")) card.pin(maps.main, maps.main.toGround(maps.main.size.width / 2, maps.main.size.height / 2)); },
  };
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || $("dialog").open) return;
    if (e.key === "Escape") { card.hide(); $("drawer").hidden = true; $("left").classList.remove("open"); return; }
    if (e.target.matches("input, select, textarea") && e.key !== "F8") return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    if (/^[1-9]$/.test(key)) { const r = app.rules[+key - 1]; if (r) act.chooseRule(r.key); return; }
    if (key in modes) return act.setMode(modes[key]);
    if (key in pan && !e.target.matches("[role=tab], [role=radio]")) { e.preventDefault(); maps.main.pan(...pan[key]); return; }
    if (Object.hasOwn(keys, key)) {
      if (key !== "Enter") e.preventDefault();
      keys[key]();
    }
  });
}
