// Words and numbers in three languages. Terms follow the glossary of the law; whatever is missing in a language is English.

const WORDS = {
  layer: ["Layer", "لایه", "Слой"], language: ["Language", "زبان", "Язык"], view: ["View", "نما", "Вид"], tables: ["Tables", "جدول‌ها", "Таблицы"],
  seabed: ["Seabed", "بستر", "Дно"], water: ["Water", "ستون آب", "Вода"], fishery: ["Fishery", "ماهیگیری", "Рыболовство"], surface: ["Surface", "سطح", "Поверхность"],
  compare: ["Compare", "مقایسه", "Сравнить"], export: ["Export", "خروجی", "Экспорт"], keys: ["keys", "کلیدها", "клавиши"], close: ["Close", "بستن", "Закрыть"],
  rules: ["Rules", "قاعده‌ها", "Правила"], find: ["Find a rule", "جست‌وجوی قاعده", "Найти правило"], parameters: ["Parameters", "پارامترها", "Параметры"], others: ["other parties", "طرف‌های دیگر", "другие стороны"],
  switches: ["Readings of the case", "خوانش‌های پرونده", "Прочтения случая"],
  reset: ["Defaults", "پیش‌فرض‌ها", "По умолчанию"], lawOn: ["Law on a date", "حقوق در تاریخ", "Право на дату"], lawHere: ["Law here", "حقوق در این نقطه", "Право в этой точке"], date: ["date", "تاریخ", "дата"], earlier: ["previous event", "رویداد پیشین", "предыдущее событие"], later: ["next event", "رویداد بعدی", "следующее событие"],
  hint: ["Save any file in scripts/rules or the case: the map follows.", "هر فایل قاعده یا پرونده را ذخیره کنید؛ نقشه همان دم تازه می‌شود.", "Сохраните любой файл правила или случая: карта обновится сразу."],
  map: ["Map", "نقشه", "Карта"], side: ["Side by side", "کنار هم", "Рядом"], swipe: ["Swipe", "پرده", "Шторка"], difference: ["Difference", "تفاوت", "Различия"], regime: ["Legal regime", "رژیم حقوقی", "Правовой режим"], settled: ["Settled pairs", "جفت‌های تعیین‌شده", "Урегулированные пары"],
  zoom: ["Zoom", "بزرگ‌نمایی", "Масштаб"], zoomIn: ["zoom in", "بزرگ‌نمایی", "приблизить"], zoomOut: ["zoom out", "کوچک‌نمایی", "отдалить"], whole: ["whole sea", "تمام دریا", "всё море"],
  stop: ["Stop", "ایست", "Стоп"], computing: ["computing {0}, {1} s", "در حال محاسبه: {0}، {1} ثانیه", "идёт расчёт: {0}, {1} с"], stopped: ["stopped", "متوقف شد", "остановлено"],
  "reading the case": ["reading the case", "خواندن پرونده", "чтение случая"], "reading the rule": ["reading the rule", "خواندن قاعده", "чтение правила"], "applying the rule": ["applying the rule", "اعمال قاعده", "применение правила"],
  empty: ["Choose a rule or save one in scripts/rules", "قاعده‌ای برگزینید یا در scripts/rules ذخیره کنید", "Выберите правило или сохраните своё в scripts/rules"],
  shares: ["Shares", "سهم‌ها", "Доли"], km2: ["km²", "کیلومتر مربع", "км²"], km: ["km", "کیلومتر", "км"], ms: ["ms", "م‌ث", "мс"], nm: ["M", "مایل", "M"], party: ["Party", "طرف", "Сторона"], share: ["Share", "سهم", "Доля"], change: ["Change", "تغییر", "Изменение"],
  asks: ["asks for", "خواستهٔ طرف", "запрос стороны"], before: ["before this change", "پیش از این تغییر", "до изменения"], against: ["against {0}", "در برابر {0}", "против «{0}»"], common: ["Common space", "پهنهٔ مشترک", "Общее пространство"], joint: ["Joint zone {0}", "منطقهٔ مشترک {0}", "Совместная зона {0}"],
  points: ["Turning points", "نقاط شکست", "Поворотные точки"], allLines: ["all lines", "همهٔ خط‌ها", "все линии"], no: ["No.", "شماره", "№"], latitude: ["Latitude", "عرض", "Широта"], longitude: ["Longitude", "طول", "Долгота"], bases: ["Controlled by", "نقاط مبدأ", "Исходные точки"], noPoints: ["This rule draws no lines on this layer", "این قاعده در این لایه خطی نمی‌کشد", "Это правило не проводит линий в этом слое"],
  flow: ["Who gives to whom", "چه کسی به چه کسی می‌دهد", "Кто кому уступает"], noFlow: ["Nothing changes hands", "چیزی جابه‌جا نمی‌شود", "Ничего не переходит"], slivers: ["slivers together", "تکه‌های ریز روی هم", "мелкие участки вместе"],
  notes: ["The rule reports", "گزارش قاعده", "Сообщает правило"],
  painted: ["Painted in {0} ms", "ترسیم در {0} میلی‌ثانیه", "Показано за {0} мс"], saved: ["{0} saved", "فایل {0} ذخیره شد", "{0}: файл сохранён"], moved: ["moved {0} of the sea", "{0} دریا جابه‌جا شد", "{0} моря сменило принадлежность"], stays: ["the last good map stays", "آخرین نقشهٔ درست می‌ماند", "остаётся последняя верная карта"], nextError: ["F8 next error", "F8 خطای بعدی", "F8 следующая ошибка"], broken: ["{0} does not run: map unchanged", "{0} اجرا نمی‌شود؛ نقشه تغییری نکرد", "{0} не выполняется: карта прежняя"],
  range: ["must be from {0} to {1}", "باید از {0} تا {1} باشد", "должно быть от {0} до {1}"], atLeast: ["must be at least {0}", "باید دست‌کم {0} باشد", "должно быть не меньше {0}"], atMost: ["must be at most {0}", "باید حداکثر {0} باشد", "должно быть не больше {0}"],
  notNumber: ["write a number", "یک عدد بنویسید", "введите число"], refused: ["{0} not taken: map unchanged", "{0} پذیرفته نشد؛ نقشه تغییری نکرد", "{0} не принято: карта прежняя"], passed: ["The rule has no parameter {0}: passed over", "قاعده پارامتر {0} ندارد؛ نادیده گرفته شد", "У правила нет параметра {0}: пропущено"],
  lost: ["connection lost, trying again", "ارتباط قطع شد؛ تلاش دوباره", "связь потеряна, пробуем снова"], disclaimer: ["Working paper, not a claim", "سند کاری؛ ادعا نیست", "Рабочий документ, не притязание"],
  line: ["line {0}", "سطر {0}", "строка {0}"], northern: ["N", "ش", "с. ш."], southern: ["S", "ج", "ю. ш."], lacunae: ["no norm: {0}", "بدون قاعده: {0}", "нет нормы: {0}"],
  trueAt: ["{0} km · true at {1}", "{0} کیلومتر · درست در {1}", "{0} км · верно на {1}"], case: ["case", "پرونده", "случай"], inLand: ["land", "خشکی", "суша"], weighted: ["weighted", "وزنی", "с весом"],
  copied: ["link copied", "پیوند رونوشت شد", "ссылка скопирована"], copy: ["Copy link", "رونوشت پیوند", "Скопировать ссылку"], keysTitle: ["Keyboard shortcuts", "کلیدهای میان‌بر", "Горячие клавиши"], compareWith: ["Compare with", "مقایسه با", "Сравнить с"], madeCsv: ["what made the CSV", "منشأ فایل CSV", "откуда этот CSV"], exportTitle: ["Download this result", "دریافت این نتیجه", "Скачать этот результат"],
  light: ["light theme", "پوستهٔ روشن", "светлая тема"], dark: ["dark theme", "پوستهٔ تیره", "тёмная тема"], caseBroken: ["The case cannot be read", "پرونده خوانده نمی‌شود", "Случай не читается"], sea: ["of the sea", "از دریا", "моря"], pairsOf: ["{0} of {1} pairs settled", "{0} از {1} جفت تعیین‌شده", "урегулировано пар: {0} из {1}"], contested: ["Claimed by two or more", "ادعاهای متداخل", "Перекрытие притязаний"], none: ["No norm gives it to anybody", "هیچ قاعدهٔ حقوقی", "Ничьё: нормы нет"], unknown: ["Depends on places not published", "وابسته به نقاط منتشرنشده", "Зависит от неопубликованных точек"], held: ["held by {0}", "{0}", "{0}"], settledHere: ["{0} of {1} pairs settled here", "{0} از {1} جفت در این‌جا تعیین شده", "здесь урегулировано пар: {0} из {1}"],
  HOLDS: ["HOLDS", "معتبر است", "ДЕЙСТВУЕТ"], CONTESTED: ["CONTESTED", "محل اعتراض", "ОСПАРИВАЕТСЯ"], PENDING: ["PENDING", "معلق", "ОЖИДАЕТ"], LACUNA: ["LACUNA", "خلأ حقوقی", "ПРОБЕЛ"], CONFLICT: ["CONFLICT", "تعارض", "КОЛЛИЗИЯ"],
  rerun: ["run again", "اجرای دوباره", "выполнить снова"], pin: ["pin", "سنجاق", "закрепить"], choose: ["choose a rule", "برگزیدن قاعده", "выбрать правило"], pan: ["pan, or move the cursor", "جابه‌جایی نقشه", "сдвиг карты"], toTable: ["go to the table", "رفتن به جدول", "к таблице"], event: ["previous and next event", "رویداد پیشین و بعدی", "предыдущее и следующее событие"], turning: ["next and previous turning point", "نقطهٔ شکست بعدی و پیشین", "следующая и предыдущая точка"], theme: ["theme", "پوسته", "тема"],
};

