"""The words of the hand-made pages: Chinese, English, Arabic. Published specimens only."""

from typing import NamedTuple

LANGUAGES = ("zh-CN", "en", "ar")


class Say(NamedTuple):
    """One text in the three languages."""

    zh: str
    en: str
    ar: str

    def __call__(self, language: str) -> str:
        return self[LANGUAGES.index(language)]


BRAND = Say("政务自助服务", "Government self-service", "الخدمة الذاتية الحكومية")
SITE = Say("龙华支行营业厅 · 3 号机", "Longhua branch, machine 3", "فرع لونغهوا · الجهاز 3")
OFFLINE = Say("离线", "Offline", "غير متصل")
STATIONS = (
    Say("告知", "Notice", "إشعار"),
    Say("刷证", "Card", "البطاقة"),
    Say("填写", "Answers", "الأسئلة"),
    Say("核对", "Check", "المراجعة"),
    Say("签名", "Sign", "التوقيع"),
    Say("凭条", "Receipt", "الإيصال"),
)
PROGRESS = (
    Say("本机已存", "Kept here", "محفوظ هنا"),
    Say("送达", "Delivered", "وصل"),
    Say("受理", "Taken in charge", "قُبل"),
    Say("办结", "Done", "أُنجز"),
)
SENDING = (Say("内容加密", "Seal", "تشفير"), Say("存入本机", "Keep here", "حفظ"), Say("送往中心", "Deliver", "إرسال"))
FINISH = Say("结束退出", "Finish", "إنهاء")
LANGUAGE = Say("语言 Language", "Language 语言", "اللغة 语言")
LOOK = Say("大字 · 语音", "Text and voice", "النص والصوت")
HELP = Say("呼叫工作人员", "Call for help", "طلب المساعدة")
BACK = Say("上一步", "Back", "السابق")
NEXT = Say("下一步", "Next", "التالي")
CONTINUE = Say("继续", "Continue", "متابعة")
ITEM = Say("异地就医备案", "Medical treatment in another region", "تسجيل العلاج الطبي خارج المنطقة")

ATTRACT_TITLE = Say("带上身份证，几分钟办好", "Bring your ID card, done in minutes", "أحضر بطاقة هويتك وأنجز في دقائق")
ATTRACT_TEXT = Say(
    "医保、社保、公积金、居住证等事项",
    "Medical insurance, social insurance, housing fund and more",
    "التأمين الطبي والاجتماعي وصندوق الإسكان وغيرها",
)
STEPS = (
    (
        "card",
        Say("放上身份证", "Lay your ID card", "ضع بطاقة الهوية"),
        Say("只在读卡时取用，用完即清", "Read once, cleared when you are done", "تُقرأ مرة وتُمحى عند الانتهاء"),
    ),
    (
        "list",
        Say("一次只答一个问题", "One question at a time", "سؤال واحد في كل مرة"),
        Say("证件上有的，不用再填", "What the card says you need not type", "ما في البطاقة لا تكتبه"),
    ),
    (
        "receipt",
        Say("取走凭条", "Take your receipt", "خذ إيصالك"),
        Say("凭编号随时查进度", "Its number lets you follow the matter", "تابع طلبك برقمه"),
    ),
)
START = Say("轻触屏幕开始", "Touch the screen to start", "المس الشاشة للبدء")
LARGE = Say("大字", "Large text", "نص كبير")
POSTER_HELP = Say(
    "需要帮忙？点右下角“呼叫工作人员”",
    "Need help? Press “Call for help” at the bottom",
    "تحتاج مساعدة؟ اضغط «طلب المساعدة» في الأسفل",
)

