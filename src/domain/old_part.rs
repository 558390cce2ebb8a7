//! Old parts (cores): a warranty line owes the part that came off the car. Each that is kept has a tag of its own, is held
//! until a date, and then goes to the maker or to scrap.

use std::collections::BTreeMap;

use super::entry::Recorded;
use super::event::Event;
use super::ids::{JobNo, PartNo, TagNo};
use super::job::{Job, Payer};
use super::qty::{Qty, Unit};

/// What is wrong with an old part, as its tag says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    Leaks,
    Noise,
    Broken,
    Worn,
    Electrical,
    Other,
}

impl Fault {
    pub const ALL: [Fault; 6] =
        [Fault::Leaks, Fault::Noise, Fault::Broken, Fault::Worn, Fault::Electrical, Fault::Other];

    /// Spelling in files and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Fault::Leaks => "leaks",
            Fault::Noise => "noise",
            Fault::Broken => "broken",
            Fault::Worn => "worn",
            Fault::Electrical => "electrical",
            Fault::Other => "other",
        }
    }

    pub fn from_code(code: &str) -> Option<Fault> {
        Fault::ALL.into_iter().find(|fault| fault.code() == code)
    }
}

/// An old part on the shelf. One that left is not in the book any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldPart {
    pub tag: TagNo,
    pub job: JobNo,
    pub vin: String,
    /// Kilometres of the car.
    pub odometer: Option<u32>,
    pub part: PartNo,
    pub unit: Unit,
    pub qty: Qty,
    pub fault: Fault,
    /// Held at least until then: milliseconds since 1970-01-01 UTC.
    pub until_ms: i64,
}

impl OldPart {
    pub(super) fn fold(slot: &mut Option<OldPart>, key: &TagNo, record: &Recorded) {
        for event in &record.entry.events {
            match event {
                Event::OldPartKept(kept) if kept.tag == *key => *slot = Some((**kept).clone()),
                Event::OldPartGone { tag, .. } if tag == key => *slot = None,
                _ => {}
            }
        }
    }
}

/// An old part that a job has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPart {
    pub tag: TagNo,
    pub part: PartNo,
    pub qty: Qty,
}

/// What a job need not give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaivedPart {
    pub part: PartNo,
    pub qty: Qty,
}

/// What a job has given of its old parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OldPartsOfJob {
    pub kept: Vec<KeptPart>,
    pub waived: Vec<WaivedPart>,
    /// Whether the customer wants the old parts of what the customer pays; `None` while nobody asked.
    pub wanted: Option<bool>,
}

impl OldPartsOfJob {
    pub(super) fn fold(&mut self, event: &Event, job: &JobNo) {
        match event {
            Event::OldPartKept(kept) if kept.job == *job => {
                self.kept.push(KeptPart { tag: kept.tag.clone(), part: kept.part.clone(), qty: kept.qty });
            }
            Event::OldPartGone { tag, undone: true } => self.kept.retain(|known| known.tag != *tag),
            Event::OldPartWaived { job: of, part, qty, .. } if of == job => {
                match self.waived.iter_mut().find(|known| known.part == *part) {
                    Some(known) => known.qty = known.qty.plus(*qty),
                    None => self.waived.push(WaivedPart { part: part.clone(), qty: *qty }),
                }
                self.waived.retain(|known| known.qty.is_positive());
            }
            Event::OldPartsAnswered { job: of, wanted } if of == job => self.wanted = *wanted,
            _ => {}
        }
    }
}

/// An old part that a job owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub part: PartNo,
    pub unit: Unit,
    pub qty: Qty,
}

/// The old parts that a job still owes: one for each piece that went out on a warranty line. What is poured leaves none.
pub fn owed(job: &Job) -> Vec<Owed> {
    let mut parts: BTreeMap<&PartNo, Owed> = BTreeMap::new();
    let on_warranty = |issue: &&super::job::Issue| issue.payer == Some(Payer::Warranty) && issue.unit.is_whole();
    for issue in job.issues.iter().filter(on_warranty) {
        let part = &issue.stock.part;
        let new = || Owed { part: part.clone(), unit: issue.unit, qty: Qty::ZERO };
        let owed = parts.entry(part).or_insert_with(new);
        owed.qty = owed.qty.plus(issue.remaining());
    }
    let kept = job.old_parts.kept.iter().map(|kept| (&kept.part, kept.qty));
    let waived = job.old_parts.waived.iter().map(|waived| (&waived.part, waived.qty));
    for (part, qty) in kept.chain(waived) {
        if let Some(owed) = parts.get_mut(part) {
            owed.qty = owed.qty.minus(qty);
        }
    }
    parts.into_values().filter(|owed| owed.qty.is_positive()).collect()
}

/// True while nobody has asked the customer about the old parts of what the customer pays.
pub fn asks_customer(job: &Job) -> bool {
    let paid = |issue: &super::job::Issue| issue.payer == Some(Payer::Customer) && issue.unit.is_whole();
    job.old_parts.wanted.is_none() && job.issues.iter().any(paid)
}

/// The next tag of a job: `4711-1`, `4711-2`, ..
pub fn next_tag(job: &Job) -> Option<TagNo> {
    let used = |no: &usize| job.old_parts.kept.iter().any(|kept| kept.tag.as_str() == format!("{}-{no}", job.no));
    let no = (1..=job.old_parts.kept.len() + 1).find(|no| !used(no))?;
    TagNo::new(&format!("{}-{no}", job.no)).ok()
}

/// The job of a tag.
pub fn job_of(tag: &TagNo) -> Option<JobNo> {
    let (job, _) = tag.as_str().rsplit_once('-')?;
    JobNo::new(job).ok()
}
