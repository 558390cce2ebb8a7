//! Jobs in ZPL beside the pictures that zplkit 0.3.2, a renderer by other hands, drew of them (`^PQ`, which it does not know,
//! taken out). The bytes of a job are compared as well, so that a change of them asks for new pictures.

use super::{Dpi, Output, drawn, job, paper};
use crate::label::{Data, PrintTag, builtin, encode, render};

/// A job and the picture of it.
type Pair = (&'static [u8], &'static [u8]);

macro_rules! pair {
    ($name:literal) => {
        (
            include_bytes!(concat!("../../../tests/fixtures/label/", $name, ".zpl")).as_slice(),
            include_bytes!(concat!("../../../tests/fixtures/label/", $name, ".png")).as_slice(),
        )
    };
}

const DRAWN: [(&str, Dpi, Pair); 8] = [
    ("part", Dpi::D203, pair!("part-203")),
    ("part", Dpi::D300, pair!("part-300")),
    ("key-tag", Dpi::D203, pair!("key-tag-203")),
    ("key-tag", Dpi::D300, pair!("key-tag-300")),
    ("bin", Dpi::D203, pair!("bin-203")),
    ("bin", Dpi::D300, pair!("bin-300")),
    ("person", Dpi::D203, pair!("person-203")),
    ("person", Dpi::D300, pair!("person-300")),
];

/// The job without the words that name it.
fn nameless(job: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(job.to_vec()).expect("ZPL is text");
    text.lines().filter(|line| !line.starts_with("^FX")).collect::<Vec<_>>().join("\n").into_bytes()
}

#[test]
fn an_independent_renderer_draws_the_same_label() {
    for (name, dpi, (given, picture)) in DRAWN {
        let label = drawn(name, dpi);
        let job = job(&label, Output::Zpl).expect("fits");
        assert_eq!(nameless(&job), nameless(given), "{name} {dpi:?}: the job has changed");
        let (width, height) = (label.bitmap.width(), label.bitmap.height());
        let theirs = super::corner(&paper::png(picture), width, height, 0, 0);
        assert!(theirs == label.bitmap, "{name} {dpi:?}: the renderer draws something else");
    }
}

#[test]
fn an_independent_renderer_draws_native_bars_as_we_do() {
    let template = builtin("part").expect("comes with pitbox").expect("good");
    let data = Data::from([("part", "1K0"), ("code", "P1K0-A"), ("name_zh", "机油滤清器")]);
    let label = render(&template, &data, Dpi::D203).expect("drawn");
    let tag = PrintTag { id: "0".into(), template: "part".into(), key: "1K0".into() };
    let job = encode(&label, Output::ZplNative, &tag).expect("encoded");
    assert!(String::from_utf8_lossy(&job).contains("^BCN"), "the bars are the printer's");
    let (given, picture) = pair!("part-native-203");
    assert_eq!(nameless(&job), nameless(given), "the job has changed");
    let (width, height) = (label.bitmap.width(), label.bitmap.height());
    let theirs = super::corner(&paper::png(picture), width, height, 0, 0);
    assert!(theirs == label.bitmap, "the renderer draws something else");
}
