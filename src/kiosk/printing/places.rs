//! Which printer a label goes to: that of its kind, the one that a person named, or one that stands in.

use std::collections::BTreeMap;

use pitbox_hw::health::Health;

use crate::label::{Dpi, Output};
use crate::station::health::{DENIED, NOT_THERE};

/// A printer of kiosk.toml, as far as labels go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::kiosk) struct Facts {
    pub(in crate::kiosk) name: String,
    pub(in crate::kiosk) dpi: Dpi,
    /// What labels become for it.
    pub(in crate::kiosk) output: Output,
    /// The templates that it is for; empty for all that no other is for.
    pub(in crate::kiosk) labels: Vec<String>,
    /// Takes the labels of another printer while that one is not well.
    pub(in crate::kiosk) stands_in: bool,
}

/// The printers in the order of kiosk.toml, and how they are.
#[derive(Debug, Default)]
pub(super) struct Places {
    printers: Vec<Facts>,
    unwell: BTreeMap<String, String>,
}

/// Where a label goes.
#[derive(Debug, PartialEq)]
pub(super) enum Choice<'a> {
    Print(&'a Facts),
    /// Until its printer is well; what is wrong with it.
    Wait(String),
    /// No printer is for it.
    Nowhere,
}

impl Places {
    pub(super) fn new(printers: Vec<Facts>) -> Places {
        Places { printers, unwell: BTreeMap::new() }
    }

    pub(super) fn set_up(&mut self, printer: Facts) {
        self.printers.retain(|known| known.name != printer.name);
        self.printers.push(printer);
    }

    pub(super) fn health(&mut self, printer: &str, health: &Health) {
        let why = match health {
            Health::Starting | Health::Ready => {
                self.unwell.remove(printer);
                return;
            }
            Health::Absent => NOT_THERE.to_owned(),
            Health::Denied(_) => DENIED.to_owned(),
            Health::Trouble(trouble) => trouble.to_string(),
        };
        self.unwell.insert(printer.to_owned(), why);
    }

    pub(super) fn is_well(&self, printer: &str) -> bool {
        !self.unwell.contains_key(printer)
    }

    /// The printer for a label of this kind. A printer that a person named is not left for another.
    pub(super) fn choose(&self, kind: &str, wanted: Option<&str>) -> Choice<'_> {
        let named = wanted.and_then(|name| self.printers.iter().find(|printer| printer.name == name));
        let Some(own) = named.or_else(|| self.own(kind)) else { return Choice::Nowhere };
        let Some(why) = self.unwell.get(&own.name) else { return Choice::Print(own) };
        let stands_in = |printer: &&Facts| named.is_none() && printer.stands_in && self.is_well(&printer.name);
        match self.printers.iter().find(stands_in) {
            Some(other) => Choice::Print(other),
            None => Choice::Wait(why.clone()),
        }
    }

    fn own(&self, kind: &str) -> Option<&Facts> {
        let for_it = |printer: &&Facts| printer.labels.iter().any(|label| label == kind);
        self.printers.iter().find(for_it).or_else(|| self.printers.iter().find(|printer| printer.labels.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use pitbox_hw::health::Trouble;

    use super::*;

    fn printer(name: &str, labels: &[&str], stands_in: bool) -> Facts {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        Facts { name: name.into(), dpi: Dpi::D203, output: Output::Zpl, labels, stands_in }
    }

    #[test]
    fn each_kind_has_its_printer_and_another_takes_over_only_when_it_may() {
        let slips = printer("slips", &["job", "old-part"], false);
        let shelf = printer("shelf", &[], false);
        let spare = printer("spare", &[], true);
        let mut places = Places::new(vec![slips, shelf, spare]);
        let go = |places: &Places, kind: &str, wanted: Option<&str>| match places.choose(kind, wanted) {
            Choice::Print(printer) => printer.name.clone(),
            Choice::Wait(why) => format!("waits: {why}"),
            Choice::Nowhere => "nowhere".to_owned(),
        };
        assert_eq!(go(&places, "job", None), "slips");
        assert_eq!(go(&places, "part", None), "shelf");
        assert_eq!(go(&places, "part", Some("slips")), "slips", "a person may want any");
        assert_eq!(go(&places, "part", Some("sold last year")), "shelf");
        places.health("shelf", &Health::Trouble(Trouble::PaperOut));
        assert_eq!(go(&places, "part", None), "spare");
        assert_eq!(go(&places, "part", Some("shelf")), "waits: label roll empty", "a person's word stands");
        places.health("spare", &Health::Absent);
        assert_eq!(go(&places, "part", None), "waits: label roll empty", "slips does not stand in");
        places.health("shelf", &Health::Ready);
        assert_eq!(go(&places, "part", None), "shelf");
        let only = Places::new(vec![printer("slips", &["job"], false)]);
        assert_eq!(go(&only, "part", None), "nowhere");
        assert_eq!(go(&Places::default(), "part", None), "nowhere");
    }
}
