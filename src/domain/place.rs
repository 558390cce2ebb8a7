//! Places: everything that stock can be *at*. Bins are real; the others are the counter-accounts of the double entry.

use std::fmt;
use std::str::FromStr;

use super::ids::{BinId, JobNo, PersonId, SaleNo, ShipmentNo, SiteId, ToteId};

/// One side of a stock move. Spelt `bin:A-03-2`, `job:1042`, `supplier` in files, logs and JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A real place in the store.
    Bin(BinId),
    /// Where deliveries come from.
    Supplier,
    /// Issued to a job.
    Job(JobNo),
    /// Picked into a tote, not yet issued.
    Stage(ToteId),
    /// Sold over the counter.
    Sale(SaleNo),
    /// Used up by the workshop itself.
    WorkshopUse,
    /// In somebody's hands (tools).
    Person(PersonId),
    /// Thrown away.
    Scrap,
    /// Parts taken off a car (cores).
    OldPart,
    /// Sent back under a warranty claim.
    Claim,
    /// The customer's own parts.
    CustomerOwned,
    /// Lent to or from another shop.
    Loan(SiteId),
    /// On the way between sites.
    Transit(ShipmentNo),
    /// Differences found by counting, and opening stock.
    Adjust,
    /// Held back until somebody decides.
    Quarantine,
}

impl Place {
    /// True for the places whose contents the shop counts as on hand.
    pub fn is_on_hand(&self) -> bool {
        matches!(self, Place::Bin(_))
    }

    fn parts(&self) -> (&'static str, Option<&str>) {
        match self {
            Place::Bin(id) => ("bin", Some(id.as_str())),
            Place::Supplier => ("supplier", None),
            Place::Job(no) => ("job", Some(no.as_str())),
            Place::Stage(tote) => ("stage", Some(tote.as_str())),
            Place::Sale(no) => ("sale", Some(no.as_str())),
            Place::WorkshopUse => ("workshop-use", None),
            Place::Person(id) => ("person", Some(id.as_str())),
            Place::Scrap => ("scrap", None),
            Place::OldPart => ("old-part", None),
            Place::Claim => ("claim", None),
            Place::CustomerOwned => ("customer-owned", None),
            Place::Loan(site) => ("loan", Some(site.as_str())),
            Place::Transit(no) => ("transit", Some(no.as_str())),
            Place::Adjust => ("adjust", None),
            Place::Quarantine => ("quarantine", None),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (kind, Some(id)) => write!(f, "{kind}:{id}"),
            (kind, None) => f.write_str(kind),
        }
    }
}

/// The text is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPlace;

impl FromStr for Place {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Place, NotAPlace> {
        let (kind, id) = match text.split_once(':') {
            Some((kind, id)) => (kind, Some(id)),
            None => (text, None),
        };
        let place = match (kind, id) {
            ("bin", Some(id)) => Place::Bin(BinId::new(id).map_err(|_| NotAPlace)?),
            ("job", Some(id)) => Place::Job(JobNo::new(id).map_err(|_| NotAPlace)?),
            ("stage", Some(id)) => Place::Stage(ToteId::new(id).map_err(|_| NotAPlace)?),
            ("sale", Some(id)) => Place::Sale(SaleNo::new(id).map_err(|_| NotAPlace)?),
            ("person", Some(id)) => Place::Person(PersonId::new(id).map_err(|_| NotAPlace)?),
            ("loan", Some(id)) => Place::Loan(SiteId::new(id).map_err(|_| NotAPlace)?),
            ("transit", Some(id)) => Place::Transit(ShipmentNo::new(id).map_err(|_| NotAPlace)?),
            ("supplier", None) => Place::Supplier,
            ("workshop-use", None) => Place::WorkshopUse,
            ("scrap", None) => Place::Scrap,
            ("old-part", None) => Place::OldPart,
            ("claim", None) => Place::Claim,
            ("customer-owned", None) => Place::CustomerOwned,
            ("adjust", None) => Place::Adjust,
            ("quarantine", None) => Place::Quarantine,
            _ => return Err(NotAPlace),
        };
        Ok(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_reads_back() {
        let all = "bin:A-03-2 supplier job:1042 stage:T7 sale:88 workshop-use person:t-wang scrap old-part claim \
                   customer-owned loan:SH02 transit:9 adjust quarantine";
        for text in all.split_whitespace() {
            assert_eq!(text.parse::<Place>().map(|place| place.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn nonsense_is_no_place() {
        for text in ["", "bin", "bin:", "supplier:x", "shelf:A", "job: 1"] {
            assert_eq!(text.parse::<Place>(), Err(NotAPlace), "{text:?}");
        }
    }
}
