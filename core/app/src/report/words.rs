//! Everything that the report says in its own words, in English, Persian and Russian.
//!
//! `{}` stands for what the caller fills in, in order. What rules and cases say of themselves stays in its language.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $fa:literal, $ru:literal;)*) => {
        /// One phrase.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Word { $($name,)* }

        impl Word {
            /// English, Persian, Russian.
            pub(super) fn all(self) -> [&'static str; 3] {
                match self { $(Self::$name => [$en, $fa, $ru],)* }
            }

            /// Every phrase.
            #[cfg(test)]
            pub(super) const EVERY: &'static [Self] = &[$(Self::$name,)*];
        }
    };
}

words! {
    Title: "{}: who gets what under which principle", "{}: با هر اصل به هر طرف چه می‌رسد", "{}: кому что достаётся и по какому принципу";
    NotAClaim: "Working paper: not a claim, and no party's position but where it says so.", "سند کاری؛ ادعا نیست و جز آنجا که گفته شده موضع هیچ طرفی نیست.", "Рабочий документ: не притязание и не позиция какой-либо стороны, если прямо не сказано.";
    Parties: "{} parties", "{} طرف", "сторон: {}";
    Results: "{} results", "{} نتیجه", "результатов: {}";
    Known: "state of knowledge {}", "آگاهی تا {}", "по сведениям на {}";
    With: "with {}", "با {}", "с {}";
    CoastSource: "source of the coast", "منبع ساحل", "источник берега";
    Coast: "coast {}", "ساحل {}", "берег {}";
    Km2: "km²", "کیلومتر مربع", "км²";
    Km: "km", "کیلومتر", "км";
    PerCent: "per cent", "درصد", "процентов";

    Question: "The question", "پرسش", "Вопрос";
    QuestionText: "Under which principle does each of the {} parties get what, who would accept it, and what would move the deadlock? Every principle below is a rule of a few lines that runs on the same coast; every share is the area of a geodesic polygon, every boundary names the base points that control it.", "با کدام اصل به هر یک از {} طرف چه می‌رسد، چه کسی آن را می‌پذیرد و چه چیزی بن‌بست را می‌گشاید؟ هر اصل در اینجا قاعده‌ای چندخطی است که روی همان ساحل اجرا می‌شود؛ هر سهم مساحت یک چندضلعی ژئودزیک است و هر مرز نقطه‌های مبدأ تعیین‌کننده‌اش را نام می‌برد.", "По какому принципу каждая из сторон (их {}) что получает, кто с этим согласится и что сдвинуло бы тупик? Каждый принцип здесь — правило в несколько строк, применённое к одному и тому же берегу; каждая доля — площадь геодезического многоугольника, каждая граница называет свои исходные точки.";
    InShort: "In short", "چکیده", "Коротко";

    PartiesClaims: "Parties and claims", "طرف‌ها و ادعاها", "Стороны и притязания";
    Party: "party", "طرف", "сторона";
    CoastAt: "mainland coast at 10 km", "ساحل اصلی در مقیاس ۱۰ کیلومتر", "материковый берег при 10 км";
    Asks: "asks for", "می‌خواهد", "запрашивает";
    Gives: "equidistance gives", "تساوی فاصله می‌دهد", "равное отстояние даёт";
    Statements: "{} statements", "{} اظهار", "высказываний: {}";
    Contradict: "Statements of one party may contradict each other; each stands with its dates, confidence and source.", "اظهارات یک طرف ممکن است با هم ناسازگار باشند؛ هر یک با تاریخ، میزان اطمینان و منبع آمده است.", "Высказывания одной стороны могут противоречить друг другу; каждое приведено с датами, степенью достоверности и источником.";
    StillHeld: "still held when last seen", "در آخرین مشاهده هنوز برقرار", "в силе, когда последний раз отмечена";
    Until: "until {}", "تا {}", "до {}";
    ClaimsTogether: "The claims together", "جمع ادعاها", "Притязания вместе";
    MarkedClaims: "What the parties ask for now", "خواستهٔ کنونی طرف‌ها", "Что стороны запрашивают сейчас";
    SumLeaves: "{} add up to {}: {} would be left with {}, where equidistance gives {}.", "{} روی هم {} می‌شود: برای {} {} می‌ماند، حال آنکه تساوی فاصله {} می‌دهد.", "{} в сумме {}. Остаток ({}): {}, тогда как равное отстояние даёт {}.";
    SumLeavesOnly: "{} add up to {}: {} would be left with {}.", "{} روی هم {} می‌شود: برای {} {} می‌ماند.", "{} в сумме {}. Остаток ({}): {}.";
    SumFits: "{} add up to {}: all can be met at once.", "{} روی هم {} می‌شود: همه با هم برآوردنی است.", "{} в сумме {}: всё выполнимо сразу.";
    SumTooMuch: "{} add up to {}: {} points more than there is. No division can give this; the proof is the sum itself. Equal cuts: {} points each at most; in proportion: everybody gets {} of the claim.", "{} روی هم {} می‌شود: {} واحد درصد بیش از آنچه هست. هیچ تقسیمی این را برآورده نمی‌کند و خود جمع برهان آن است. کاهش برابر: هر کدام دست‌بالا {} واحد؛ کاهش متناسب: هر طرف {} ادعایش را می‌گیرد.", "{} в сумме {}: на {} п. п. больше, чем есть. Ни один раздел этого не даёт; доказательство — сама сумма. Равные уступки: не более {} п. п. каждому; пропорционально: каждый получает {} запроса.";
    MinimalSet: "Dropping any one of these claims would make the others feasible: only all of them together conflict.", "با کنار گذاشتن هر یک از این ادعاها بقیه برآوردنی می‌شوند؛ تعارض تنها از همهٔ آنها با هم است.", "Отказ от любого из этих притязаний сделал бы остальные выполнимыми: противоречат лишь все вместе.";
    WithOwn: "with the share that {} last named for itself, {}", "با سهمی که {} آخرین بار برای خود نام برد، {}", "с последней долей, которую назвала для себя сторона «{}», {}";
    StatedShares: "stated as the outcome of agreements: {}. By {} it is {}; of {} different divisions by rule {} comes nearest with {}, off by {} points at most", "آنچه به‌عنوان نتیجهٔ توافق‌ها گفته شده: {}. با «{}» چنین است: {}؛ از {} تقسیم متفاوتِ قاعده‌ها «{}» نزدیک‌ترین است: {}، با دست‌بالا {} واحد اختلاف", "названо как итог соглашений: {}. По правилу «{}»: {}; из {} различных разделов ближе всего «{}»: {}, расхождение не более {} п. п.";
    Agreed: "What is agreed, and by which article", "چه چیزی توافق شده و با کدام ماده", "О чём договорились и по какой статье";
    AgreedHow: "Pairs of states, of {}, between which a norm holds at {}, beyond every belt; with declarations: or a commitment of both that does not bind. The last column names what holds on the last day between one pair at least, then the declarations.", "شمار زوج دولت‌ها، از {} زوج، که میانشان در {} (فراتر از همهٔ کمربندها) قاعده‌ای برقرار است؛ با اعلامیه‌ها: یا تعهدی از هر دو که الزام‌آور نیست. ستون آخر آنچه را در روز آخر دست‌کم میان یک زوج برقرار است و سپس اعلامیه‌ها را نام می‌برد.", "Число пар государств из {}, между которыми в точке {} (за пределами всех поясов) действует норма; с декларациями: или необязывающее обещание обоих. В последнем столбце — что действует в последний день хотя бы для одной пары, затем декларации.";
    Topic: "topic", "موضوع", "тема";
    InLaw: "in law", "در حقوق", "по праву";
    Declared: "with declarations", "با اعلامیه‌ها", "с декларациями";
    Articles: "by", "بر پایهٔ", "на основании";
    AgreedPart: "stated: {} of the issues agreed ({}; {}). Counted here: of the topics that the source names, between all pairs and declarations included, {}; of all topics, {}. Which issues the statement weighed is not said", "گفته شده: {} از مسائل توافق شده است ({}؛ {}). شمارش اینجا: از موضوع‌هایی که منبع نام می‌برد، میان همهٔ زوج‌ها و با اعلامیه‌ها، {}؛ از همهٔ موضوع‌ها {}. اینکه آن گفته کدام مسائل را در نظر داشته گفته نشده است", "названо: согласовано {} вопросов ({}; {}). По подсчёту: из тем, названных источником, между всеми парами и с декларациями — {}; из всех тем — {}. Какие вопросы имелись в виду, не сказано";
    Register: "Instruments, objections and meetings", "سندها، اعتراض‌ها و نشست‌ها", "Документы, возражения и встречи";
    RegisterHow: "What was signed, adopted or done, in order, with what states say to it; claims and drafts stand elsewhere. Nothing is weighed here: whether an instrument holds between two states at a place is for <code>littoral law</code> to answer.", "آنچه امضا، تصویب یا انجام شده، به ترتیب، با آنچه دولت‌ها دربارهٔ آن می‌گویند؛ ادعاها و طرح‌ها جای دیگری آمده‌اند. اینجا چیزی سنجیده نمی‌شود: اینکه سندی میان دو دولت در جایی برقرار است یا نه پاسخ <code dir=\"ltr\">littoral law</code> است.", "Что подписано, принято или сделано, по порядку, и что об этом говорят государства; притязания и проекты — в других разделах. Здесь ничего не взвешивается: действует ли документ между двумя государствами в данном месте, отвечает <code>littoral law</code>.";
    ProcedureSince: "since {}, by consent of {}", "از {}، با رضایت {} طرف", "с {}, с согласия сторон: {}";
    Signed: "signed", "امضا", "подписан";
    Instrument: "instrument", "سند", "документ";
    Between: "between", "میان", "между";
    BindsSince: "in force since", "لازم‌الاجرا از", "в силе с";
    Objects: "what states say to it", "سخن دولت‌ها دربارهٔ آن", "что говорят государства";
    Protests: "object", "اعتراض", "возражение";
    Accepts: "accept", "پذیرش", "согласие";
    Meetings: "{} meetings and incidents", "{} نشست و رویداد", "встреч и событий: {}";
    When: "when", "زمان", "когда";
    SessionNumber: "session", "شمارهٔ نشست", "заседание";
    What: "what", "شرح", "что";
    AsStatedBy: "As stated together in: {}", "چنان‌که یکجا گفته شده در: {}", "Как названо вместе в: {}";

    SharesByRule: "Shares of the sea by rule", "سهم‌ها از دریا به تفکیک قاعده", "Доли моря по правилам";
    SharesHow: "Per cent of the sea; bold with a tick: at least what the party asks for, within 0.05 points, common and joint space counted in equal parts. Moved: area held by another than under equidistance.", "درصد از دریا؛ پررنگ با نشان: دست‌کم خواستهٔ طرف، تا ۰٫۰۵ واحد؛ پهنهٔ مشترک به سهم برابر. جابه‌جاشده: مساحتی که دارنده‌اش با تساوی فاصله فرق دارد.", "Проценты моря; жирным с галочкой — не меньше запроса, с точностью 0,05 п. п., общее и совместное — равными частями. «Перешло» — площадь, которой владеет не тот, кто при равном отстоянии.";
    ChartShares: "Shares by rule", "سهم‌ها به تفکیک قاعده", "Доли по правилам";
    ChartSharesHow: "mark: what the rule gives; upright: what the party asks for; bold: at least that. Rules that divide the whole layer.", "نشانه: آنچه قاعده می‌دهد؛ خط ایستاده: خواستهٔ طرف؛ پررنگ: دست‌کم همان. قاعده‌هایی که همهٔ لایه را تقسیم می‌کنند.", "знак — что даёт правило; вертикаль — запрос стороны; жирным — не меньше его. Правила, делящие слой целиком.";
    Seabed: "seabed", "بستر", "дно";
    Subsoil: "subsoil", "زیربستر", "недра";
    Water: "water", "آب", "вода";
    Surface: "surface", "سطح", "поверхность";
    Fishery: "fishery", "ماهیگیری", "рыболовство";
    Rule: "rule", "قاعده", "правило";
    Layer: "layer", "لایه", "слой";
    Common: "common", "مشترک", "общее";
    Moved: "moved", "جابه‌جاشده", "перешло";
    Lines: "lines", "خط‌ها", "линии";
    AsksRow: "what the party asks for", "خواستهٔ طرف", "запрос стороны";
    NotApplicable: "not applicable to this case: {}", "بر این مورد کاربردپذیر نیست: {}", "неприменимо к этому случаю: {}";
    Failed: "failed: {}", "ناکام: {}", "не удалось: {}";
    Numbers: "the numbers", "اعداد", "числа";
    Gaps: "How far each rule is from each claim", "فاصلهٔ هر قاعده تا هر ادعا", "Насколько каждое правило далеко от притязаний";
    GapsHow: "Difference from the claim in points; a party that names no number cannot be compared.", "تفاوت با ادعا به واحد درصد؛ طرفی که عددی نگفته سنجیدنی نیست.", "Разница с запросом в п. п.; сторону, не назвавшую числа, сравнить нельзя.";

    Equity: "Area, value and proportion", "مساحت، ارزش و تناسب", "Площадь, стоимость и соразмерность";
    ChartValue: "Area against value", "مساحت در برابر ارزش", "Площадь и стоимость";
    ChartValueHow: "start: share of area; end: share of the stated value of deposits with a printed place ({} of {}), each whole to the holder of its place; rule {}", "آغاز: سهم از مساحت؛ پایان: سهم از ارزش اعلام‌شدهٔ میدان‌هایی که جایشان چاپ شده ({} از {})، هر یک یکجا از آن دارندهٔ محل؛ قاعدهٔ {}", "слева — доля площади, справа — доля заявленной стоимости месторождений с напечатанным местом ({} из {}), каждое целиком тому, у кого место; правило «{}»";
    Area: "area", "مساحت", "площадь";
    Value: "value", "ارزش", "стоимость";
    NoValues: "The case states no values of deposits with a known place, so value cannot be set against area.", "پرونده برای میدان‌های با محل معلوم ارزشی اعلام نکرده، پس ارزش را نمی‌توان با مساحت سنجید.", "В деле нет стоимости месторождений с известным местом, поэтому сравнить её с площадью нельзя.";
    ChartRatio: "Sea against coast", "دریا در برابر ساحل", "Море и берег";
    ChartRatioHow: "share of the sea over share of the coast at 10 km; 1: in proportion; right of it more sea than coast. A test of gross disproportion, never a target.", "سهم از دریا بر سهم از ساحل در مقیاس ۱۰ کیلومتر؛ ۱: متناسب؛ بیشتر از آن: دریا بیش از ساحل. آزمون عدم تناسب آشکار است، نه هدف.", "доля моря к доле берега при 10 км; 1 — соразмерно, больше — моря больше, чем берега. Проверка грубой несоразмерности, а не цель.";
    Measures: "Measures of evenness and cost", "سنجه‌های برابری و هزینه", "Показатели равенства и цены";
    Gini: "Gini", "جینی", "Джини";
    Jain: "Jain", "جین", "Джейн";
    Theil: "Theil", "تیل", "Тейл";
    Relaxation: "cuts until all accept", "کاهش لازم تا پذیرش همه", "уступок до согласия всех";

    Accept: "Who would accept what, and what is decided", "چه کسی چه را می‌پذیرد و تصمیم چیست", "Кто с чем согласится и что решается";
    ChartAccept: "Who would accept what", "چه کسی چه را می‌پذیرد", "Кто с чем согласится";
    ChartAcceptHow: "rank of each rule for each party (1 best, equal within 0.05 points; common space counts in equal parts); ruled cell: at or above what the party asks for", "رتبهٔ هر قاعده نزد هر طرف (۱ بهترین، برابر تا ۰٫۰۵ واحد؛ پهنهٔ مشترک به سهم برابر)؛ خانهٔ کادردار: دست‌کم خواستهٔ طرف", "место каждого правила для каждой стороны (1 — лучшее, равные в пределах 0,05 п. п.; общее пространство — поровну); ячейка в рамке — не меньше запроса";
    AllAccept: "all accept at", "همه می‌پذیرند در", "все согласны на";
    RankN: "rank {}", "رتبهٔ {}", "место {}";
    Methods: "What the methods of decision choose", "روش‌های تصمیم چه برمی‌گزینند", "Что выбирают методы решения";
    MethodsHow: "Ties are sets and are never broken by order. Utility is area alone, so a party that values deposits, fish or security otherwise may choose otherwise. The options are the {} results above: another list can have another winner.", "برابری‌ها مجموعه‌اند و هرگز با ترتیب فهرست شکسته نمی‌شوند. مطلوبیت تنها مساحت است؛ طرفی که میدان، ماهی یا امنیت را جور دیگر ارج می‌نهد شاید جور دیگر برگزیند. گزینه‌ها {} نتیجهٔ بالا هستند؛ فهرست دیگر شاید برندهٔ دیگر داشته باشد.", "Равенства — это множества, порядок их не разрешает. Полезность — только площадь: сторона, иначе ценящая недра, рыбу или безопасность, может выбрать иначе. Варианты — результаты выше (их {}); иной список может дать иного победителя.";
    Plurality: "plurality", "اکثریت نسبی", "относительное большинство";
    Borda: "borda", "بوردا", "Борда";
    Copeland: "copeland", "کوپلند", "Копленд";
    Condorcet: "condorcet", "کندرسه", "Кондорсе";
    Median: "median", "رتبهٔ میانه", "медианное место";
    Compromise: "compromise", "سازش اکثریت", "компромисс большинства";
    Fallback: "fallback", "چانه‌زنی با عقب‌نشینی", "торг с уступками";
    Approval: "approval", "رأی تأییدی", "одобрение";
    Impasse: "impasse", "عقب‌نشینی با خط قرمز", "торг с пределом уступок";
    Undominated: "undominated", "نامغلوب", "недоминируемые";
    Saw: "saw", "جمع وزنی (SAW)", "взвешенная сумма (SAW)";
    Topsis: "topsis", "نزدیکی به آرمان (TOPSIS)", "близость к идеалу (TOPSIS)";
    Maximin: "maximin", "بیشینهٔ کمینه", "максимин";
    Leximin: "leximin", "بیشینهٔ کمینهٔ واژگانی", "лексимин";
    RelativeLoss: "relative-loss", "کمترین زیان نسبی", "наименьшая относительная потеря";
    Gmcr: "gmcr", "مدل گراف، اتفاق آرا", "граф-модель, единогласие";
    Method: "method", "روش", "метод";
    Chooses: "chooses", "برمی‌گزیند", "выбирает";
    ManyOf: "{} of {} options", "{} از {} گزینه", "{} из {} вариантов";
    Nothing: "none", "هیچ", "ничего";
    Relax: "Least change of positions that makes a rule acceptable to all", "کمترین تغییر مواضع برای پذیرش همگانی", "Наименьшее изменение позиций, при котором согласны все";
    RelaxHow: "For each rule what every party that refuses it would have to give up of its claim, points; least sum first.", "برای هر قاعده آنچه هر طرفِ نپذیرنده باید از ادعایش بکاهد، به واحد درصد؛ کمترین جمع نخست.", "Для каждого правила — от какой части запроса должна отказаться каждая несогласная сторона, п. п.; сначала наименьшая сумма.";
    Sum: "sum", "جمع", "сумма";
    Cuts: "cuts", "کاهش‌ها", "уступки";
    AllAgree: "all accept it", "همه می‌پذیرند", "все согласны";
    NotDecided: "The methods of decision did not run: {}", "روش‌های تصمیم اجرا نشد: {}", "Методы решения не выполнены: {}";

    NobodyAsks: "no party of the case names a share that it asks for: what each would accept cannot be told, and every rule counts as accepted", "هیچ طرفی در پرونده سهمی را که می‌خواهد نام نبرده است: نمی‌توان گفت هر طرف چه را می‌پذیرد، و هر قاعده پذیرفته به شمار می‌آید", "ни одна сторона в деле не называет доли, которую запрашивает: что приняла бы каждая, сказать нельзя, и любое правило считается принятым";
    Nearest: "nearest to agreement: {}, for {} points of concessions in all ({})", "نزدیک‌ترین به توافق: {}، با جمعاً {} واحد گذشت ({})", "ближе всего к согласию: {}, уступок всего {} п. п. ({})";

    Flow: "Who gives to whom", "که به که می‌دهد", "Кто кому отдаёт";
    ChartFlowHow: "{} against equidistance; km², rows lose, columns gain; depth of colour by area", "{} در برابر تساوی فاصله؛ کیلومتر مربع، سطرها می‌دهند و ستون‌ها می‌گیرند؛ پررنگی به اندازهٔ مساحت", "«{}» против равного отстояния; км², строки теряют, столбцы приобретают; насыщенность — по площади";
    Loses: "loses", "می‌دهد", "теряет";
    Gains: "gains", "می‌گیرد", "приобретает";

    Sensitivity: "Sensitivity", "حساسیت", "Чувствительность";
    SensitivityHow: "A share is a number of one coast and one reading of it. The case is read again in each way below, one change at a time.", "هر سهم عددی است از یک ساحل و یک خوانش آن. پرونده به هر یک از شیوه‌های زیر دوباره خوانده می‌شود، هر بار با یک تغییر.", "Доля — число для одного берега и одного его прочтения. Дело читается заново каждым из способов ниже, по одному изменению за раз.";
    ChartSpread: "How far shares move", "سهم‌ها چه اندازه جابه‌جا می‌شوند", "Насколько смещаются доли";
    ChartSpreadHow: "thin: all readings; thick: middle half; mark: the result; {}", "نازک: همهٔ خوانش‌ها؛ ضخیم: نیمهٔ میانی؛ نشانه: نتیجه؛ {}", "тонкая — все прочтения; толстая — средняя половина; знак — результат; {}";
    FromResult: "points from the result", "واحد درصد از نتیجه", "п. п. от результата";
    ChartCauses: "Which cause moves whom", "کدام عامل که را جابه‌جا می‌کند", "Какая причина кого смещает";
    ChartCausesHow: "largest change of a share, in points, when one setting alone is varied", "بیشترین تغییر سهم، به واحد درصد، با تغییر تنها یک تنظیم", "наибольшее изменение доли, п. п., когда меняется только одно";
    CauseIslands: "islands left out", "بدون جزایر", "без островов";
    CauseBases: "base points: vertices", "نقاط مبدأ: رأس‌ها", "исходные точки: вершины";
    CausePrint: "printed to 0.1′", "چاپ تا ۰٫۱ دقیقه", "печать до 0,1′";
    CauseLevel: "sea 1 m lower, lines fixed", "دریا یک متر پایین‌تر، خط‌ها ثابت", "море на 1 м ниже, линии те же";
    CauseCoast: "error of the coast", "خطای ساحل", "погрешность берега";
    NoiseNote: "Error of the coast: {} draws of one Gaussian field that moves all coasts together, {} km in each direction with a reach of {} km, seed {}. The level uses the case's depths, which are coarse: an indication.", "خطای ساحل: {} نمونه از یک میدان گاوسی که همهٔ ساحل‌ها را با هم جابه‌جا می‌کند، {} کیلومتر در هر جهت با برد {} کیلومتر، بذر {}. تراز از عمق‌های پرونده می‌آید که درشت‌اند: تنها یک نشانه.", "Погрешность берега: {} реализаций одного гауссова поля, сдвигающего все берега вместе, {} км по каждой оси с радиусом {} км, зерно {}. Уровень — по глубинам дела, они грубые: лишь указание.";
    RangeAll: "Range of each share over all readings, per cent", "دامنهٔ هر سهم در همهٔ خوانش‌ها، درصد", "Размах каждой доли по всем прочтениям, проценты";

    Studies: "What published studies found, and what is found here", "یافته‌های پژوهش‌های منتشرشده و یافتهٔ اینجا", "Что нашли опубликованные работы и что получается здесь";
    StudiesHow: "Of these studies only the statements are public, not their tables; so a statement is set beside this report's own numbers.", "از این پژوهش‌ها تنها گزاره‌ها در دسترس است نه جدول‌ها؛ پس هر گزاره در کنار اعداد همین گزارش آمده است.", "У этих работ доступны только выводы, без таблиц; поэтому вывод поставлен рядом с числами этого отчёта.";
    Study: "study", "پژوهش", "работа";
    Stated: "stated there", "گزارهٔ آن", "утверждает";
    Here: "here", "در اینجا", "здесь";
    StatedRule: "shares are very sensitive to the rule", "سهم‌ها به قاعده بسیار حساس‌اند", "доли очень чувствительны к правилу";
    StatedValue: "no direct relation of the share of area and the share of value", "رابطهٔ مستقیمی میان سهم مساحت و سهم ارزش نیست", "прямой связи доли площади и доли стоимости нет";
    StatedDeadlock: "the deadlock is a strong equilibrium", "بن‌بست یک تعادل قوی است", "тупик — сильное равновесие";
    StatedCondominium: "condominium most promising under dominance, maximin, lexicography, SAW, TOPSIS", "مالکیت مشاع با معیارهای غلبه، بیشینهٔ کمینه، واژگانی، SAW و TOPSIS امیدبخش‌ترین است", "кондоминиум наиболее перспективен по доминированию, максимину, лексикографии, SAW, TOPSIS";
    HereRule: "over the {} rules that divide everything a share runs through {} points on average and {} at most ({}: {} to {}); reading the case another way moves a share of {} by {} at most", "در {} قاعده‌ای که همه چیز را تقسیم می‌کنند هر سهم به‌طور میانگین {} و دست‌بالا {} واحد تغییر می‌کند ({}: {} تا {})؛ خوانش دیگر پرونده سهمِ قاعدهٔ {} را دست‌بالا {} واحد جابه‌جا می‌کند", "по {} правилам, делящим всё, доля меняется в среднем на {} и не более чем на {} п. п. ({}: от {} до {}); иное прочтение дела смещает долю (правило «{}») не более чем на {} п. п.";
    HereValue: "under {} {} has the largest area, {} the largest stated value; changes of area and of value against equidistance correlate by {} over {} pairs of rule and party ({} of {} deposits have both a place and a value); in {} of the pairs area changes by half a point or more and value not at all", "در {} بزرگ‌ترین مساحت از آن {} و بزرگ‌ترین ارزش اعلام‌شده از آن {} است؛ همبستگی تغییر مساحت و ارزش نسبت به تساوی فاصله {} در {} جفت قاعده و طرف است ({} از {} میدان هم محل دارند و هم ارزش)؛ در {} جفت مساحت نیم واحد یا بیشتر تغییر می‌کند و ارزش هیچ", "правило «{}»: наибольшая площадь — {}, наибольшая заявленная стоимость — {}; изменения площади и стоимости против равного отстояния коррелируют с {} (пар правило–сторона: {}; место и стоимость есть у {} из {} месторождений); пар, где площадь меняется на полпункта и больше, а стоимость нисколько: {}";
    HereDeadlock: "everybody's no is stable by all four concepts for {} of {} options and a strong equilibrium for {}; adoption is stable for {}", "نهِ همگانی برای {} از {} گزینه در هر چهار مفهوم پایدار و برای {} گزینه تعادل قوی است؛ پذیرش برای {} گزینه پایدار است", "общее «нет» устойчиво по всем четырём понятиям для {} из {} вариантов и сильное равновесие для {}; принятие устойчиво для {}";
    HereCriteria: "by area alone: {}", "تنها بر پایهٔ مساحت: {}", "только по площади: {}";

    Rules: "The rules one by one", "قاعده‌ها یک به یک", "Правила по одному";
    LegalBasis: "Legal basis and source", "مبنای حقوقی و منبع", "Правовая основа и источник";
    RuleFailed: "The rule failed: {}", "قاعده ناکام ماند: {}", "Правило не выполнено: {}";
    Holder: "holder", "دارنده", "у кого";
    LinesKm: "{} lines, {} km; {}", "{} خط، {} کیلومتر؛ {}", "линий: {}, {} км; {}";
    Certified: "certified", "گواهی‌شده", "с гарантией";
    Sampled: "sampled", "نمونه‌ای", "по выборке";
    Tie: "Tie at the terminus {} between {} and {}: {} km², split along {}.", "برابری در نقطهٔ پایانی {} میان {} و {}: {} کیلومتر مربع، تقسیم در راستای {}.", "Равенство у конца границы {} ({} и {}): {} км², делится по {}.";
    Parameters: "Parameters", "پارامترها", "Параметры";
    Source: "The rule itself, line by line", "خود قاعده، خط به خط", "Само правило, строка за строкой";
    Reports: "What the rule reports", "گزارش خود قاعده", "Что сообщает правило";
    FlowLine: "against equidistance: {}", "نسبت به تساوی فاصله: {}", "против равного отстояния: {}";
    TurningPoints: "turning points", "نقاط شکست", "поворотные точки";

    Provenance: "Provenance, and how to do it again", "تبار داده و راه بازتولید", "Происхождение и как повторить";
    Again: "These commands make this page and every file beside it:", "این فرمان‌ها همین صفحه و پرونده‌های کنارش را می‌سازند:", "Эти команды создают эту страницу и все файлы рядом:";
    Pdf: "For a PDF print this page (A4; any browser, or without a window as in the last line).", "برای PDF همین صفحه را چاپ کنید (A4؛ با هر مرورگر یا بی‌پنجره مانند خط آخر).", "Для PDF напечатайте эту страницу (A4; любым браузером или без окна, как в последней строке).";
    Version: "littoral", "littoral", "littoral";
    TheCase: "case", "پرونده", "дело";
    Figure: "figure of the earth", "بیضوی زمین", "фигура Земли";
    LevelOf: "level of the shore", "تراز ساحل", "уровень берега";
    Instruments: "instruments read", "اسناد خوانده‌شده", "прочитано документов";
    Kind: "kind", "نوع", "вид";
    Tolerance: "tolerance", "رواداری", "допуск";
    Terminus: "terminus rule", "قاعدهٔ نقطهٔ پایانی", "правило конца границы";
    MethodHow: "method", "روش", "метод";
    SameBytes: "Every distance is a geodesic on the figure of the earth above; areas are those of geodesic polygons. The same case, rule and parameters give the same bytes on any number of threads.", "هر فاصله ژئودزیکی بر بیضوی بالاست و مساحت‌ها از چندضلعی‌های ژئودزیک‌اند. همان پرونده، قاعده و پارامترها با هر شمار رشته همان بایت‌ها را می‌دهند.", "Каждое расстояние — геодезическая на указанной фигуре Земли; площади — геодезических многоугольников. Те же дело, правило и параметры дают те же байты при любом числе потоков.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A translation with another number of gaps would lose a number.
    #[test]
    fn every_phrase_has_the_same_gaps_in_every_language() {
        for word in Word::EVERY {
            let gaps = word.all().map(|text| text.matches("{}").count());
            assert!(gaps[0] == gaps[1] && gaps[1] == gaps[2], "{word:?}: {gaps:?}");
            assert!(word.all().iter().all(|t| !t.is_empty()), "{word:?}");
        }
    }
}
