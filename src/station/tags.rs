//! Tags that come with records: what was bought for a job gets one the moment it is taken in.

use std::collections::BTreeMap;

use super::Station;
use super::codes;
use super::input::World;
use crate::domain::entry::Entry;
use crate::domain::event::Event;
use crate::domain::ids::{LineNo, OrderNo, PersonId};
use crate::domain::print::PrintRequest;
use crate::domain::qty::Qty;

impl Station {
    /// The labels of a record that is about to be kept.
    pub(super) fn tags_of(&self, entry: &Entry, world: World<'_>) -> Vec<PrintRequest> {
        if self.settings.printers.is_empty() {
            return Vec::new();
        }
        let tags = entry.events.iter().filter_map(|event| match event {
            Event::OrderReceived { order, line, qty } if qty.is_positive() => self.tag(order, *line, *qty, world),
            _ => None,
        });
        tags.collect()
    }

    fn tag(&self, order: &OrderNo, line: LineNo, qty: Qty, world: World<'_>) -> Option<PrintRequest> {
        let words = self.words();
        let line = self.book.order_ref(order)?.line(line)?;
        let job = line.job.as_ref()?;
        let plate = self.book.job_ref(job).map(|job| job.vehicle.plate.clone()).unwrap_or_default();
        let part = world.catalogue.part(&line.part);
        let name = |zh: bool| part.as_ref().map(|part| if zh { part.name_zh.clone() } else { part.name_en.clone() });
        let fields = [
            ("part", line.part.to_string()),
            ("job", job.to_string()),
            ("qty", words.qty(qty, line.unit)),
            ("code", codes::job_code(job)),
            ("name_zh", name(true).unwrap_or_default()),
            ("name_en", name(false).unwrap_or_default()),
            ("order", order.to_string()),
            ("plate", plate),
        ];
        let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let fields: BTreeMap<String, String> = filled.map(|(name, value)| (name.to_owned(), value)).collect();
        Some(PrintRequest { template: "special-order".to_owned(), key: format!("{} {job}", line.part), fields })
    }

    /// What came for the jobs of a service advisor and was not handed out.
    pub(super) fn arrived_for(&self, adviser: &PersonId) -> Vec<String> {
        use crate::domain::book::Book;
        let words = self.words();
        let lines = self.book.orders().into_iter().flat_map(|order| &order.lines);
        let mut said = Vec::new();
        for line in lines.filter(|line| line.held().is_positive()) {
            let Some(job) = line.job.as_ref().and_then(|no| self.book.job_ref(no)) else { continue };
            if job.adviser.as_ref() == Some(adviser) {
                said.push(words.special_arrived(&line.part, &job.no));
            }
        }
        said
    }
}
