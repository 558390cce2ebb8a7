//! What each fuzz target does with one input, and the property test beside it (docs/fuzzing.md). A body panics when the
//! product does something that it must never do; what it returns does not matter.

mod codes;
mod devices;
mod messages;
mod tables;

/// A body: takes any bytes.
pub type Body = fn(&[u8]);

/// Every body with the name of its target and of its folder of seeds.
pub const BODIES: &[(&str, Body)] = &[
    ("identify", codes::identify),
    ("gs1", codes::gs1),
    ("mh10", codes::mh10),
    ("vin", codes::vin),
    ("epc", codes::epc),
    ("badge", codes::badge),
    ("own_code", codes::own_code),
    ("own_code_text", codes::own_code_text),
    ("calibration", codes::calibration),
    ("decode_line", codes::decode_line),
    ("record", messages::record),
    ("aggregate", messages::aggregate),
    ("catalogue_page", messages::catalogue_page),
    ("sync_batch", messages::sync_batch),
    ("sync_page", messages::sync_page),
    ("snapshot", messages::snapshot),
    ("sync_answer", messages::sync_answer),
    ("import_table", tables::import_table),
    ("config", tables::config),
    ("label_template", tables::label_template),
    ("device_stream", devices::stream),
    ("device_keys", devices::keys),
    ("device_report", devices::report),
];

/// Runs the body of that name.
pub fn run(name: &str, data: &[u8]) {
    let body = BODIES.iter().find(|(known, _)| *known == name).map(|(_, body)| body);
    body.unwrap_or_else(|| panic!("there is no body {name}"))(data);
}
