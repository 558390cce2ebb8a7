//! The templates that come with Pitbox: the files of configs/labels, for a kiosk whose folder lacks them.

use super::error::TemplateError;
use super::template::Template;

/// File name and content of each.
pub const FILES: [(&str, &str); 16] = [
    ("bin.toml", include_str!("../../configs/labels/bin.toml")),
    ("calibration.toml", include_str!("../../configs/labels/calibration.toml")),
    ("card.toml", include_str!("../../configs/labels/card.toml")),
    ("card-sheet.toml", include_str!("../../configs/labels/card-sheet.toml")),
    ("job.toml", include_str!("../../configs/labels/job.toml")),
    ("key-tag.toml", include_str!("../../configs/labels/key-tag.toml")),
    ("old-part.toml", include_str!("../../configs/labels/old-part.toml")),
    ("part.toml", include_str!("../../configs/labels/part.toml")),
    ("person.toml", include_str!("../../configs/labels/person.toml")),
    ("refill.toml", include_str!("../../configs/labels/refill.toml")),
    ("sale.toml", include_str!("../../configs/labels/sale.toml")),
    ("scanner-datalogic.toml", include_str!("../../configs/labels/scanner-datalogic.toml")),
    ("shipment.toml", include_str!("../../configs/labels/shipment.toml")),
    ("shipment-papers.toml", include_str!("../../configs/labels/shipment-papers.toml")),
    ("special-order.toml", include_str!("../../configs/labels/special-order.toml")),
    ("tote.toml", include_str!("../../configs/labels/tote.toml")),
];

/// The template of that name. None when Pitbox brings none.
pub fn builtin(name: &str) -> Option<Result<Template, TemplateError>> {
    let (file, toml) = FILES.iter().find(|(file, _)| file.strip_suffix(".toml") == Some(name))?;
    Some(Template::parse(file, toml))
}

/// Names of all templates that come with Pitbox, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().filter_map(|(file, _)| file.strip_suffix(".toml"))
}