HOME_TITLE = Say("您想办什么？", "What would you like to do?", "ما الخدمة التي تريدها؟")
HOME_HOT = Say("本网点常办", "Often used here", "الأكثر طلبًا هنا")
HOME_MORE = Say("更多事项（第 2 页，共 2 页）", "More services (page 2 of 2)", "خدمات أخرى (صفحة 2 من 2)")
NO_NETWORK = Say("网络中断", "No network", "لا توجد شبكة")
NO_NETWORK_DETAIL = Say(
    "标有“离线可办”的事项照常办理，网络恢复后自动送达。",
    "Services marked “Works offline” go on as usual and are delivered when the network is back.",
    "الخدمات المتاحة دون اتصال تستمر كالمعتاد وتُرسل عند عودة الشبكة.",
)
MINUTES = Say("约 5 分钟", "About 5 min", "نحو 5 دقائق")
WORKS_OFFLINE = Say("离线可办", "Works offline", "متاح دون اتصال")
NEEDS_NETWORK = Say("需联网，暂不可办", "Needs the network, not possible now", "يتطلب شبكة، غير متاح الآن")
TILES = (
    (
        "si.contribution-proof",
        "shield",
        Say("社会保险参保证明打印", "Social insurance contribution certificate", "شهادة الاشتراك في التأمين الاجتماعي"),
    ),
    (
        "gjj.rent-withdrawal",
        "house",
        Say("住房公积金租房提取", "Housing fund withdrawal for rent", "سحب من صندوق الإسكان لدفع الإيجار"),
    ),
    (
        "re.property-search",
        "deed",
        Say("不动产登记信息查询", "Property registration search certificate", "شهادة بحث في سجل العقارات"),
    ),
    (
        "ps.no-criminal-record",
        "no_record",
        Say("无犯罪记录证明", "Certificate of no criminal record", "شهادة عدم وجود سوابق جنائية"),
    ),
    (
        "hh.residence-endorsement",
        "permit",
        Say("居住证签注", "Residence permit endorsement", "تجديد تأشيرة تصريح الإقامة"),
    ),
    (
        "tax.income-record",
        "tax",
        Say("个人所得税纳税记录开具", "Individual income tax record", "سجل ضريبة الدخل الفردية"),
    ),
    ("med.cross-region-filing", "medical", ITEM),
    (
        "welfare.elderly-allowance",
        "heart",
        Say("高龄老人津贴申请", "Elderly allowance application", "طلب بدل كبار السن"),
    ),
)

NEEDED = (
    (
        "list",
        Say("您需要带", "Bring", "أحضر معك"),
        Say(
            "身份证；社会保障卡（有就带上）",
            "ID card; social security card if you have it",
            "بطاقة الهوية؛ بطاقة الضمان إن وجدت",
        ),
    ),
    (
        "clock",
        Say("在这里要花的时间", "Time at the machine", "الوقت عند الجهاز"),
        Say("约 4 分钟，最多 8 个问题", "About 4 min; questions at most: 8", "نحو 4 دقائق؛ عدد الأسئلة: 8"),
    ),
    ("coin", Say("费用", "Fee", "الرسوم"), Say("免费", "Free", "مجانًا")),
    (
        "office",
        Say("由谁办理", "Who decides", "جهة البت"),
        Say("参保地医疗保障局", "Medical insurance office where you are insured", "مكتب التأمين الطبي في منطقتك"),
    ),
    (
        "phone",
        Say("多久有结果", "When", "موعد النتيجة"),
        Say("1 个工作日内，短信通知", "Within 1 working day, by text message", "خلال يوم عمل واحد برسالة نصية"),
    ),
    (
        "card",
        Say("怎样核对是您本人", "How we check that it is you", "كيف نتحقق من هويتك"),
        Say(
            "身份证和签名，办理部门再核对",
            "By your card and signature here; the office checks again",
            "بالبطاقة والتوقيع، ثم يراجع المكتب",
        ),
    ),
)
SUMMARY = Say(
    "在参保地以外看病前先备案，看病时直接结算。",
    "File before you see a doctor outside your insured region; the bill is then settled at once.",
    "سجّل قبل العلاج خارج منطقتك ليُسوّى الحساب مباشرة.",
)
PROMISE = Say(
    "身份证一直在您手边。办完或离开，本机不留您的信息。",
    "Your card stays with you. When you finish or leave, nothing of yours stays here.",
    "بطاقتك تبقى معك. عند الانتهاء لا يبقى شيء من بياناتك هنا.",
)
BEGIN = Say("开始办理", "Begin", "ابدأ")

