//! The fixed phrases of a sheet in English, Persian and Russian.

/// A fixed phrase of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phrase {
    SharesSeabed,
    SharesWater,
    SharesSurface,
    SharesFishery,
    SharesOther,
    Asks,
    SquareKm,
    Km,
    Metre,
    LinesAndPoints,
    Agreed,
    Computed,
    Provisional,
    Claimed,
    CommonLimit,
    FisheryLimit,
    Construction,
    Baseline,
    Terminus,
    Numbered,
    TableOnly,
    BasePoint,
    Tripoint,
    Deposit,
    Waters,
    FisheryZone,
    Common,
    Joint,
    Contested,
    Nobody,
    LawOn,
    HeldByNorms,
    PairsSettled,
    SettledOf,
    InsetTitle,
    ToBasePoints,
    TrueAt,
    Sheet,
    NotAClaim,
    Projection,
    Geodesics,
    Graticule,
    Level,
    Sources,
    Omitted,
    Separator,
    ListSeparator,
}

impl Phrase {
    /// English, Persian, Russian. `{}` stands for what the caller fills in.
    pub(super) fn all(self) -> [&'static str; 3] {
        match self {
            Self::SharesSeabed => {
                ["Shares of the seabed", "سهم‌ها از بستر دریا", "Доли морского дна"]
            }
            Self::SharesWater => {
                ["Shares of the water column", "سهم‌ها از ستون آب", "Доли водной толщи"]
            }
            Self::SharesSurface => ["Shares of the surface", "سهم‌ها از سطح آب", "Доли поверхности"],
            Self::SharesFishery => [
                "Shares with fishery zones",
                "سهم‌ها با منطقهٔ ماهیگیری",
                "Доли с рыболовными зонами",
            ],
            Self::SharesOther => ["Shares: {}", "سهم‌ها: {}", "Доли: {}"],
            Self::Asks => ["what the party asks for", "خواستهٔ طرف", "запрос стороны"],
            Self::SquareKm => ["km²", "کیلومتر مربع", "км²"],
            Self::Km => ["km", "کیلومتر", "км"],
            Self::Metre => ["m", "متر", "м"],
            Self::LinesAndPoints => ["Lines and points", "خط‌ها و نقطه‌ها", "Линии и точки"],
            Self::Agreed => ["Agreed line", "خط توافق‌شده", "Согласованная линия"],
            Self::Computed => ["Computed line", "خط محاسبه‌شده", "Вычисленная линия"],
            Self::Provisional => ["Provisional line", "خط موقت", "Временная линия"],
            Self::Claimed => ["Claimed line", "خط مورد ادعا", "Заявленная линия"],
            Self::CommonLimit => {
                ["Limit of national zones", "حد مناطق ملی", "Предел национальных зон"]
            }
            Self::FisheryLimit => [
                "Outer limit of fishery zone",
                "حد بیرونی منطقهٔ ماهیگیری",
                "Предел рыболовной зоны",
            ],
            Self::Construction => [
                "Construction line to base point",
                "خط ترسیمی تا نقطهٔ مبدأ",
                "Линия к исходной точке",
            ],
            Self::Baseline => ["Straight baseline", "خط مبدأ مستقیم", "Прямая исходная линия"],
            Self::Terminus => {
                ["Land-boundary terminus", "نقطهٔ پایانی مرز خشکی", "Конец сухопутной границы"]
            }
            Self::Numbered => {
                ["Turning point with number", "نقطهٔ شکست با شماره", "Поворотная точка с номером"]
            }
            Self::TableOnly => {
                ["Turning point, table only", "نقطهٔ شکست، فقط در جدول", "Точка, только в таблице"]
            }
            Self::BasePoint => ["Controlling base point", "نقطهٔ مبدأ تعیین‌کننده", "Исходная точка"],
            Self::Tripoint => ["Tripoint", "نقطهٔ سه‌گانه", "Точка стыка трёх границ"],
            Self::Deposit => ["Deposit", "میدان", "Месторождение"],
            Self::Waters => ["Waters", "آب‌های سرزمینی", "Территориальные воды"],
            Self::FisheryZone => ["Fishery zone", "منطقهٔ ماهیگیری", "Рыболовная зона"],
            Self::Common => ["Common space", "پهنهٔ مشترک", "Общее пространство"],
            Self::Joint => ["Joint zone", "منطقهٔ مشترک", "Совместная зона"],
            Self::Contested => ["Contested", "ادعاهای متداخل", "Перекрытие притязаний"],
            Self::Nobody => ["No norm in force", "بی هنجار لازم‌الاجرا", "Нет действующей нормы"],
            Self::LawOn => ["{}: law on {}", "{}: حقوق در تاریخ {}", "{}: право на дату {}"],
            Self::HeldByNorms => [
                "Who holds what by the norms in force ({}); contested water is crossed.",
                "دارندگان بر پایهٔ هنجارهای لازم‌الاجرا ({})؛ پهنه‌های مورد ادعای چند طرف چهارخانه است.",
                "Кому что принадлежит по действующим нормам ({}); перекрытие притязаний в клетку.",
            ],
            Self::PairsSettled => [
                "How many of {} pairs of states are settled where ({}).",
                "شمار جفت‌های تعیین‌شده از {} جفت دولت ({}).",
                "Сколько из {} пар государств урегулировано ({}).",
            ],
            Self::SettledOf => ["{} of {}", "{} از {}", "{} из {}"],
            Self::InsetTitle => ["Tripoint {}", "نقطهٔ سه‌گانهٔ {}", "Точка стыка {}"],
            Self::ToBasePoints => {
                ["{} to base points of ", "{} تا نقطه‌های مبدأ ", "{} до исходных точек "]
            }
            Self::TrueAt => [
                "True at {} (centre of projection); ",
                "درست در {} (مرکز تصویر)؛ ",
                "Верен на {} (центр проекции); ",
            ],
            Self::Sheet => ["Sheet {} of {}", "برگ {} از {}", "Лист {} из {}"],
            Self::NotAClaim => [
                "Working paper: not a claim.",
                "سند کاری؛ ادعا نیست.",
                "Рабочий документ, не притязание.",
            ],
            Self::Projection => [
                "Projection: Lambert azimuthal equal-area, {}, {}.",
                "تصویر: سمتی هم‌مساحت لامبرت، {}، {}.",
                "Проекция: равновеликая азимутальная Ламберта, {}, {}.",
            ],
            Self::Geodesics => ["Lines are geodesics.", "خط‌ها ژئودزیک‌اند.", "Линии геодезические."],
            Self::Graticule => ["Graticule {}.", "شبکهٔ جغرافیایی {}.", "Градусная сетка {}."],
            Self::Level => ["Level {}, {}.", "تراز {}، {}.", "Уровень {}, {}."],
            Self::Sources => ["Sources: {}.", "منابع: {}.", "Источники: {}."],
            Self::Omitted => {
                ["Labels omitted: {}.", "برچسب‌های حذف‌شده: {}.", "Опущено подписей: {}."]
            }
            Self::Separator => [", ", "، ", ", "],
            Self::ListSeparator => ["; ", "؛ ", "; "],
        }
    }
}
