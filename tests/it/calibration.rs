//! Scanners set to the keyboard layouts of Europe, read by the key decoder of a kiosk, calibrated with the printed sheet.

use pitbox::identify::calibration::sheet::{LINES, WHOLE, fields};
use pitbox::identify::calibration::{Advice, Calibration, Control, Keyboard, Learner, Learnt, Progress};
use pitbox::label::{Bitmap, Data, Dpi, builtin, render};
use pitbox_hw::proto::evdev_us::{Decoder, GsMode, KeyScan};
use rxing::common::GlobalHistogramBinarizer;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource, MultiFormatReader, Reader};

/// A layout: what each key gives without and with Shift, key by key from the left and the top as in [`CODES`], and with
/// AltGr (`2@`: on the key that has 2 in the US). Characters of no interest may be anything that is not ASCII.
struct Layout {
    name: &'static str,
    keyboard: Keyboard,
    plain: &'static str,
    shift: &'static str,
    altgr: &'static str,
    /// Come only with a space behind.
    dead: &'static str,
    /// ASCII that cannot be typed.
    missing: &'static str,
}

/// The keys in rows, the one between left Shift and Z before the last row. The keys of `KEYS` in the same order.
const CODES: [std::ops::RangeInclusive<u16>; 6] = [41..=41, 2..=13, 16..=27, 30..=40, 43..=43, 86..=86];
const KEYS: &str = "`1234567890-=qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./";

const fn layout(name: &'static str, keyboard: Keyboard, keys: [&'static str; 5]) -> Layout {
    let [plain, shift, altgr, dead, missing] = keys;
    Layout { name, keyboard, plain, shift, altgr, dead, missing }
}

use Keyboard::{Azerty, Qwerty, Qwertz, Us};

