// The list of rules and the form of the chosen one's parameters.

import { $, el, fill } from "./dom.js";
import { digits, named, number, paramName, parse, percent, percentSign, said, t } from "./words.js";

/// The list; `results` has the last run of each rule by key, `broken` what is wrong with some.
export function showRules(app, pick) {
  const wanted = $("filter").value.trim().toLowerCase();
  const matches = (r) => !wanted || `${r.key} ${Object.values(r.name ?? {}).join(" ")} ${r.about ?? ""} ${said(r.about)}`.toLowerCase().includes(wanted);
  const row = (r) => {
    const trouble = app.broken[r.key], ms = app.times[r.key], chosen = r.key === app.at.rule;
    const note = trouble ? (trouble.line ? t("line", digits(trouble.line)) : "!") : ms === undefined ? "" : `${number(ms)} ${t("ms")}`;
    return el("button", {
      class: `rule ${trouble ? "bad" : ms === undefined ? "idle" : ""}`, role: "radio", "aria-checked": String(chosen), tabindex: chosen ? 0 : -1,
      "data-key": r.key, title: said(r.about), onclick: () => pick(r.key),
    }, el("i"), el("span", {}, r.trouble && !r.name ? r.key : named(r.name, r.key)), el("small", {}, note));
  };
  const list = $("rules"), had = list.contains(document.activeElement), top = list.scrollTop;
  fill(list, app.rules.filter(matches).map(row));
  list.scrollTop = top;
  const chosen = list.querySelector("[aria-checked=true]");
  if (had) chosen?.focus();
  // A row grows when its time comes to stand in it.
  const shown = `${app.lang} ${app.at.rule} ${app.at.rule in app.times}`;
  if (list.dataset.chosen !== shown) chosen?.scrollIntoView({ block: "nearest" });
  list.dataset.chosen = shown;
  list.onkeydown = (e) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (!step) return;
    e.preventDefault();
    e.stopPropagation();
    const keys = [...list.children].map((n) => n.dataset.key);
    pick(keys[(keys.indexOf(app.at.rule) + step + keys.length) % keys.length]);
  };
}

/// Range and step of a slider where the rule states none.
function range(param, value) {
  const unit = param.unit ?? "";
  const wide = { share: [0, 1], ratio: [0.25, 4], nm: [0, 60], km: [0, 200] }[unit] ?? [Math.min(0, 2 * value), Math.max(1, 2 * Math.abs(value))];
  const least = unit === "ratio" ? Math.max(param.min ?? 0, wide[0]) : param.min ?? wide[0];
  const max = Math.max(unit === "ratio" ? Math.min(param.max ?? wide[1], wide[1]) : param.max ?? wide[1], value);
  const step = unit === "share" ? 0.001 : 10 ** Math.floor(Math.log10(Math.max((max - least) / 100, 1e-9)));
  // Whole steps, so that a slider stops at round numbers; the text field takes any that the rule takes.
  return { min: Math.min(Math.ceil(least / step - 1e-9) * step, value), max, step };
}

/// One number: name, text field, slider; `set(value, still)` hears of every change, `still` while it is dragged.
function numberField(id, name, param, given, set) {
  // What is no number (a link may hold anything) stays to be read in the text field; the slider stands at the default.
  const value = Number.isFinite(given) ? given : Number.isFinite(param.default) ? param.default : param.min ?? 0;
  const share = param.unit === "share", scale = share ? 100 : 1;
  const { min, max, step } = range(param, value);
  const places = share ? 1 : Math.min(3, Math.max(0, -Math.floor(Math.log10(step))));
  const unit = share ? percentSign() : { nm: t("nm"), km: t("km") }[param.unit] ?? "";
  const text = el("input", { class: "value", type: "text", inputmode: "decimal", "aria-label": name, value: Number.isFinite(given) ? number(value * scale, places) : String(given) });
  const slider = el("input", { id, type: "range", min, max, step, value, "aria-label": name });
  const show = (v) => {
    slider.style.setProperty("--fill", `${(100 * (v - min)) / (max - min || 1)}%`);
    slider.setAttribute("aria-valuetext", share ? percent(v * 100, 1) : `${number(v, places)} ${unit}`);
  };
  show(value);
  slider.addEventListener("input", () => {
    const v = slider.valueAsNumber;
    text.value = number(v * scale, places);
    show(v);
    set(v, true);
  });
  slider.addEventListener("change", () => set(slider.valueAsNumber, false));
  text.addEventListener("change", () => {
    const v = parse(text.value) / scale;
    // The rule itself says which numbers it takes; no number at all is said here.
    if (!Number.isFinite(v)) return markWrong(text.closest("[data-param]"), `${name}: ${t("notNumber")}`);
    slider.value = v;
    show(v);
    set(v, false);
  });
  return el("div", { class: "param" }, el("div", { class: "row" }, el("label", { for: id }, name), text, el("span", { class: "unit" }, unit)), slider);
}

