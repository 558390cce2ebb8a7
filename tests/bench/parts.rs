//! A catalogue of a million parts with the names that parts have, the same in every run.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use pitbox::domain::catalogue::{Bin, BinKind, CodeKind, Part};
use pitbox::domain::ids::{BinId, PartNo};
use pitbox::domain::qty::{Currency, Money, Qty, Unit};
use pitbox::store::catalogue::{CatalogueWriter, Code, FeedRow, Revisions};

use crate::now;

pub(crate) const PARTS: u64 = 1_000_000;
/// One part in this many is stocked.
const STOCKED: u64 = 100;
/// What parts are called: English and Chinese.
pub(crate) const THINGS: &str = "Oil filter/机油滤清器;Oil filter insert/机油滤芯;Air filter/空气滤清器;Cabin filter/空调滤清器;Fuel filter/燃油滤清器;\
Transmission filter/变速箱滤清器;Brake pad set/刹车片;Brake disc/刹车盘;Brake drum/制动鼓;Brake hose/制动软管;Brake caliper/制动卡钳;\
Brake master cylinder/制动总泵;Wear sensor/刹车片感应线;Handbrake cable/手刹拉线;Spark plug/火花塞;Glow plug/预热塞;Ignition coil/点火线圈;\
Injector/喷油器;Fuel pump/燃油泵;High pressure pump/高压油泵;Throttle body/节气门;Intake manifold/进气歧管;Exhaust manifold/排气歧管;\
Turbocharger/涡轮增压器;Intercooler/中冷器;Catalytic converter/三元催化器;Muffler/消声器;Lambda probe/氧传感器;Knock sensor/爆震传感器;\
Camshaft sensor/凸轮轴位置传感器;Crankshaft sensor/曲轴位置传感器;Wheel speed sensor/轮速传感器;Parking sensor/倒车雷达探头;Rain sensor/雨量传感器;\
Water pump/水泵;Thermostat/节温器;Radiator/水箱散热器;Radiator fan/散热风扇;Coolant hose/冷却水管;Expansion tank/膨胀水壶;Timing belt/正时皮带;\
Timing chain/正时链条;Belt tensioner/皮带张紧轮;Poly V-belt/多楔带;Alternator/发电机;Starter/起动机;Battery/蓄电池;Fuse/保险丝;Relay/继电器;\
Wiring harness/线束;Control unit/控制单元;Ignition switch/点火开关;Window regulator/玻璃升降器;Door lock/门锁;Door handle/车门拉手;Mirror glass/后视镜片;\
Mirror housing/后视镜外壳;Headlight/前大灯总成;Tail light/尾灯总成;Fog light/雾灯;Turn signal bulb/转向灯泡;Wiper blade/雨刮片;Wiper motor/雨刮电机;\
Washer pump/喷水电机;Windscreen/前挡风玻璃;Bumper cover/保险杠皮;Bumper bracket/保险杠支架;Grille/中网格栅;Bonnet/发动机盖;Bonnet strut/引擎盖撑杆;\
Wing/翼子板;Wheel arch liner/轮罩内衬;Undertray/发动机下护板;Sill trim/门槛饰条;Roof rail/车顶行李架;Sunroof motor/天窗电机;Seat cover/座椅套;\
Seat belt/安全带;Airbag/安全气囊;Steering wheel/方向盘;Steering rack/转向机;Tie rod end/横拉杆球头;Control arm/下摆臂;Control arm bush/摆臂衬套;\
Ball joint/球头;Stabiliser link/稳定杆连杆;Shock absorber/减震器;Coil spring/螺旋弹簧;Strut mount/减震器顶胶;Wheel bearing/轮毂轴承;Wheel hub/轮毂;\
Wheel bolt/车轮螺栓;Drive shaft/传动轴;CV boot/球笼防尘套;Clutch kit/离合器套件;Release bearing/分离轴承;Flywheel/飞轮;Gear lever/换挡杆;\
Engine mount/发动机支架胶垫;Gearbox mount/变速箱胶垫;Piston ring set/活塞环;Connecting rod/连杆;Crankshaft seal/曲轴油封;Cylinder head gasket/气缸垫;\
Valve cover gasket/气门室盖垫;Oil pan/油底壳;Oil pump/机油泵;Oil cooler/机油散热器;Drain plug/放油螺栓;Sealing ring/密封垫圈;Compressor/空调压缩机;\
Condenser/冷凝器;Evaporator/蒸发箱;Blower motor/鼓风机;Heater core/暖风水箱;Receiver drier/干燥瓶;Tyre valve/轮胎气门嘴;Hubcap/轮毂盖;Emblem/车标;\
Floor mat/脚垫;Clip/卡扣;Screw/螺钉;Hose clamp/喉箍;Hexagon bolt/六角螺栓;Flange nut/法兰螺母;Washer/平垫圈;Bracket/支架;Cable tie/扎带";

