//! What memoranda say in their own words, in English, Persian and Russian. Terms follow the glossary of the law; what the
//! record says of itself (norms, stances, titles, conditions) stays in its language.

mod terms;

use crate::cli::Language;

macro_rules! words {
    ($($name:ident: $en:literal, $fa:literal, $ru:literal;)*) => {
        /// One phrase. `{0}` and `{1}` stand for what the caller fills in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Word { $($name,)* }

        impl Word {
            fn all(self) -> [&'static str; 3] {
                match self { $(Self::$name => [$en, $fa, $ru],)* }
            }

            #[cfg(test)]
            const EVERY: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

words! {
    Question: "Question", "پرسش", "Вопрос";
    Answer: "Answer", "پاسخ", "Ответ";
    Basis: "Basis", "مبنا", "Основание";
    Claims: "Claims", "ادعاها", "Притязания";
    Exceptions: "Exceptions", "استثناها", "Исключения";
    Dissent: "Dissent", "مخالفت", "Возражения";

    Asked: "On {0}, who may {1} {2} {3}{4}, and by which instrument{5}?", "در تاریخ {0}، {2} {3}{4}، چه کسی می‌تواند {1} و به موجب کدام سند{5}؟", "На {0}: кто вправе {1} {2} {3}{4} и на основании какого документа{5}?";
    AtPoint: "at {0}", "در نقطهٔ {0}", "в точке {0}";
    AtDeposit: "at the deposit {0}", "در میدان {0}", "на месторождении {0}";
    AsBetween: " as between {0} and {1}", " میان {0} و {1}", " в отношениях {0} и {1}";
    ReadWith: ", read with {0}", "، با خوانش {0}", ", при прочтении {0}";
    Supposing: ", supposing {0} in force", "، با فرض لازم‌الاجرا بودن {0}", ", если бы действовал {0}";
    KnownOn: ", as known on {0}", "، به آگاهی روز {0}", ", по сведениям на {0}";

    Holds: "HOLDS", "معتبر است", "ДЕЙСТВУЕТ";
    Contested: "CONTESTED", "محل اعتراض است", "ОСПАРИВАЕТСЯ";
    Pending: "PENDING", "معلق است", "ОЖИДАЕТ ВСТУПЛЕНИЯ В СИЛУ";
    Lacuna: "LACUNA", "خلأ حقوقی است", "ПРОБЕЛ В ПРАВЕ";
    Conflict: "CONFLICT", "تعارض است", "КОЛЛИЗИЯ НОРМ";
    OrElse: " or {0} (the day of entry into force is not known)", " یا {0} (روز لازم‌الاجرا شدن دانسته نیست)", " или {0} (день вступления в силу неизвестен)";
    Provisionally: ", applied provisionally", "، با اجرای موقت", ", применяется временно";
    Same: "The same {0}{1}.", "همان {0}{1}.", "То же {0}{1}.";
    SameIs: "is {0}", "{0}", "{0}";
    AsTo: " as to {0}", " دربارهٔ {0}", " по предмету: {0}";
    NoNorm: "{0}{1}: no norm in force says who may {2} here.", "{0}{1}: هیچ قاعدهٔ لازم‌الاجرایی نمی‌گوید اینجا چه کسی می‌تواند {2}.", "{0}{1}: нет действующей нормы о том, кто здесь вправе {2}.";
    NoneOn: "{0}{1}{2}.", "{0}{1}{2}.", "{0}{1}{2}.";
    AtOnce: "By agreements and assertions together the place goes to {0} at once.", "با توافق‌ها و ادعاها روی هم، این محل هم‌زمان به {0} می‌رسد.", "По соглашениям и притязаниям вместе место достаётся сразу {0}.";
    Settled: "Settled: {0} of {1} pairs.", "تعیین‌شده: {0} از {1} جفت.", "Урегулировано пар: {0} из {1}.";

    Between: " between {0} and {1}", " میان {0} و {1}", " между {0} и {1}";
    BetweenAll: " between all {0} pairs", " میان هر {0} جفت", " между всеми парами ({0})";
    BetweenSome: " between {0} of {1} pairs", " میان {0} از {1} جفت", " между {0} из {1} пар";
    BetweenList: " between {0}", " میان {0}", " между {0}";

    Others: "other states", "دولت‌های دیگر", "другие государства";
    AllOf: "all {0}", "هر {0} طرف", "все стороны ({0})";
    Shares: ", shares {0}", "، سهم‌ها {0}", ", доли {0}";
    Near: ", near a limit", "، نزدیک حد", ", вблизи предела";

    NoBasis: "No instrument in force, signed or contested says so.", "هیچ سند لازم‌الاجرا، امضاشده یا مورد اعتراضی چنین نمی‌گوید.", "Ни один действующий, подписанный или оспариваемый документ этого не говорит.";
    Since: ", in force since {0}", "، لازم‌الاجرا از {0}", ", действует с {0}";
    AppliedSince: ", applied provisionally since {0}", "، با اجرای موقت از {0}", ", временно применяется с {0}";
    InForceBut: "In force but {0}.", "لازم‌الاجرا، ولی {0}.", "Действуют, но {0}.";
    Elsewhere: "of another place or between others: {0}", "برای جای دیگر یا میان دیگران: {0}", "о другом месте или между другими: {0}";
    Silent: "silent on the matter: {0}", "ساکت در این باره: {0}", "об этом молчат: {0}";

    Asserted: "to {0} by {1} (asserted by {2}{3})", "به {0} با {1} (به ادعای {2}{3})", "к {0} по {1} (по утверждению {2}{3})";
    ItsLimit: ", its limit {0} M away", "، حد آن در {0} M", ", предел в {0} M";
    Deposit: "the deposit {0}{1} lies {2} M away", "میدان {0}{1} در {2} M است", "месторождение {0}{1} в {2} M";
    DepositClaimed: "the deposit {0} is claimed by {1}", "میدان {0} مورد ادعای {1} است", "на месторождение {0} есть притязания: {1}";
    ClaimedBy: " (claimed by {0})", " (مورد ادعای {0})", " (притязания: {0})";
    NoClaims: "None recorded of this place.", "برای این محل چیزی ثبت نشده است.", "Для этого места не отмечены.";

    WaitsFor: "waits for {0}", "در انتظار {0}", "ожидается {0}";
    GivesWay: "{0} gives way ({1})", "{0} کنار می‌رود ({1})", "{0} уступает ({1})";
    Model: "the place is a model: {0}{1}", "محل الگوست: {0}{1}", "место — модель: {0}{1}";
    LimitAway: "; limit {0} M away", "؛ حد در {0} M", "; предел в {0} M";
    Political: "{0}, political and not law: {1}", "{0}، سیاسی و نه حقوقی: {1}", "{0}, политическое обязательство, не право: {1}";
    NearLimit: "the place lies near a limit: the answer could turn", "محل نزدیک حد است: پاسخ می‌تواند برگردد", "место вблизи предела: ответ может измениться";
    Stale: "asked after the last day for which the record is known", "پس از آخرین روزی پرسیده شده که از آن آگاهی هست", "спрошено о дне после последнего, на который есть сведения";
    NoExceptions: "None: nothing that applies here has a condition or is awaited.", "ندارد: آنچه اینجا حاکم است شرطی ندارد و در انتظار چیزی نیست.", "Нет: у применимого здесь нет условий, и ничто не ожидается.";

    Protests: "{0} protests {1}{2}", "{0} به {1} اعتراض دارد{2}", "{0} возражает против {1}{2}";
    Accepts: "{0} accepts {1}{2}", "{0} {1} را می‌پذیرد{2}", "{0} принимает {1}{2}";
    IsSilent: "{0} is silent on {1}{2}", "{0} دربارهٔ {1} ساکت است{2}", "{0} молчит о {1}{2}";
    From: " since {0}", " از {0}", " с {0}";
    InterAlios: "between others only, not against the rest (VCLT 34): {0}", "تنها میان دیگران، نه در برابر بقیه (کنوانسیون وین ۳۴): {0}", "только между другими, не против остальных (Венская конвенция, 34): {0}";
    Positions: "Positions of that day: {0}.", "موضع‌های آن روز: {0}.", "Позиции на тот день: {0}.";
    NoDissent: "None recorded.", "ثبت نشده است.", "Не отмечены.";

    Has: "has {0}", "{0} دارد", "имеет {0}";
    Have: "have {0}", "{0} دارند", "имеют {0}";
    Sovereign: "sovereign rights", "حقوق حاکمه", "суверенные права";
    Exclusive: "the exclusive right", "حق انحصاری", "исключительное право";
    Power: "the power", "اختیار", "полномочие";
    May: "may", "مجاز است", "вправе";
    MayMany: "may", "مجازند", "вправе";
    Must: "must", "مکلف است", "обязан";
    MustMany: "must", "مکلف‌اند", "обязаны";
    MustNot: "must not", "مجاز نیست", "не вправе";
    MustNotMany: "must not", "مجاز نیستند", "не вправе";
}

/// How a memorandum of one language says its phrases.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// One of three.
    fn pick(self, [en, fa, ru]: [&'static str; 3]) -> &'static str {
        match self.0 {
            Language::En => en,
            Language::Fa => fa,
            Language::Ru => ru,
        }
    }

    /// A phrase as it stands.
    pub(super) fn say(self, word: Word) -> &'static str {
        self.pick(word.all())
    }

    /// A phrase with its numbered gaps filled.
    pub(super) fn fill(self, word: Word, with: &[&str]) -> String {
        let mut out = String::new();
        let mut rest = self.say(word);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (gap, after) = after.split_once('}').unwrap_or((after, ""));
            let k = gap.parse::<usize>().ok();
            out.push_str(k.and_then(|k| with.get(k)).copied().unwrap_or_default());
            rest = after;
        }
        out + rest
    }

    /// Text that runs the other way, kept in its own direction.
    pub(super) fn own(self, text: &str) -> String {
        let turned = text.chars().any(|c| c.is_ascii_alphanumeric());
        if self.0 == Language::Fa && turned {
            format!("\u{2068}{text}\u{2069}")
        } else {
            text.to_owned()
        }
    }

    /// A count.
    pub(super) fn count(self, n: usize) -> String {
        self.0.lettering().digits(&n.to_string())
    }

    /// Nautical miles with one decimal.
    pub(super) fn miles(self, nm: f64) -> String {
        self.0.lettering().number(nm, 1)
    }

    /// `A, B and C`
    pub(super) fn list<S: AsRef<str>>(self, names: &[S]) -> String {
        let names: Vec<String> = names.iter().map(|n| self.own(n.as_ref())).collect();
        let (comma, and) = (self.pick([", ", "، ", ", "]), self.pick([" and ", " و ", " и "]));
        match &names[..] {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] => format!("{}{and}{last}", first.join(comma)),
        }
    }

    /// Names one after the other, without an `and`.
    pub(super) fn row<S: AsRef<str>>(self, names: &[S]) -> String {
        let names: Vec<String> = names.iter().map(|n| self.own(n.as_ref())).collect();
        names.join(self.pick([", ", "، ", ", "]))
    }

    /// Parts of one sentence.
    pub(super) fn sentence(self, parts: &[String]) -> String {
        if parts.is_empty() {
            return String::new();
        }
        format!("{}.", parts.join(self.pick(["; ", "؛ ", "; "])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every phrase has all three languages with the same gaps.
    #[test]
    fn every_phrase_is_there_in_three_languages() {
        for word in Word::EVERY {
            let gaps = |t: &str| {
                let mut all: Vec<&str> =
                    t.split('{').skip(1).filter_map(|p| p.split('}').next()).collect();
                all.sort_unstable();
                all.join(" ")
            };
            let [en, fa, ru] = word.all();
            assert!(!fa.is_empty() && !ru.is_empty(), "{word:?}");
            assert_eq!((gaps(fa), gaps(ru)), (gaps(en), gaps(en)), "{word:?}");
        }
    }
}