NOTICE_TITLE = Say("我们会怎样使用您的信息", "How your personal information is used", "كيف تُستخدم بياناتك الشخصية")
NOTICE = (
    (
        Say("读取什么", "What is read", "ما الذي يُقرأ"),
        Say(
            "身份证上的姓名、号码、住址等文字。照片不上传。",
            "The text on your card: name, number, address and so on. The photo is not sent.",
            "نص البطاقة: الاسم والرقم والعنوان. لا تُرسل الصورة.",
        ),
    ),
    (
        Say("用来做什么", "What for", "لأي غرض"),
        Say(
            "核对是您本人，填写“异地就医备案”申请。",
            "To check that it is you and to fill in this application: Medical treatment in another region.",
            "للتحقق من هويتك وتعبئة هذا الطلب.",
        ),
    ),
    (
        Say("交给谁", "Who receives it", "من يتسلمها"),
        Say(
            "参保地医疗保障局，不给别人。",
            "Medical insurance office where you are insured, nobody else.",
            "مكتب التأمين الطبي، ولا أحد غيره.",
        ),
    ),
    (
        Say("存多久", "How long", "مدة الحفظ"),
        Say(
            "本机：加密存放，送达后 30 天内删除。办理部门：按档案规定保存。",
            "Here: sealed, deleted within 30 days of delivery. At the office: as the archive rules say.",
            "هنا: مشفرة وتُحذف خلال 30 يومًا. في المكتب: وفق قواعد الأرشيف.",
        ),
    ),
    (
        Say("您可以", "You can", "يمكنك"),
        Say(
            "提交前随时退出；凭编号查询、更正或撤回。",
            "Leave any time before you submit; ask, correct or withdraw with your number.",
            "المغادرة قبل الإرسال في أي وقت؛ الاستعلام والتصحيح والسحب بالرقم.",
        ),
    ),
)
NOTICE_NOTE = Say("这一项不用人脸识别。", "No face recognition is used here.", "لا يُستخدم التعرف على الوجه هنا.")
AGREE = Say("同意，继续", "Agree and continue", "موافقة ومتابعة")
DECLINE = Say("不同意，返回", "Do not agree", "عدم الموافقة")

LAY = Say("把身份证平放在读卡区", "Lay your ID card flat on the reader", "ضع بطاقة الهوية مسطحة على القارئ")
LAY_HOW = Say(
    "读卡区就在屏幕下方，亮着灯。放好后不要移动。",
    "The reader is below the screen, lit. Keep the card still.",
    "القارئ أسفل الشاشة ومضاء. لا تحرّك البطاقة.",
)
WAITING_CARD = Say("正在等待证件", "Waiting for a card", "في انتظار البطاقة")
LYING = Say("读卡区上有一张证件，先拿起来", "A card is lying here, lift it", "توجد بطاقة هنا، ارفعها")
CARD_FAILED = Say(
    "没有读出来。拿起来，再平放一次。",
    "The card could not be read. Lift it and lay it flat again.",
    "تعذرت القراءة. ارفع البطاقة وضعها مرة أخرى.",
)

PLACE = Say("第 2 题，共 8 题", "Question 2 of 8", "السؤال 2 من 8")
PHONE_QUESTION = Say("您的手机号码是多少？", "What is your mobile number?", "ما رقم هاتفك المحمول؟")
PHONE_HELP = Say(
    "办理结果会发短信到这个号码",
    "The result is sent to this number by text message",
    "تُرسل النتيجة برسالة إلى هذا الرقم",
)
PHONE_LABEL = Say("手机号码，11 位", "Mobile number, 11 digits", "رقم الهاتف، 11 رقمًا")
PHONE_ERROR = Say(
    "还差 2 位。手机号码一共 11 位", "2 digits are missing. A mobile number has 11", "ينقص رقمان. رقم الهاتف 11 رقمًا"
)
EXAMPLE = Say("例：138 0000 0000", "Example: 138 0000 0000", "مثال: 138 0000 0000")
CLEAR = Say("清空", "Clear", "مسح")
DELETE = Say("删除", "Delete", "حذف")
ID_QUESTION = Say("就医人的公民身份号码是多少？", "What is the patient’s ID number?", "ما رقم هوية المريض؟")
ID_LABEL = Say("公民身份号码，18 位", "ID number, 18 characters", "رقم الهوية، 18 خانة")
KIND_QUESTION = Say("您为什么要去外地看病？", "Why do you seek treatment elsewhere?", "لماذا تطلب العلاج في مكان آخر؟")
KIND_HELP = Say("选最接近的一项就可以", "Choose what fits best", "اختر الأقرب")
KINDS = (
    Say("长期在外地居住", "I live there for a long time", "إقامة طويلة هناك"),
    Say("临时外出，突然生病", "I fell ill while away for a short time", "مرض مفاجئ أثناء السفر"),
    Say(
        "由本地医院转去外地医院治疗",
        "My hospital refers me to a hospital there",
        "تحويل من المستشفى المحلي إلى مستشفى هناك",
    ),
    Say("异地工作", "I work there", "أعمل هناك"),
    Say("其他", "Another reason", "سبب آخر"),
)
REGION_QUESTION = Say("您去哪里看病？", "Where do you go for treatment?", "إلى أين تذهب للعلاج؟")
REGIONS = (
    Say("北京市", "Beijing", "بكين"),
    Say("天津市", "Tianjin", "تيانجين"),
    Say("内蒙古自治区", "Inner Mongolia", "منغوليا الداخلية"),
    Say("新疆维吾尔自治区", "Xinjiang Uygur Autonomous Region", "شينجيانغ"),
    Say("广东省", "Guangdong", "قوانغدونغ"),
    Say("广西壮族自治区", "Guangxi Zhuang Autonomous Region", "قوانغشي"),
    Say("四川省", "Sichuan", "سيتشوان"),
    Say("云南省", "Yunnan", "يونان"),
    Say("西藏自治区", "Tibet", "التبت"),
    Say("陕西省", "Shaanxi", "شنشي"),
    Say("甘肃省", "Gansu", "قانسو"),
    Say("香港特别行政区", "Hong Kong", "هونغ كونغ"),
)
PAGE_NEXT = Say("下一页", "Next page", "الصفحة التالية")
PAGE_BACK = Say("上一页", "Previous page", "الصفحة السابقة")
DATE_QUESTION = Say("从哪一天开始？", "From which day?", "من أي يوم؟")
DATE_CHOSEN = Say("2026年11月24日", "24 November 2026", "24 نوفمبر 2026")
DATE_LABEL = Say("开始日期", "Start", "تاريخ البدء")
WHEELS = (
    ("year", Say("年", "Year", "السنة"), "2026"),
    ("month", Say("月", "Month", "الشهر"), "11"),
    ("day", Say("日", "Day", "اليوم"), "24"),
)
LATER = Say("往后", "later", "لاحقًا")
EARLIER = Say("往前", "earlier", "سابقًا")