pub(crate) const PLACES: &str = "front/前;rear/后;left/左;right/右;front left/左前;front right/右前;rear left/左后;rear right/右后;upper/上;lower/下;\
inner/内;outer/外;centre/中间;complete/总成;repair kit/修理包;reinforced/加强型;sport/运动型;old type/旧款;new type/新款;with sensor/带传感器";

pub(crate) const CARS: &str = "Golf/高尔夫;Passat/帕萨特;Magotan/迈腾;Sagitar/速腾;Lavida/朗逸;Bora/宝来;Tiguan/途观;Tharu/途岳;Teramont/途昂;Polo/波罗;Jetta/捷达;\
Octavia/明锐;Superb/速派;Kodiaq/柯迪亚克;Audi A3/奥迪A3;Audi A4L/奥迪A4L;Audi A6L/奥迪A6L;Audi Q5/奥迪Q5;Corolla/卡罗拉;Levin/雷凌;Camry/凯美瑞;\
Avalon/亚洲龙;Highlander/汉兰达;RAV4/荣放;Prado/普拉多;Vios/威驰;Yaris/致炫;Sienna/赛那;Accord/雅阁;Civic/思域;Fit/飞度;City/锋范;CR-V/本田CRV;\
Odyssey/奥德赛;Vezel/缤智;Sylphy/轩逸;Teana/天籁;Qashqai/逍客;X-Trail/奇骏;Tiida/骐达;Focus/福克斯;Mondeo/蒙迪欧;Kuga/翼虎;Escort/福睿斯;Edge/锐界;\
Excelle/英朗;Regal/君威;LaCrosse/君越;Envision/昂科威;Cruze/科鲁兹;Malibu/迈锐宝;Equinox/探界者;Elantra/伊兰特;Tucson/途胜;Sonata/索纳塔;K3/起亚K3;\
Sportage/狮跑;BMW 3 Series/宝马3系;BMW 5 Series/宝马5系;BMW X3/宝马X3;C-Class/奔驰C级;E-Class/奔驰E级;GLC/奔驰GLC;XC60/沃尔沃XC60;S90/沃尔沃S90;\
Han EV/比亚迪汉;Song Plus/比亚迪宋;Qin/比亚迪秦;Haval H6/哈弗H6;Emgrand/帝豪;Boyue/博越;Eado/逸动;CS75/长安CS75;Tiggo 8/瑞虎8;Roewe RX5/荣威RX5;\
Wuling Hongguang/五菱宏光;Baojun 510/宝骏510;Trumpchi GS4/传祺GS4;Model 3/特斯拉;Outlander/欧蓝德;Forester/森林人;Mazda CX-5/马自达;Swift/雨燕;\
Vitara/维特拉;Peugeot 408/标致408;Citroën C5/雪铁龙C5;Megane/梅甘娜;Range Rover/路虎揽胜;Jaguar XF/捷豹XF;Cherokee/自由光;Wrangler/牧马人";

const MAKERS: [&str; 24] = [
    "Volkswagen",
    "Toyota",
    "BMW",
    "Honda",
    "Bosch",
    "MANN-FILTER",
    "MAHLE",
    "NGK",
    "Denso",
    "Valeo",
    "HELLA",
    "OSRAM",
    "SKF",
    "FAG",
    "Gates",
    "ContiTech",
    "Brembo",
    "ATE",
    "TRW",
    "SACHS",
    "LuK",
    "Febi",
    "Elring",
    "Würth",
];

/// A small generator of pseudo-random numbers (SplitMix64), so that every run has the same catalogue.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn pairs(list: &'static str) -> Vec<(&'static str, &'static str)> {
    list.split(';').filter_map(|pair| pair.split_once('/')).collect()
}

struct Words {
    things: Vec<(&'static str, &'static str)>,
    places: Vec<(&'static str, &'static str)>,
    cars: Vec<(&'static str, &'static str)>,
}