// What parameters of the rules that ship are called on the form.
const PARAMS = {
  floor: ["Floor", "کمینهٔ سهم", "Минимум"], islands: ["Effect of islands", "اثر جزایر", "Эффект островов"], kernel: ["Kernel", "هسته", "Ядро"], belt: ["Protected belt", "کمربند محفوظ", "Охраняемый пояс"], weights: ["Weight", "وزن", "Вес"], waters: ["Territorial waters", "آب‌های سرزمینی", "Территориальные воды"], fishery: ["Fishery zone", "منطقهٔ ماهیگیری", "Рыболовная зона"], effect: ["Effect", "اثر", "Эффект"], claims: ["Claim", "ادعا", "Притязание"], radius: ["Radius", "شعاع", "Радиус"], scale: ["Scale", "مقیاس", "Масштаб"], first: ["First party", "طرف نخست", "Первая сторона"], second: ["Second party", "طرف دوم", "Вторая сторона"], holder: ["Holder", "دارنده", "Держатель"], fraction: ["Fraction", "کسر", "Доля пути"], limit: ["Limit", "حد", "Предел"],
  along: ["Along", "راستا", "Вдоль"], band: ["Band", "بازهٔ یکسانی", "Полоса"], beyond_first: ["Beyond first", "همسایهٔ آن سوی نخست", "За первой"], beyond_second: ["Beyond second", "همسایهٔ آن سوی دوم", "За второй"], date: ["Date", "تاریخ", "Дата"], deposits: ["Deposits", "میدان‌ها", "Месторождения"], disagreement: ["Disagreement", "نبود توافق", "Без соглашения"], east: ["East", "شرق", "Восток"], from: ["From", "از", "От"], lat: ["Latitude", "عرض جغرافیایی", "Широта"], lon: ["Longitude", "طول جغرافیایی", "Долгота"], of: ["Islands of", "جزایر", "Острова стороны"], points: ["Points", "نقاط", "Точки"], rationing: ["Rationing", "سهمیه‌بندی", "Урезание"], seabed: ["Seabed", "بستر", "Дно"], shift: ["Shift", "جابه‌جایی", "Сдвиг"], slack: ["Slack", "رواداری", "Допуск"], solution: ["Solution", "راه‌حل", "Решение"], step: ["Step", "گام", "Шаг"], support: ["Support", "شمار موافقان", "Поддержка"], theory: ["Theory", "نظریه", "Теория"], to: ["To", "تا", "До"], water: ["Water", "آب", "Вода"], weight: ["Weight", "وزن", "Вес"], west: ["West", "غرب", "Запад"],
};

