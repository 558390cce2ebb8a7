//! Screens of an ordinary day, in both languages.

use crate::station::view::screen::*;

/// The languages of the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Words {
    English,
    Chinese,
}

impl Words {
    fn of(self, english: &str, chinese: &str) -> String {
        match self {
            Words::English => english.to_owned(),
            Words::Chinese => chinese.to_owned(),
        }
    }
}

/// Every sample with its name.
pub(super) fn all(words: Words) -> Vec<(&'static str, Screen)> {
    vec![
        ("welcome", welcome(words)),
        ("home", home(words)),
        ("job", job(words)),
        ("part", part(words)),
        ("question", question(words)),
        ("search", search(words)),
        ("stop", stop(words)),
        ("unknown", unknown(words)),
    ]
}

fn screen(words: Words, title: String, blocks: Vec<Block>) -> Screen {
    Screen {
        header: Header {
            station: words.of("Bay 3", "3号工位"),
            person: Some(words.of("Li Wei", "李伟")),
            clock: "14:02".to_owned(),
            marks: vec![
                Mark { tone: Tone::Attention, text: words.of("offline, 3 waiting to send", "断网，3 条待发送") },
                Mark { tone: Tone::Bad, text: words.of("printer: no paper", "打印机缺纸") },
                Mark { tone: Tone::Plain, text: words.of("practice", "练习") },
            ],
        },
        title,
        blocks,
        keys: vec![
            hint("F1", words.of("Help", "帮助")),
            hint("F2", words.of("Jobs", "工单")),
            hint("F3", words.of("Find part", "查配件")),
            hint("F4", words.of("Undo", "撤销")),
            hint("F5", words.of("Pause", "暂停")),
            hint("F6", words.of("Finish", "完工")),
            hint("F10", words.of("Log off", "退出登录")),
            hint("F12", words.of("More", "更多")),
        ],
        ..Screen::default()
    }
}

fn hint(key: &str, label: String) -> KeyHint {
    KeyHint { key: key.to_owned(), label }
}

fn fact(label: String, value: String) -> Fact {
    Fact { label, value, tone: Tone::Plain }
}

fn column(title: String, width: Width, right: bool, drop: u8) -> Column {
    Column { title, width, right, drop }
}

fn row(sign: Sign, cells: &[String]) -> Row {
    Row { sign, cells: cells.to_vec() }
}

fn welcome(words: Words) -> Screen {
    let mut screen = screen(
        words,
        String::new(),
        vec![Block::Banner {
            tone: Tone::Plain,
            lines: vec![
                words.of("Scan your badge", "请刷工牌"),
                words.of("or scan a part to see where it is", "或扫描配件查看库存"),
            ],
        }],
    );
    screen.header.person = None;
    screen.header.marks = vec![Mark { tone: Tone::Good, text: words.of("all sent", "已全部发送") }];
    screen
}

fn home(words: Words) -> Screen {
    let columns = vec![
        column(words.of("Job", "工单"), Width::Fixed(6), false, 0),
        column(words.of("Vehicle", "车辆"), Width::Share(2), false, 0),
        column(words.of("Operation", "维修项目"), Width::Share(3), false, 1),
        column(words.of("Promised", "约定交车"), Width::Fixed(8), true, 2),
    ];
    let rows = vec![
        row(
            Sign::Running,
            &[
                "4711".into(),
                words.of("Toyota Camry", "丰田凯美瑞"),
                words.of("Front brake pads", "更换前制动片"),
                "15:30".into(),
            ],
        ),
        row(
            Sign::Waiting,
            &[
                "4702".into(),
                words.of("VW Passat", "大众帕萨特"),
                words.of("Timing belt: waiting for parts", "正时皮带 待料"),
                "17:00".into(),
            ],
        ),
        row(
            Sign::Open,
            &["4719".into(), words.of("BYD Han", "比亚迪汉"), words.of("First service", "首保"), "17:30".into()],
        ),
    ];
    let table =
        Table { title: words.of("My jobs", "我的工单"), columns, rows, selected: Some(0), empty: String::new() };
    let mut screen = screen(words, words.of("Good afternoon, Li Wei", "李伟，下午好"), vec![Block::Table(table)]);
    screen.notice = Some(Notice {
        sign: Sign::Info,
        tone: Tone::Plain,
        headline: words.of("Scan a job to start", "扫描工单开工"),
        details: vec![],
    });
    screen
}