REVIEW_TITLE = Say(
    "核对一遍，错了就点“修改”", "Check this. Press “Change” where it is wrong", "راجع هذا. اضغط «تعديل» عند الخطأ"
)
REVIEW = (
    ("", Say("姓名", "Name", "الاسم"), Say("样本", "样本", "样本")),
    (
        "",
        Say("公民身份号码", "ID number", "رقم الهوية"),
        Say("110***********002X", "110***********002X", "110***********002X"),
    ),
    ("phone", Say("手机号码", "Mobile number", "رقم الهاتف"), Say("138****0000", "138****0000", "138****0000")),
    (
        "kind",
        Say("备案类型", "Kind of filing", "نوع التسجيل"),
        Say("由本地医院转去外地医院治疗", "My hospital refers me to a hospital there", "تحويل من المستشفى المحلي"),
    ),
    (
        "region",
        Say("就医地", "Place of treatment", "مكان العلاج"),
        Say("广东省 深圳市", "Shenzhen, Guangdong", "شنتشن، قوانغدونغ"),
    ),
    ("start", DATE_LABEL, DATE_CHOSEN),
)
FROM_CARD = Say("取自证件", "From the card", "من البطاقة")
EDIT = Say("修改", "Change", "تعديل")
MASKED = Say(
    "星号处是隐去的号码，免得旁人看到。",
    "Stars stand for hidden digits, so that nobody beside you reads them.",
    "النجوم بدل أرقام مخفية حتى لا يقرأها غيرك.",
)
TO_SIGN = Say("没有错，去签名", "All correct, sign", "كله صحيح، وقّع")

SIGN_TITLE = Say("签上您的名字", "Sign your name", "وقّع باسمك")
SIGN_MEANS = Say(
    "签名表示：我提交的内容真实，同意办理“异地就医备案”。",
    "Signing means: what I submit is true, and I apply for: Medical treatment in another region.",
    "التوقيع يعني: ما أقدمه صحيح وأطلب هذه الخدمة.",
)
SIGN_WHAT = Say("您在签什么", "What you sign", "على ماذا توقّع")
SIGN_WHAT_VALUE = Say(
    "异地就医备案 · 6 项内容", "Medical treatment in another region · entries: 6", "تسجيل العلاج · البنود: 6"
)
SIGN_WHO = Say("申请人", "Applicant", "مقدم الطلب")
SIGN_HINT = Say("用手指在框内签名", "Sign in the box with your finger", "وقّع بإصبعك داخل المربع")
SIGN_CLEAR = Say("清除重签", "Clear", "مسح")
SUBMIT = Say("确认提交", "Submit", "إرسال")

