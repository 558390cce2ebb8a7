//! Every move with its own date and the month in which it counts: what was recorded after its month was closed counts in the
//! first month that was open then.

use jiff::tz::TimeZone;

use super::{Csv, date};
use crate::cli::source::Source;
use crate::domain::entry::Recorded;
use crate::domain::event::Event;
use crate::domain::usage::Usage;
use crate::record::{decode, name_of};

pub(super) fn write(source: &mut dyn Source, month: Option<&str>, csv: &mut Csv<'_>) -> anyhow::Result<()> {
    csv.write_record(["posted", "date", "part", "qty", "unit", "from", "to", "note", "by", "record"])?;
    let zone: TimeZone = source.time_zone();
    let mut used = Usage::default();
    source.records(&mut |record| {
        let Ok(entry) = decode(&record.bytes) else { return Ok(()) };
        let recorded = Recorded { name: name_of(&record.bytes), position: record.position, entry };
        used.take(&recorded, 0);
        let meta = &recorded.entry.meta;
        let day = date(meta.stamp.wall_ms, &zone);
        let posted = date(used.posted_ms(meta.stamp.wall_ms), &zone);
        let posted = posted.get(..7).unwrap_or(&posted);
        if month.is_some_and(|month| month != posted) {
            return Ok(());
        }
        for event in &recorded.entry.events {
            let Event::StockMoved(moved) = event else { continue };
            csv.write_record([
                posted,
                &day,
                moved.stock.part.as_str(),
                &moved.qty.to_string(),
                moved.unit.code(),
                &moved.from.to_string(),
                &moved.to.to_string(),
                moved.note.as_ref().map(|note| note.as_str()).unwrap_or_default(),
                meta.actor.as_ref().map(|by| by.as_str()).unwrap_or_default(),
                &recorded.name.to_string(),
            ])?;
        }
        Ok(())
    })
}
