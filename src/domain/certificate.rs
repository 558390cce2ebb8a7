//! Certificates of skill: what a person may do, and until when.

use super::entry::Recorded;
use super::event::Event;
use super::ids::PersonId;

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The shop's word for it, as operations name it.
    pub skill: String,
    /// Milliseconds since 1970-01-01 UTC; none when it does not expire.
    pub until_ms: Option<i64>,
}

impl Certificate {
    pub fn is_valid(&self, now_ms: i64) -> bool {
        self.until_ms.is_none_or(|until| now_ms < until)
    }
}

/// All certificates of one person; the last word on each skill holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Certificates {
    pub held: Vec<Certificate>,
}

impl Certificates {
    pub(super) fn fold(&mut self, key: &PersonId, record: &Recorded) {
        for event in &record.entry.events {
            if let Event::CertificateHeld { person, skill, until_ms } = event
                && person == key
            {
                self.held.retain(|known| known.skill != *skill);
                self.held.push(Certificate { skill: skill.clone(), until_ms: *until_ms });
                self.held.sort_by(|a, b| a.skill.cmp(&b.skill));
            }
        }
    }
}