SUBMITTING = Say("正在提交", "Submitting", "جارٍ الإرسال")
SUBMITTING_TEXT = Say("稍等，通常不到 3 秒。", "One moment, usually less than 3 seconds.", "لحظة، أقل من 3 ثوانٍ عادة.")
KEPT = Say("您的申请已经存好了", "Your application is kept", "طلبك محفوظ")
KEPT_DETAIL = Say(
    "就算现在断网、断电，也不会丢。", "Not even a power cut loses it now.", "لن يضيع حتى مع انقطاع الكهرباء."
)
RECEIVED = Say("已经提交", "Submitted", "تم الإرسال")
RECEIVED_DETAIL = Say(
    "申请已送达中心，转交参保地医疗保障局。1 个工作日内办结。这不是最终结果。",
    "Delivered to the central service, for: medical insurance office. Within 1 working day. This is not the final result.",
    "وصل الطلب إلى المركز وسيُحال إلى مكتب التأمين الطبي. هذه ليست النتيجة النهائية.",
)
RECORDED = Say("已存入本机，还没送达", "Kept here, not yet delivered", "محفوظ هنا ولم يصل بعد")
RECORDED_DETAIL = Say(
    "申请已加密，网络恢复后自动送达，您不用再来。这不是最终结果。",
    "Sealed, and delivered by itself when the network is back. No need to come again. This is not the final result.",
    "الطلب مشفر ويُرسل تلقائيًا عند عودة الشبكة. هذه ليست النتيجة النهائية.",
)
PRINTED = Say(
    "凭条已打出，从下方出纸口取走",
    "Your receipt is printed. Take it from the slot below",
    "طُبع الإيصال. خذه من الفتحة في الأسفل",
)
PRINT_AGAIN = Say("再打一张", "Print again", "طباعة مرة أخرى")

OWED = Say(
    "14:32 在这里办的一件申请，还没有凭条。是您的吗？",
    "An application made here at 14:32 has no receipt. Is it yours?",
    "طلب قُدّم هنا عند 14:32 دون إيصال. هل هو لك؟",
)
OWED_TEXT = Say(
    "是您的，现在就能补打。凭条上没有姓名和证件号码。",
    "If it is yours, it can be printed now. It shows no name and no card number.",
    "إن كان لك فيمكن طباعته الآن. لا يظهر عليه اسم ولا رقم.",
)
MINE = Say("是我的，打印凭条", "Mine, print the receipt", "لي، اطبع الإيصال")
NOT_MINE = Say("不是我的", "Not mine", "ليس لي")
RATE = Say("您对这次服务满意吗？", "How was the service?", "كيف كانت الخدمة؟")
RATE_TEXT = Say(
    "不记姓名，办理人员看不到是谁评的。",
    "No name is kept; the office does not see who rated.",
    "لا يُحفظ اسم ولا يُعرف من قيّم.",
)
SCORES = (
    Say("非常不满意", "Very dissatisfied", "غير راضٍ إطلاقًا"),
    Say("不满意", "Dissatisfied", "غير راضٍ"),
    Say("基本满意", "Acceptable", "مقبول"),
    Say("满意", "Satisfied", "راضٍ"),
    Say("非常满意", "Very satisfied", "راضٍ جدًا"),
)
NOT_RATED = Say("这次不评价", "Not this time", "ليس هذه المرة")
TAKE_CARD = Say("取走您的身份证", "Take your ID card", "خذ بطاقة هويتك")
TAKE_PAPER = Say(
    "还有凭条，在屏幕下方的出纸口。",
    "And your receipt, in the slot below the screen.",
    "والإيصال في الفتحة أسفل الشاشة.",
)
CLEARED = Say(
    "您的信息已从本机清除", "Your information has been cleared from this machine", "مُحيت بياناتك من هذا الجهاز"
)
CLEARED_NEXT = Say("下一位，开始", "Next person, start", "التالي، ابدأ")

