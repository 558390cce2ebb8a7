//! Levels as they follow from the shop's own history, in the form of levels.csv.

use anyhow::bail;

use super::Csv;
use crate::domain::book::Book;
use crate::domain::ids::PartNo;
use crate::domain::memory::MemoryBook;
use crate::domain::usage::Usage;

/// Share of orders served from stock in per cent, and the factor for it in thousandths.
const SERVICE: [(u32, u32); 4] = [(90, 1282), (95, 1645), (98, 2054), (99, 2326)];

pub(super) fn write(book: &MemoryBook, used: &Usage, service: u32, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    let Some((_, z)) = SERVICE.iter().find(|(percent, _)| *percent == service) else {
        bail!("{service} per cent is none of 90, 95, 98 and 99");
    };
    let header = ["part", "safety", "reorder_point", "max", "pack", "lead_days", "supplier", "class", "basis"];
    csv.write_record(header)?;
    let classes = used.classes();
    let mut parts: Vec<&PartNo> = used.parts.keys().chain(book.levels().map(|level| &level.part)).collect();
    parts.sort_unstable();
    parts.dedup();
    for part in parts {
        let level = book.level(part);
        let computed = used.computed(part, level.as_ref(), *z);
        let (safety, reorder, max, basis) = match (&computed, &level) {
            (Some(new), _) => (new.safety, new.reorder_point, new.max, new.basis.to_string()),
            (None, Some(old)) => {
                let basis = old.basis.map(|basis| basis.to_string()).unwrap_or_default();
                (old.safety, old.reorder_point, old.max, basis)
            }
            (None, None) => continue,
        };
        csv.write_record([
            part.as_str(),
            &safety.to_string(),
            &reorder.to_string(),
            &max.to_string(),
            &level.as_ref().map(|level| level.pack.to_string()).unwrap_or_default(),
            &level.as_ref().map(|level| level.lead_days.to_string()).unwrap_or_default(),
            level.as_ref().map(|level| level.supplier.as_str()).unwrap_or_default(),
            classes.get(part).map(|class| class.code()).unwrap_or_default(),
            &basis,
        ])?;
    }
    Ok(())
}
