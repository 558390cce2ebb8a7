//! Bodies for the texts of codes: what scanners, badge readers and tag readers send.

use std::io::{self, BufReader};

use pitbox::cli::decode::answer_all;
use pitbox::domain::ids::PartNo;
use pitbox::identify::calibration::{Calibration, Learner, Progress};
use pitbox::identify::own::{self, OwnCode, PartLabel};
use pitbox::identify::{
    self as product, aim, badge as badges, epc as tags, gs1 as elements, mh10 as labels, vin as vins,
};
use pitbox_hw::reading::{Content, DeviceId, Reading, Role};

/// Any reading from any kind of device, and what it is recognised as.
pub(super) fn identify(data: &[u8]) {
    for role in [Role::Scanner, Role::Badge, Role::Rfid] {
        for aim in [None, Some(*b"]C1"), Some(*b"]d2"), Some(*b"]E0"), data.first_chunk().copied()] {
            let content = Content::Scan { bytes: data.to_vec(), aim };
            product::identify(&Reading { device: DeviceId::new("fuzz"), role, content });
        }
    }
    product::identify(&Reading {
        device: DeviceId::new("fuzz"),
        role: Role::Badge,
        content: Content::Uid(data.to_vec()),
    });
    let text = String::from_utf8_lossy(data);
    let (aim, rest) = aim::split(&text);
    let found = product::recognise(aim, rest);
    found.remark();
    found.trust();
    product::normalise(&text);
}

/// Element strings, bracketed text, scans and web addresses; what was read can be written and read again.
pub(super) fn gs1(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let written = elements::written(&text);
    for message in [elements::element_string(&text), written].into_iter().flatten() {
        let bracketed = message.bracketed();
        let again = elements::written(&bracketed).expect("our own brackets");
        assert_eq!(again.bracketed(), bracketed);
        let pairs = |message: &elements::Message<'_>| -> Vec<(u16, String)> {
            message.elements.iter().map(|element| (element.ai.0, element.value.to_string())).collect()
        };
        assert_eq!(pairs(&again), pairs(&message));
    }
    for separator in [0x1d, b'^'] {
        let _ = elements::elements(&text, separator);
    }
    if let Some(aim) = data.first_chunk() {
        let _ = elements::scan::read(*aim, &String::from_utf8_lossy(&data[3..]));
    }
    elements::trade_item::guess(&text);
    if let Ok(link) = elements::link::read(&text) {
        let canonical = link.canonical();
        let again = elements::link::read(&canonical).expect("our own address");
        assert_eq!(again.canonical(), canonical);
    }
}

/// ISO/IEC 15434 messages and bare data identifiers.
pub(super) fn mh10(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    labels::has_header(&text);
    if let Ok(label) = labels::read(&text) {
        labels::meaning::Meaning::of(&label).names_part();
    }
}

/// Vehicle identification numbers; one that was read reads the same again.
pub(super) fn vin(data: &[u8]) {
    match vins::read(&String::from_utf8_lossy(data)) {
        Ok(reading) => {
            let again = vins::read(reading.vin.as_str()).expect("a number that was read");
            assert_eq!(again.vin, reading.vin);
        }
        Err(no) => _ = no.why.to_string(),
    }
}

/// A tag's EPC memory; what has a tag URI is written to the same bits. The input is a tag URI as well.
pub(super) fn epc(data: &[u8]) {
    for bytes in [Some(data.to_vec()), tags::encode_tag_uri(&String::from_utf8_lossy(data)).ok()].into_iter().flatten()
    {
        let Ok(read) = tags::read(&bytes) else { continue };
        read.element_string();
        let Some(uri) = &read.tag_uri else { continue };
        let written = tags::encode_tag_uri(uri).expect("our own tag URI");
        assert_eq!(tags::read(&written).as_ref(), Ok(&read));
    }
}

/// What badge readers type, in every form.
pub(super) fn badge(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for transform in badges::Transform::ALL {
        if let Ok(badge) = transform.read(&text) {
            assert!(badge.known_as().contains(&badge.canonical()));
            badges::infer([badges::fits(&badge, &text).as_slice()]);
        }
    }
    let _ = badges::presentations(&text);
    let _ = badges::wiegand26(&text);
}

/// Our own codes as scanned: one text for each meaning.
pub(super) fn own_code(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match own::decode(&text) {
        Ok(code) => assert_eq!(own::encode(&code), text.to_ascii_uppercase()),
        Err(why) => _ = why.to_string(),
    }
}

/// Any part number that can be one can be printed and read back.
pub(super) fn own_code_text(data: &[u8]) {
    if let Ok(part) = PartNo::new(&String::from_utf8_lossy(data)) {
        let code = OwnCode::Part(PartLabel::plain(part));
        assert_eq!(own::decode(&own::encode(&code)), Ok(code));
    }
}

/// Scans of the calibration sheet, line by line, and saved calibrations; what was learnt is saved and read the same, and puts
/// the scan right that it was learnt from.
pub(super) fn calibration(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut learner = Learner::new();
    for scan in text.split('\n') {
        let Ok(Progress::Done(learnt)) = learner.add(scan) else { continue };
        let saved = learnt.calibration.to_text();
        assert_eq!(Calibration::from_text(&saved), Ok(learnt.calibration.clone()));
        if let Ok(meant) = learnt.calibration.apply(scan) {
            assert!(meant.len() <= scan.len());
        }
    }
    if let Ok(calibration) = Calibration::from_text(&text) {
        let _ = calibration.apply(&text);
        calibration.keyboard();
    }
}

/// Lines into `pitbox decode`: one answer for each line that is not blank.
pub(super) fn decode_line(data: &[u8]) {
    let mut output = Vec::new();
    answer_all(BufReader::new(data), &mut output).unwrap_or_else(|error: io::Error| panic!("memory fails: {error}"));
    let asked = data.split(|byte| *byte == b'\n').filter(|line| !line.iter().all(u8::is_ascii_whitespace)).count();
    assert_eq!(output.iter().filter(|byte| **byte == b'\n').count(), asked);
}