#[rustfmt::skip]
const LAYOUTS: [Layout; 18] = [
    layout("US", Us, ["`1234567890-=qwertyuiop[]asdfghjkl;'\\·zxcvbnm,./", "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|·ZXCVBNM<>?", "", "", ""]),
    layout("US international", Qwerty, ["`1234567890-=qwertyuiop[]asdfghjkl;'\\·zxcvbnm,./", "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|·ZXCVBNM<>?", "", "`'\"^~", ""]),
    layout("British", Qwerty, ["`1234567890-=qwertyuiop[]asdfghjkl;'#\\zxcvbnm,./", "¬!\"£$%^&*()_+QWERTYUIOP{}ASDFGHJKL:@~|ZXCVBNM<>?", "", "", ""]),
    layout("German", Qwertz, ["^1234567890ß´qwertzuiopü+asdfghjklöä#<yxcvbnm,.-", "°!\"§$%&/()=?`QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_", "q@7{8[9]0}-\\]~<|", "^´`", ""]),
    layout("Swiss", Qwertz, ["§1234567890'^qwertzuiopü¨asdfghjklöä$<yxcvbnm,.-", "°+\"*ç%&/()=?`QWERTZUIOPè!ASDFGHJKLéà£>YXCVBNM;:_", "2@3#7|=~[[]]'{\\}<\\", "^`¨~", ""]),
    layout("French", Azerty, ["²&é\"'(-è_çà)=azertyuiop^$qsdfghjklmù*<wxcvbn,;:!", "·1234567890°+AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§", "2~3#4{5[6|7`8\\0@-]=}", "^¨~`", ""]),
    layout("Belgian", Azerty, ["²&é\"'(§è!çà)-azertyuiop^$qsdfghjklmùµ<wxcvbn,;:=", "³1234567890°_AZERTYUIOP¨*QSDFGHJKLM%£>WXCVBN?./+", "1|2@3#9{0}[[]]\\`<\\/~", "^¨`~", ""]),
    layout("Spanish", Qwerty, ["º1234567890'¡qwertyuiop`+asdfghjklñ´ç<zxcvbnm,.-", "ª!\"·$%&/()=?¿QWERTYUIOP^*ASDFGHJKLÑ¨Ç>ZXCVBNM;:_", "`\\1|2@3#4~[[]]'{\\}", "`^´¨~", ""]),
    layout("Italian", Qwerty, ["\\1234567890'ìqwertyuiopè+asdfghjklòàù<zxcvbnm,.-", "|!\"£$%&/()=?^QWERTYUIOPé*ASDFGHJKLç°§>ZXCVBNM;:_", "[[]];@'#", "", "`{}~"]),
    layout("Portuguese", Qwerty, ["\\1234567890'«qwertyuiop+´asdfghjklçº~<zxcvbnm,.-", "|!\"#$%&/()=?»QWERTYUIOP*`ASDFGHJKLÇª^>ZXCVBNM;:_", "2@7{8[9]0}", "´`~^", ""]),
    layout("Danish", Qwerty, ["½1234567890+´qwertyuiopå¨asdfghjklæø'<zxcvbnm,.-", "§!\"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÆØ*>ZXCVBNM;:_", "2@4$7{8[9]0}=|]~<\\", "´`¨^~", ""]),
    layout("Norwegian", Qwerty, ["|1234567890+\\qwertyuiopå¨asdfghjkløæ'<zxcvbnm,.-", "§!\"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLØÆ*>ZXCVBNM;:_", "2@4$7{8[9]0}]~", "`¨^~", ""]),
    layout("Swedish, Finnish", Qwerty, ["§1234567890+´qwertyuiopå¨asdfghjklöä'<zxcvbnm,.-", "½!\"#¤%&/()=?`QWERTYUIOPÅ^ASDFGHJKLÖÄ*>ZXCVBNM;:_", "2@4$7{8[9]0}-\\]~<|", "´`¨^~", ""]),
    layout("Dutch", Qwerty, ["@1234567890/°qwertyuiop¨*asdfghjkl+´<]zxcvbnm,.-", "§!\"#$%&_()'?~QWERTYUIOP^|ASDFGHJKL±`>[ZXCVBNM;:=", "8{9}-\\", "¨^~´`", ""]),
    layout("Polish programmers'", Qwerty, ["`1234567890-=qwertyuiop[]asdfghjkl;'\\\\zxcvbnm,./", "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"||ZXCVBNM<>?", "", "~", ""]),
    layout("Czech", Qwertz, [";+ěščřžýáíé=´qwertzuiopú)asdfghjklů§¨\\yxcvbnm,.-", "°1234567890%ˇQWERTZUIOP/(ASDFGHJKL\"!'|YXCVBNM?:_", "1~3^7`q\\w|f[g]b{n}v@x#c&,<.>/*;$", "´ˇ^`", ""]),
    layout("Hungarian", Qwertz, ["0123456789öüóqwertzuiopőúasdfghjkléáűíyxcvbnm,.-", "§'\"+!%/=()ÖÜÓQWERTZUIOPŐÚASDFGHJKLÉÁŰÍYXCVBNM?:_", "1~3^7`q\\w|f[g];$<<z>x#c&v@b{n},;/*", "^`", ""]),
    layout("Turkish", Qwerty, ["\"1234567890*-qwertyuıopğüasdfghjklşi,<zxcvbnmöç.", "é!'^+%&/()=?_QWERTYUIOPĞÜASDFGHJKLŞİ;>ZXCVBNMÖÇ:", "3#4$7{8[9]0}-\\=|q@]~\\`", "^¨~´`", ""]),
];

/// How a scanner sends GS, RS and EOT.
#[derive(Clone, Copy)]
enum Separators {
    Ctrl,
    AltCode,
    Keys([u16; 3]),
    Nothing,
}

const SHIFT: u16 = 42;
const ALTGR: u16 = 100;

struct Scanner<'a> {
    layout: &'a Layout,
    separators: Separators,
    kiosk: Decoder,
    ms: u64,
}

impl<'a> Scanner<'a> {
    fn new(layout: &'a Layout, separators: Separators) -> Self {
        Self { layout, separators, kiosk: Decoder::new(GsMode::Named, false, 1000), ms: 1 }
    }

    /// What the kiosk has of a scan.
    fn scan(&mut self, text: &str) -> String {
        for letter in text.chars() {
            match letter {
                '\u{1d}' => self.separator(0, 27, [82, 80, 73]),
                '\u{1e}' => self.separator(1, 7, [82, 81, 82]),
                '\u{4}' => self.separator(2, 32, [82, 82, 75]),
                letter if letter.is_control() => {}
                letter => self.letter(letter),
            }
        }
        match self.stroke(&[], 28) {
            Some(KeyScan::Scan(bytes)) => String::from_utf8(bytes).expect("text"),
            other => panic!("{other:?} from {text:?}, {}", self.layout.name),
        }
    }

    fn separator(&mut self, nth: usize, ctrl: u16, digits: [u16; 3]) {
        match self.separators {
            Separators::Ctrl => _ = self.stroke(&[29], ctrl),
            Separators::Keys(keys) => _ = self.stroke(&[], keys[nth]),
            Separators::Nothing => {}
            Separators::AltCode => {
                self.event(56, 1);
                digits.iter().for_each(|digit| _ = self.stroke(&[], *digit));
                self.event(56, 0);
            }
        }
    }

    /// Presses the keys that have this character; a character that no key has is left out.
    fn letter(&mut self, letter: char) {
        let codes: Vec<u16> = CODES.into_iter().flatten().chain(44..=53).collect();
        let row = |row: &str, wanted: char| row.chars().position(|it| it == wanted).map(|at| codes[at]);
        let altgr = || {
            let pairs: Vec<char> = self.layout.altgr.chars().collect();
            let (key, _) = pairs.chunks(2).map(|pair| (pair[0], pair[1])).find(|(_, it)| *it == letter)?;
            row(KEYS, key)
        };
        let found = match letter {
            ' ' => Some((vec![], 57)),
            _ => row(self.layout.plain, letter)
                .map(|code| (vec![], code))
                .or_else(|| row(self.layout.shift, letter).map(|code| (vec![SHIFT], code)))
                .or_else(|| altgr().map(|code| (vec![ALTGR], code))),
        };
        if let Some((held, code)) = found {
            self.stroke(&held, code);
            if self.layout.dead.contains(letter) {
                self.stroke(&[], 57);
            }
        }
    }

    fn stroke(&mut self, held: &[u16], code: u16) -> Option<KeyScan> {
        held.iter().for_each(|key| _ = self.event(*key, 1));
        let scan = self.event(code, 1);
        self.event(code, 0);
        held.iter().for_each(|key| _ = self.event(*key, 0));
        scan
    }

    fn event(&mut self, code: u16, value: i32) -> Option<KeyScan> {
        let mut found = None;
        self.ms += 1;
        self.kiosk.key(self.ms, code, value, |scan| found = Some(scan));
        found
    }
}

fn learn(scanner: &mut Scanner<'_>, aim: &str) -> Learnt {
    let observed = scanner.scan(&format!("{aim}{}", WHOLE.text()));
    match Learner::new().add(&observed) {
        Ok(Progress::Done(learnt)) => learnt,
        other => panic!("{}: {other:?} from {observed:?}", scanner.layout.name),
    }
}

const TEXTS: [&str; 8] = [
    "]E04012345678901",
    "]C10104012345678901\u{1d}10LOT-7/Z\u{1d}21aQyW_m",
    "]d2010401234567890121%&*+!\"(),.:;<=>?-_/\u{1d}37002",
    ".P04E115561H.N25.LQ-7AZ0Y",
    "]A0*1M8GDM9AXKP042788*",
    "[)>\u{1e}06\u{1d}12PGTL3\u{1d}P04E115561HZY\u{1d}7Q12PCE\u{1e}\u{4}",
    "W 712/94 (Motor)",
    "https://id.gs1.org/01/04012345678901/10/A-m?17=271231&21=iI",
];

#[track_caller]
fn check(layout: &Layout, separators: Separators) {
    let mut scanner = Scanner::new(layout, separators);
    let Learnt { calibration, advice } = learn(&mut scanner, "]d1");
    let missing = (!layout.missing.is_empty()).then(|| Advice::SetUsLayout { characters: layout.missing.into() });
    let lost = matches!(separators, Separators::Nothing)
        .then(|| Advice::ControlCharactersLost { which: vec![Control::Gs, Control::Rs, Control::Eot] });
    assert_eq!(advice, missing.into_iter().chain(lost).collect::<Vec<_>>(), "{}", layout.name);
    assert_eq!((calibration.keyboard(), calibration.aim), (layout.keyboard, true), "{}", layout.name);
    let saved = Calibration::from_text(&calibration.to_text()).expect("saved");
    let printable: String = (' '..='~').filter(|letter| !layout.missing.contains(*letter)).collect();
    for text in TEXTS.into_iter().chain([format!("A{printable}").as_str()]) {
        if lost_in(text, separators) {
            continue;
        }
        let observed = scanner.scan(text);
        assert_eq!(saved.apply(&observed).as_deref(), Ok(text), "{}: {observed:?}", layout.name);
    }
}

fn lost_in(text: &str, separators: Separators) -> bool {
    matches!(separators, Separators::Nothing) && text.contains(char::is_control)
}

#[test]
fn layouts_of_europe_are_put_right() {
    let function_keys = Separators::Keys([88, 67, 66]);
    let arrows = Separators::Keys([108, 105, 106]);
    for layout in &LAYOUTS {
        assert_eq!(layout.plain.chars().count(), KEYS.chars().count(), "{}", layout.name);
        assert_eq!(layout.shift.chars().count(), KEYS.chars().count(), "{}", layout.name);
        for separators in [Separators::Ctrl, Separators::AltCode, function_keys, arrows, Separators::Nothing] {
            check(layout, separators);
        }
    }
}

#[test]
fn the_usual_garbling_is_what_is_repaired() {
    // Without calibration a French scanner makes another part number of this one.
    let mut scanner = Scanner::new(&LAYOUTS[5], Separators::Ctrl);
    assert_eq!(scanner.scan("AQW-1Z"), "QAZ6!W");
    let mut scanner = Scanner::new(&LAYOUTS[3], Separators::Ctrl);
    assert_eq!(scanner.scan("YZ-/"), "ZY/&");
}

#[test]
fn line_scanners_learn_from_the_line_symbols() {
    for layout in &LAYOUTS {
        let mut scanner = Scanner::new(layout, Separators::Ctrl);
        let mut learner = Learner::new();
        let scans: Vec<String> = LINES.iter().map(|page| scanner.scan(&format!("]C0{}", page.text()))).collect();
        let steps: Vec<_> = scans.iter().map(|scan| learner.add(scan)).collect();
        let Some(Ok(Progress::Done(learnt))) = steps.last() else { panic!("{}: {steps:?}", layout.name) };
        assert_eq!(learnt.advice, [], "{}", layout.name);
        for text in
            ["]E04012345678901", "]C10104012345678901\u{1d}10LOT-7/Z", ".P04E115561H.N25Y", "]A0W 712/94 QAM+%aqmzwyi"]
        {
            let observed = scanner.scan(text);
            assert_eq!(learnt.calibration.apply(&observed).as_deref(), Ok(text), "{}: {observed:?}", layout.name);
        }
    }
}

/// What a scanner reads in a picture with one symbol, by a decoder of other hands.
fn read(map: &Bitmap, format: BarcodeFormat) -> Option<String> {
    let pixels = (0..map.height()).flat_map(|y| (0..map.width()).map(move |x| (x, y)));
    let luma = pixels.map(|(x, y)| if map.get(x, y) { 0 } else { 255 }).collect();
    let source = Luma8LuminanceSource::new(luma, map.width(), map.height()).ok()?;
    let hints = DecodeHints { PossibleFormats: Some([format].into()), TryHarder: Some(true), ..DecodeHints::default() };
    let mut image = BinaryBitmap::new(GlobalHistogramBinarizer::new(source));
    Some(MultiFormatReader::default().decode_with_hints(&mut image, &hints).ok()?.getText().to_owned())
}

#[test]
fn the_printed_sheet_can_be_read() {
    let template = builtin("calibration").expect("there is one").expect("it is good");
    let data = Data(fields().map(|(field, text)| (field.to_owned(), text)).collect());
    for dpi in [Dpi::D203, Dpi::D300] {
        let label = render(&template, &data, dpi).expect("drawn");
        assert_eq!((label.cut.len(), label.missing_glyphs.len(), label.left_out.len()), (0, 0, 0), "{:?}", label.cut);
        for (nth, (field, text)) in fields().enumerate() {
            let mut one = template.clone();
            one.text.clear();
            let format = if nth == 0 {
                one.code128.clear();
                BarcodeFormat::DATA_MATRIX
            } else {
                one.datamatrix.clear();
                one.code128 = vec![one.code128[nth - 1].clone()];
                BarcodeFormat::CODE_128
            };
            let label = render(&one, &data, dpi).expect("drawn");
            assert_eq!(read(&label.bitmap, format).as_deref(), Some(text.as_str()), "{field} at {dpi:?}");
        }
    }
}