let lang = "en";
const at = { en: 0, fa: 1, ru: 2 };
export const language = () => lang;
export function setLanguage(code) { lang = code in at ? code : "en"; }
export const isRtl = () => lang === "fa";

/// What a table has itself: layers and parameters may be called as what every object has.
const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);

export function t(key, ...values) {
  const entry = own(WORDS, key);
  const text = entry ? entry[at[lang]] ?? entry[0] : key;
  return text.replace(/\{(\d)\}/g, (_, k) => values[k] ?? "");
}
export function paramName(param) {
  const entry = own(PARAMS, param.name);
  return entry ? entry[at[lang]] : param.name.charAt(0).toUpperCase() + param.name.slice(1).replaceAll("_", " ");
}
// Sentences of the rules and cases that ship, in other languages, by their English text: so whoever writes a rule of
// the same name, or changes a sentence, sees the own text and never a translation of another.
const SAID = Object.create(null);
/// Fetches them once for a language; true if they have just come.
export async function loadSaid(code) {
  if (!["fa", "ru"].includes(code) || SAID[code]) return false;
  try { SAID[code] = await (await fetch(`said-${code}.json`)).json(); } catch { return false; }
  return true;
}
export const said = (text) => own(SAID[lang] ?? {}, text ?? "") ?? text ?? "";
/// A name by language, as the case or a rule gives it.
export const named = (names, fallback = "") => names?.[lang] || names?.en || Object.values(names ?? {})[0] || fallback;

