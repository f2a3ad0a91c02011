//! Layers, activities and positions in words.

use littoral_treaty::{Activity, Layer, Modality, Verdict};

use super::{Word, Words};

impl Words {
    /// `drill`, `fish`: what somebody may do.
    pub(in crate::verb::law) fn doing(self, activity: Activity) -> String {
        let own = match activity.word() {
            "all" => ["act", "کاری انجام دهد", "действовать"],
            "boundary" => ["draw a boundary", "مرز تعیین کند", "проводить границу"],
            "navigation" => ["navigate", "کشتیرانی کند", "осуществлять судоходство"],
            "fishing" => ["fish", "ماهیگیری کند", "вести рыболовство"],
            "extraction" => ["extract", "برداشت کند", "вести добычу"],
            "exploration" => ["explore", "اکتشاف کند", "вести разведку"],
            "drilling" => ["drill", "حفاری کند", "бурить"],
            "pipeline" => ["lay a pipeline", "خط لوله بکشد", "прокладывать трубопровод"],
            "cable" => ["lay a cable", "کابل بکشد", "прокладывать кабель"],
            "environment" => [
                "act upon the environment",
                "بر محیط زیست اثر بگذارد",
                "воздействовать на окружающую среду",
            ],
            "discharge" => ["discharge", "مواد تخلیه کند", "производить сброс"],
            "military" => {
                ["act by military means", "اقدام نظامی کند", "вести военную деятельность"]
            }
            "exercise" => ["hold an exercise", "رزمایش برگزار کند", "проводить учения"],
            "outside_forces" => {
                ["bring forces from outside", "نیروی بیگانه بیاورد", "вводить внешние силы"]
            }
            "security" => {
                ["act on security", "در امور امنیتی اقدام کند", "действовать в сфере безопасности"]
            }
            "overflight" => ["fly over", "پرواز کند", "совершать пролёт"],
            "research" => ["do research", "پژوهش کند", "вести исследования"],
            other => return format!("{} ({})", self.doing(Activity::ALL), other.replace('_', " ")),
        };
        self.pick(own).to_owned()
    }

    /// `drilling`: the matter itself.
    pub(in crate::verb::law) fn matter(self, activity: Activity) -> String {
        let own = match activity.word() {
            "boundary" => ["boundary", "مرز", "граница"],
            "navigation" => ["navigation", "کشتیرانی", "судоходство"],
            "fishing" => ["fishing", "ماهیگیری", "рыболовство"],
            "extraction" => ["extraction", "برداشت", "добыча"],
            "exploration" => ["exploration", "اکتشاف", "разведка"],
            "drilling" => ["drilling", "حفاری", "бурение"],
            "pipeline" => ["pipelines", "خط لوله", "трубопроводы"],
            "cable" => ["cables", "کابل", "кабели"],
            "environment" => ["environment", "محیط زیست", "окружающая среда"],
            "discharge" => ["discharge", "تخلیهٔ مواد", "сброс"],
            "military" => ["military activity", "امور نظامی", "военная деятельность"],
            "exercise" => ["exercises", "رزمایش", "учения"],
            "outside_forces" => ["forces from outside", "نیروهای بیگانه", "внешние силы"],
            "security" => ["security", "امنیت", "безопасность"],
            "overflight" => ["overflight", "پرواز", "пролёт"],
            "research" => ["research", "پژوهش", "исследования"],
            "procedure" => ["procedure", "آیین کار", "процедура"],
            other => return other.replace('_', " "),
        };
        self.pick(own).to_owned()
    }

    /// `in the seabed`
    pub(in crate::verb::law) fn within(self, layer: Layer) -> String {
        let own = match layer.word() {
            "all" => ["in any layer", "در هر لایه", "в любом слое"],
            "water" => ["in the water", "در آب", "в воде"],
            "surface" => ["on the surface", "در سطح آب", "на поверхности"],
            "column" => ["in the water column", "در ستون آب", "в водной толще"],
            "bed" => ["in seabed and subsoil", "در بستر و زیربستر", "на дне и в недрах"],
            "seabed" => ["in the seabed", "در بستر دریا", "на дне"],
            "subsoil" => ["in the subsoil", "در زیربستر", "в недрах"],
            "air" => ["in the air", "در هوا", "в воздухе"],
            other => return other.to_owned(),
        };
        self.pick(own).to_owned()
    }

    pub(in crate::verb::law) fn verdict(self, verdict: Verdict) -> &'static str {
        self.say(match verdict {
            Verdict::Holds => Word::Holds,
            Verdict::Contested => Word::Contested,
            Verdict::Pending => Word::Pending,
            Verdict::Lacuna => Word::Lacuna,
            Verdict::Conflict => Word::Conflict,
        })
    }

    /// `has sovereign rights`, `must not`
    pub(in crate::verb::law) fn can(self, modality: Modality, many: bool) -> String {
        let one_of = |one: Word, of_many: Word| self.say(if many { of_many } else { one });
        let has = |what| self.fill(if many { Word::Have } else { Word::Has }, &[self.say(what)]);
        match modality {
            Modality::Sovereign => has(Word::Sovereign),
            Modality::ExclusiveRight => has(Word::Exclusive),
            Modality::Power => has(Word::Power),
            Modality::Liberty => one_of(Word::May, Word::MayMany).to_owned(),
            Modality::Duty => one_of(Word::Must, Word::MustMany).to_owned(),
            Modality::Prohibition => one_of(Word::MustNot, Word::MustNotMany).to_owned(),
        }
    }

    /// What a party asks for, by the word of its position.
    pub(in crate::verb::law) fn position(self, kind: &str) -> String {
        let own = match kind {
            "condominium" => ["condominium", "مالکیت مشاع", "кондоминиум"],
            "equal_shares" => ["equal shares", "سهم‌های برابر", "равные доли"],
            "equidistance" => ["equidistance", "تساوی فاصله", "равное отстояние"],
            "equidistance_seabed" => {
                ["equidistance on the seabed", "تساوی فاصله در بستر", "равное отстояние по дну"]
            }
            "equidistance_straight_baseline" => [
                "equidistance from a straight baseline",
                "تساوی فاصله از خط مبدأ مستقیم",
                "равное отстояние от прямой исходной линии",
            ],
            "floor" => ["a least share", "کمینهٔ سهم", "минимальная доля"],
            "belt" => ["a belt along the coast", "کمربند ساحلی", "прибрежный пояс"],
            "common_water" => ["common water", "آب مشترک", "общие воды"],
            "modified_median" => {
                ["a modified median", "خط میانهٔ اصلاح‌شده", "модифицированная срединная линия"]
            }
            "joint_zone" => ["a joint zone", "منطقهٔ مشترک", "зона совместного использования"],
            "east_west_midpoint" => {
                ["the midpoint from east to west", "میانهٔ شرق و غرب", "середина по параллелям"]
            }
            "sectors" => ["sectors", "بخش‌ها", "секторы"],
            other => return other.replace('_', " "),
        };
        self.pick(own).to_owned()
    }
}