fn lines_of_job(words: Words) -> Table {
    let columns = vec![
        column(words.of("Part", "配件号"), Width::Fixed(13), false, 0),
        column(words.of("Name", "名称"), Width::Share(1), false, 1),
        column(words.of("Bin", "货位"), Width::Fixed(8), false, 3),
        column(words.of("Done", "已领"), Width::Fixed(5), true, 0),
        column(words.of("Need", "需求"), Width::Fixed(5), true, 2),
    ];
    let lines = [
        (Sign::Done, "04465-0K290", "Brake pad set, front", "前制动片组件", "A-03-2", "1", "1"),
        (Sign::Done, "90915-YZZD3", "Oil filter", "机油滤清器", "B-01-1", "1", "1"),
        (Sign::Partly, "08880-83264", "Engine oil 5W-30", "机油 5W-30", "DRUM-1", "2.5", "4.5"),
        (Sign::Open, "17801-0H080", "Air filter element", "空气滤芯", "B-02-4", "0", "1"),
        (Sign::Open, "87139-YZZ08", "Cabin air filter, activated carbon", "空调滤芯（活性炭）", "B-02-5", "0", "1"),
        (Sign::Wrong, "90430-12031", "Gasket", "垫片", "C-11-9", "0", "2"),
    ];
    let rows = lines
        .iter()
        .map(|(sign, part, english, chinese, bin, done, need)| {
            let name = words.of(english, chinese);
            row(*sign, &[(*part).into(), name, (*bin).into(), (*done).into(), (*need).into()])
        })
        .collect();
    Table { title: words.of("Parts", "配件"), columns, rows, selected: Some(2), empty: String::new() }
}

fn operations(words: Words) -> Table {
    let columns = vec![
        column(words.of("Operation", "维修项目"), Width::Share(1), false, 0),
        column(words.of("Who", "技师"), Width::Fixed(8), false, 2),
        column(words.of("Min", "分钟"), Width::Fixed(5), true, 1),
    ];
    let rows = vec![
        row(Sign::Running, &[words.of("Front brake pads", "更换前制动片"), words.of("Li Wei", "李伟"), "38".into()]),
        row(Sign::Open, &[words.of("Oil and filter", "更换机油机滤"), words.of("Li Wei", "李伟"), "0".into()]),
        row(Sign::Waiting, &[words.of("Wheel alignment", "四轮定位"), words.of("Zhang", "张强"), "0".into()]),
    ];
    Table { title: words.of("Operations", "维修项目"), columns, rows, selected: None, empty: String::new() }
}

fn job(words: Words) -> Screen {
    let facts = vec![
        fact(words.of("Vehicle", "车辆"), words.of("Toyota Camry 2019", "丰田凯美瑞 2019")),
        fact(words.of("Plate", "车牌"), "沪A·12345".into()),
        fact("VIN".into(), "…H2BU1234567".into()),
        fact(words.of("Odometer", "里程"), "83 412 km".into()),
        fact(words.of("Advisor", "服务顾问"), words.of("Chen Jie", "陈洁")),
        Fact { label: words.of("Promised", "约定交车"), value: "15:30".into(), tone: Tone::Attention },
    ];
    let blocks = vec![Block::Facts(facts), Block::Table(lines_of_job(words)), Block::Table(operations(words))];
    let mut screen = screen(words, words.of("Job 4711", "工单 4711"), blocks);
    screen.notice = Some(Notice {
        sign: Sign::Saved,
        tone: Tone::Good,
        headline: words.of("Saved: 1 x Oil filter to job 4711", "已保存：机油滤清器 1 件 出库到工单 4711"),
        details: vec![words.of("Customer pays. 6 left in B-01-1.", "客付。货位 B-01-1 余 6 件。")],
    });
    screen
}