export function digits(text) {
  return lang === "fa" ? String(text).replace(/[0-9]/g, (d) => String.fromCharCode(0x6f0 + +d)) : String(text);
}
export function number(value, decimals = 0) {
  if (!Number.isFinite(value)) return "–";
  const fixed = Math.abs(value).toFixed(decimals);
  let [whole, part] = fixed.split(".");
  whole = whole.replace(/\B(?=(\d{3})+$)/g, lang === "fa" ? "٬" : "\u2009");
  const point = lang === "fa" ? "٫" : lang === "ru" ? "," : ".";
  const sign = value < 0 && /[1-9]/.test(fixed) ? "−" : "";
  return sign + digits(part ? whole + point + part : whole);
}
export const percentSign = () => (lang === "fa" ? "٪" : "%");
export const percent = (value, decimals = 2) => number(value, decimals) + (lang === "fa" ? "٪" : "\u2009%");

/// A text field's number in any of the languages' digits and points.
export function parse(text) {
  const plain = text.trim().replace(/[۰-۹]/g, (d) => d.charCodeAt(0) - 0x6f0).replace(/[٫,]/g, ".").replace(/[−–]/g, "-").replace(/[\s\u2009٬%٪]/g, "");
  return plain === "" ? NaN : Number(plain);
}
/// Degrees, minutes, seconds: Latin in every language, as treaties print them.
export function dms(value, letters) {
  const tenths = Math.round(Math.abs(value) * 36000);
  const pad = (n) => String(n).padStart(2, "0");
  return `${Math.floor(tenths / 36000)}°${pad(Math.floor(tenths / 600) % 60)}′${pad(Math.floor((tenths % 600) / 10))}.${tenths % 10}″ ${value < 0 ? letters[1] : letters[0]}`;
}
export const place = ([lat, lon]) => `${dms(lat, "NS")} ${dms(lon, "EW")}`;

/// A day in words; in Persian with the Persian calendar in brackets.
export function dayWords(day) {
  const date = new Date(`${day}T12:00:00Z`);
  const locale = { en: "en-GB", fa: "fa-IR-u-ca-gregory", ru: "ru-RU" }[lang];
  const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const text = new Intl.DateTimeFormat(locale, form).format(date);
  return lang === "fa" ? `${text} (${new Intl.DateTimeFormat("fa-IR-u-ca-persian", form).format(date)})` : text;
}