fn number(random: &mut Random, at: u64) -> String {
    let letters = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let letter = |random: &mut Random| char::from(random.of(letters));
    let digits = |random: &mut Random, count: u32| random.next() % 10u64.pow(count);
    match at % 6 {
        0 => {
            format!("{}{}{:04}{:03}{}", digits(random, 1), letter(random), digits(random, 4), at % 1000, letter(random))
        }
        1 => format!("{:05}-{:05}", digits(random, 5), at % 100_000),
        2 => format!("{:04}{:07}", digits(random, 4), at),
        3 => format!("0986{}{:06}", letter(random), at % 1_000_000),
        4 => format!("{}{} {:06}/{}", letter(random), letter(random), at, digits(random, 1)),
        _ => format!("{}{:02}{}{:06}", letter(random), digits(random, 2), letter(random), at),
    }
}

fn part(words: &Words, random: &mut Random, at: u64) -> Part {
    let (thing, place, car) = (random.of(&words.things), random.of(&words.places), random.of(&words.cars));
    let litres = random.of(&["1.2", "1.4", "1.5", "1.6", "1.8", "2.0", "2.5", "3.0"]);
    let (size, width) = (random.below(900) + 10, random.below(90) + 4);
    let from = 2005 + random.below(18);
    let (en, zh) = match at % 3 {
        0 => (
            format!("{}, {}, {} {litres}", thing.0, place.0, car.0),
            format!("{} {} {}{litres}", thing.1, place.1, car.1),
        ),
        1 => (format!("{} {size} x {width} {}", thing.0, car.0), format!("{}{} {size}×{width}", place.1, thing.1)),
        _ => (format!("{} {} from {from}", thing.0, car.0), format!("{}{} {from}年起", car.1, thing.1)),
    };
    let currency = Currency::new("CNY");
    let price = currency.map(|currency| Money { minor: 100 + i64::from(at as u32 % 90_000), currency });
    let number = format!("{}-{at}", number(random, at));
    Part {
        number: PartNo::new(&number).expect("a part number"),
        name_en: en,
        name_zh: zh,
        unit: Unit::Piece,
        pack: Qty::ONE,
        maker: random.of(&MAKERS).to_owned(),
        home_bin: at.is_multiple_of(STOCKED).then(|| BinId::new("A-01-1").expect("a bin")),
        cost: price,
        price,
        superseded_by: None,
        inspected: false,
    }
}

/// Hands over all parts in the order in which a feed has them.
pub(crate) fn each(mut take: impl FnMut(u64, Part)) {
    let words = Words { things: pairs(THINGS), places: pairs(PLACES), cars: pairs(CARS) };
    let mut random = Random(4711);
    for at in 0..PARTS {
        take(at, part(&words, &mut random, at));
    }
}

/// The code on the box of the part with this number in the feed.
pub(crate) fn gtin(at: u64) -> String {
    format!("0{:013}", 4_000_000_000_000 + at * 10)
}

fn bin(id: &str, kind: BinKind, walk: u32) -> FeedRow {
    FeedRow::Bin(Bin { id: BinId::new(id).expect("a bin"), zone: "A".to_owned(), kind, walk })
}

/// Makes the catalogue in a folder, and says how it goes.
pub(crate) fn load(folder: &Path) {
    let mut writer = CatalogueWriter::open(folder, Revisions::None).expect("a writer");
    let start = now();
    let mut load = writer.load().expect("a load begins");
    load.add(&[bin("GOODS-IN", BinKind::GoodsIn, 0), bin("A-01-1", BinKind::Shelf, 1)]).expect("bins are staged");
    each(|at, part| {
        let code = Code { kind: CodeKind::Gtin, code: gtin(at), part: part.number.clone(), qty: Qty::ONE };
        load.add(&[FeedRow::Part(part), FeedRow::Code(code)]).expect("rows are staged");
    });
    println!("load {:>8.1} s  staged {} rows", start.elapsed().as_secs_f64(), load.staged());
    let mut phase = None;
    let mut longest = (Duration::ZERO, now());
    load.finish(&mut |progress| {
        if phase != Some(progress.phase) {
            println!("load {:>8.1} s  {:?}", start.elapsed().as_secs_f64(), progress.phase);
            phase = Some(progress.phase);
        }
        longest = (longest.0.max(longest.1.elapsed()), now());
        ControlFlow::Continue(())
    })
    .expect("the load ends");
    let (took, longest) = (start.elapsed().as_secs_f64(), longest.0.as_secs_f64());
    println!("load {took:>8.1} s  done; longest silence {longest:.1} s");
    while writer.tidy().expect("tidied") {}
}