fn part(words: Words) -> Screen {
    let facts = vec![
        fact(words.of("Number", "配件号"), "04465-0K290".into()),
        fact(words.of("Maker", "品牌"), "Toyota".into()),
        fact(words.of("On hand", "库存数"), "6".into()),
        fact(words.of("Allocated", "已占用"), "4".into()),
        Fact { label: words.of("Available", "可用数"), value: "2".into(), tone: Tone::Good },
        Fact { label: words.of("Reorder point", "订货点"), value: "4".into(), tone: Tone::Attention },
        fact(
            words.of("Fits", "适用"),
            words.of(
                "Camry ACV40 2006-2011, Camry ASV50 2011-2017, Avalon GSX40 2013-2018, Lexus ES250",
                "凯美瑞 ACV40 2006-2011、凯美瑞 ASV50 2011-2017、亚洲龙 GSX40 2013-2018、雷克萨斯 ES250",
            ),
        ),
    ];
    let columns = vec![
        column(words.of("Bin", "货位"), Width::Fixed(10), false, 0),
        column(words.of("Condition", "成色"), Width::Share(1), false, 1),
        column(words.of("Quantity", "数量"), Width::Fixed(8), true, 0),
    ];
    let rows = (1..=12)
        .map(|n| {
            let condition = if n == 3 { words.of("opened", "拆封") } else { words.of("new", "新件") };
            row(Sign::None, &[format!("A-{n:02}-2"), condition, format!("{}", 13 - n)])
        })
        .collect();
    let bins =
        Table {
            title: words.of("Where it is", "所在货位"), columns, rows, selected: Some(8), empty: String::new()
        };
    let text = Block::Text {
        tone: Tone::Attention,
        lines: vec![
            words.of("Superseded by 04465-0K370. Old stock goes first.", "已被 04465-0K370 替换，先用旧库存。"),
        ],
    };
    screen(words, words.of("Brake pad set, front", "前制动片组件"), vec![Block::Facts(facts), text, Block::Table(bins)])
}

fn question(words: Words) -> Screen {
    let mut screen = job(words);
    screen.question = Some(Question {
        tone: Tone::Attention,
        headline: words.of("Who pays for the gasket?", "垫片由谁付费？"),
        details: vec![
            words.of("90430-12031 is not on the list of job 4711.", "90430-12031 不在工单 4711 的领料单上。"),
        ],
        answers: vec![
            hint("1", words.of("Customer", "客付")),
            hint("2", words.of("Warranty", "保修")),
            hint("3", words.of("Internal", "内部")),
            hint("4", words.of("Insurance", "保险")),
            hint("Esc", words.of("Leave it out", "不出库")),
        ],
    });
    screen
}

fn search(words: Words) -> Screen {
    let mut bins = lines_of_job(words);
    bins.title = words.of("Found", "查找结果");
    bins.rows = (0..40).map(|n| bins.rows[n % 6].clone()).collect();
    bins.selected = Some(17);
    let mut screen = screen(words, words.of("Find a part", "查配件"), vec![Block::Table(bins)]);
    screen.typed =
        Some(Typed { label: words.of("Pinyin, name or number", "拼音、名称或配件号"), text: "jylq".into() });
    screen
}

fn stop(words: Words) -> Screen {
    let mut screen = job(words);
    screen.stop = Some(Stop {
        headline: words.of("NOTHING CAN BE RECORDED", "无法记录任何操作"),
        details: vec![
            words.of("The memory card is full.", "存储卡已满。"),
            words.of("What was saved before is safe. Write down what you do.", "此前保存的内容安全。请先用纸笔记录。"),
            words.of("Call the foreman.", "请联系车间主管。"),
        ],
    });
    screen
}

fn unknown(words: Words) -> Screen {
    let text = Block::Text {
        tone: Tone::Plain,
        lines: vec![
            words.of("This code is not known here:", "本站不认识此条码："),
            "]C1\u{1d}0109501101530003\u{1b}[2J10AB-123".into(),
            words.of("Someone with the right can teach it with F7.", "有权限的人员可按 F7 教它。"),
        ],
    };
    let mut screen = screen(words, words.of("Unknown code", "未知条码"), vec![text]);
    screen.notice = Some(Notice {
        sign: Sign::Wrong,
        tone: Tone::Bad,
        headline: words.of("NOT SAVED: unknown code", "未保存：未知条码"),
        details: vec![words.of("Job 4711 stays open, nothing is lost.", "工单 4711 保持打开，没有丢失任何内容。")],
    });
    screen
}