IDLE_SIGN = Say("您填的内容还在", "What you entered is still here", "ما أدخلته ما زال هنا")
IDLE_SIGN_DETAIL = Say("先替您遮住，免得旁人看到。", "Covered, so that nobody else reads it.", "مغطى حتى لا يقرأه أحد.")
IDLE = Say("您还在吗？", "Are you still there?", "هل ما زلت هنا؟")
IDLE_TEXT = Say(
    "时间到了就清除，本机不留您的信息。还剩 23 秒",
    "When time is up it is cleared; nothing of yours stays here. Seconds left: 23",
    "عند انتهاء الوقت يُمحى كل شيء. الثواني المتبقية: 23",
)
MORE_TIME = Say("我还需要时间", "I need more time", "أحتاج وقتًا أطول")
END = Say("结束，并清除我的信息", "Finish and clear my information", "إنهاء ومحو بياناتي")
VEIL_SIGN = Say("有人正在办理，请稍等", "Somebody is using this machine", "الجهاز قيد الاستخدام")
VEIL = Say("屏幕已遮住", "The screen is covered", "الشاشة مغطاة")
VEIL_TEXT = Say(
    "放上刚才那张身份证，就能接着办。", "Lay the same ID card again to go on.", "ضع البطاقة نفسها للمتابعة."
)
VEIL_LEFT = Say("42 秒后清除", "Cleared in (seconds): 42", "المحو بعد (ثوانٍ): 42")
VEIL_END = Say("不办了，马上清除", "Stop and clear now", "توقف وامحُ الآن")

CHOOSE_LANGUAGE = Say("选择语言", "Choose your language", "اختيار اللغة")
DONE = Say("好了", "Done", "تم")
LOOK_TITLE = Say("字号和颜色", "Text and colours", "النص والألوان")
LOOK_TEXT = Say(
    "选了马上生效，办完恢复原样。", "Takes effect at once and ends with your visit.", "يسري فورًا وينتهي مع زيارتك."
)
LOOKS = (
    ("size.normal", Say("标准字号", "Normal text", "نص عادي")),
    ("size.large", LARGE),
    ("theme.light", Say("浅色", "Light", "فاتح")),
    ("theme.dark", Say("深色", "Dark", "داكن")),
    ("theme.contrast", Say("高对比", "High contrast", "تباين عالٍ")),
    ("motion", Say("减少动画", "Less motion", "حركة أقل")),
)
LEAVE = Say("要结束吗？", "Finish now?", "هل تنهي الآن؟")
LEAVE_TEXT = Say(
    "还没有提交。结束后，您填的内容马上清除。",
    "Nothing has been submitted. If you finish, what you entered is cleared at once.",
    "لم يُرسل شيء. إن أنهيت يُمحى ما أدخلته فورًا.",
)
STAY = Say("接着办", "Go on", "متابعة")

OUT = Say("本机暂停服务", "Out of service", "الجهاز خارج الخدمة")
OUT_REASON = Say(
    "读卡器出了故障，已经报修", "The card reader has a fault and was reported", "قارئ البطاقات معطل وقد أُبلغ عنه"
)
OUT_TEXT = Say(
    "可以用附近的机器，或到窗口办理。",
    "A nearby machine or the counter can help.",
    "استخدم جهازًا قريبًا أو توجه إلى الشباك.",
)
OUT_KEPT = Say("已经提交的申请", "Applications already submitted", "الطلبات المرسلة")
OUT_KEPT_VALUE = Say(
    "都在，不受影响。有凭条编号就能查进度。",
    "All safe. Follow them by the number on the receipt.",
    "كلها محفوظة. تابعها برقم الإيصال.",
)
OUT_HOTLINE = Say("政务服务热线", "Government service hotline", "الخط الساخن للخدمات")
MOMENT = Say("稍等一下", "One moment", "لحظة واحدة")
MOMENT_TEXT = Say(
    "机器正在恢复，通常不到 15 秒。您填的内容还在。",
    "The machine is recovering, usually within 15 seconds. What you entered is still here.",
    "الجهاز يستعيد عمله خلال 15 ثانية عادة.",
)
UNKNOWN = Say("还不能确定是否存好", "Not known yet whether it is kept", "لم يُعرف بعد هل حُفظ")
UNKNOWN_WAIT = Say("先不要重新填写", "Do not enter it again", "لا تُدخله مرة أخرى")
UNKNOWN_TEXT = Say(
    "申请可能已经存好。记下编号，稍后到任一窗口凭它查询。",
    "The application may be kept. Note the number and ask with it later at any counter.",
    "ربما حُفظ الطلب. دوّن الرقم واسأل به لاحقًا.",
)
UNDERSTOOD = Say("知道了，结束", "Understood, finish", "فهمت، إنهاء")
REFERENCE = Say("凭条编号", "Receipt number", "رقم الإيصال")