function choiceField(id, name, param, value, set) {
  const options = param.options.map((o) => el("option", { value: o, selected: o === value }, said(o)));
  if (!param.options.includes(value)) options.unshift(el("option", { value: "", selected: true, disabled: true }, String(value)));
  const select = el("select", { id, onchange: (e) => set(e.target.value, false) }, ...options);
  return el("div", { class: "param row" }, el("label", { for: id }, name), select);
}
function flagField(id, name, value, set) {
  const box = el("input", { id, type: "checkbox", checked: value, onchange: (e) => set(e.target.checked, false) });
  return el("div", { class: "param row" }, el("label", { for: id }, name), box);
}
function textField(id, name, value, set) {
  const box = el("input", { id, class: "text", type: "text", value, onchange: (e) => set(e.target.value, false) });
  return el("div", { class: "param" }, el("label", { for: id }, name), box);
}

/// Numbers by party: those that are set, and the others under a fold.
function partyFields(app, id, name, param, value, set) {
  const neutral = param.unit === "ratio" ? 1 : 0;
  const field = (p) => {
    const label = `${name} · ${named(p.name, p.id)}`;
    return numberField(`${id}-${p.id}`, label, param, value[p.id] ?? neutral, (v, still) => set({ ...value, [p.id]: v }, still, (value[p.id] = v)));
  };
  const given = app.case.parties.filter((p) => p.id in value), rest = app.case.parties.filter((p) => !(p.id in value));
  const fold = rest.length ? el("details", { open: !given.length }, el("summary", {}, t("others")), ...rest.map(field)) : null;
  return el("div", { class: "param" }, ...given.map(field), fold);
}

/// The whole form; `change(name, value, still)` hears of every change.
export function showParams(app, change) {
  const rule = app.rule();
  fill($("about"), said(rule?.about));
  const form = $("params");
  form.onsubmit = (e) => e.preventDefault();
  const field = (param) => {
    const id = `p-${param.name}`, name = paramName(param);
    const value = app.at.params[param.name] ?? param.default;
    const set = (v, still) => change(param.name, v, still);
    const node = {
      choice: () => choiceField(id, name, param, value, set),
      flag: () => flagField(id, name, value === true, set),
      text: () => textField(id, name, value, set),
      per_party: () => partyFields(app, id, name, param, { ...param.default, ...value }, set),
    }[param.type] ?? (() => numberField(id, name, param, value, set));
    const made = node();
    made.dataset.param = param.name;
    if (param.about) made.title = said(param.about);
    return made;
  };
  const params = rule?.params ?? [];
  const reset = params.length ? el("button", { class: "small reset", type: "button", onclick: () => change(null) }, t("reset")) : null;
  fill(form, params.map(field), reset);
  $("params-box").hidden = !rule?.params?.length && !rule?.about;
  showWrong(app);
}

/// An error by a field; without a text it is taken away.
function markWrong(box, text) {
  box?.querySelector(".wrong")?.remove();
  for (const input of box?.querySelectorAll("input, select") ?? []) input.setAttribute("aria-invalid", String(!!text));
  if (text) box?.append(el("p", { class: "wrong", role: "alert", dir: "auto" }, text));
}
/// The range of a number that lies outside of it, in the units and the language of the form; nothing for any other fault.
function outside(app, name) {
  const param = app.rule()?.params?.find((p) => p.name === name), value = app.at.params[name];
  if (param?.type === "per_party" && (!value || typeof value !== "object")) return undefined;
  const beyond = (x) => Number.isFinite(x) && (x < (param?.min ?? -Infinity) || x > (param?.max ?? Infinity));
  const whose = value && typeof value === "object" ? app.case.parties.filter((p) => beyond(value[p.id])) : beyond(value) ? [null] : [];
  if (!whose.length) return undefined;
  const show = (x) => (param.unit === "share" ? percent(x * 100, 0) : `${number(x, x % 1 ? 2 : 0)} ${{ nm: t("nm"), km: t("km") }[param.unit] ?? ""}`.trim());
  const { min, max } = param;
  const range = min === undefined || min === null ? t("atMost", show(max)) : max === undefined || max === null ? t("atLeast", show(min)) : t("range", show(min), show(max));
  return `${[paramName(param), ...whose.filter(Boolean).map((p) => named(p.name, p.id))].join(" · ")}: ${range}`;
}
/// Says by each field what the rule refuses of it, and which parameters it no longer has.
export function showWrong(app) {
  const form = $("params");
  for (const box of form.querySelectorAll("[data-param]")) {
    const name = box.dataset.param;
    markWrong(box, app.wrong[name] && (outside(app, name) ?? app.wrong[name]));
  }
  form.querySelector(".passed")?.remove();
  if (app.passed.length) form.prepend(el("p", { class: "passed", role: "status" }, t("passed", app.passed.join(", "))));
}
