//! From the codes that a reading carries to parts, by the rules that a workshop needs, in their order: our own label, trade
//! item number, maker's number, part number, supplier's number, what was taught (docs/codes.md).

use crate::domain::book::Book;
use crate::domain::catalogue::{Catalogue, CodeHit, CodeKind};
use crate::domain::ids::PartNo;
use crate::domain::qty::Qty;
use crate::domain::taught::check_code;
use crate::identify::epc::EpcReading;
use crate::identify::{Candidate, CandidateKind, Identified, Identity, Trust};

/// The rule by which a code became a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Our own label says so.
    OwnLabel,
    /// A trade item number of the catalogue.
    Gtin,
    /// A maker's number of the catalogue, written with or without blanks and dashes.
    MakerNumber,
    /// The part's own number in the catalogue.
    PartNumber,
    /// A supplier's number of the catalogue.
    SupplierNumber,
    /// It was taught.
    Taught,
}

/// What codes are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub catalogue: &'a dyn Catalogue,
    pub book: &'a dyn Book,
}

/// The parts that an RFID tag on a trade item stands for.
pub(super) fn of_tag(tag: &EpcReading, known: Known<'_>) -> Option<(Vec<CodeHit>, Rule)> {
    let (gtin, _) = tag.trade_item()?;
    resolve(&[Candidate { kind: CandidateKind::Gtin, code: gtin.to_owned() }], true, known)
}

/// The parts that the strongest known candidate stands for, and the rule that found them. `of_part` says that the label
/// itself names a part, so that what was taught about its number holds for every label that bears it.
pub(super) fn resolve(candidates: &[Candidate], of_part: bool, known: Known<'_>) -> Option<(Vec<CodeHit>, Rule)> {
    candidates.iter().find_map(|candidate| {
        let rules = rules(candidate.kind, of_part).iter();
        let mut found = rules.map(|rule| (known.by_rule(*rule, &candidate.code), *rule));
        let (mut hits, rule) = found.find(|(hits, _)| !hits.is_empty())?;
        hits.dedup_by(|a, b| a.part == b.part);
        Some((hits, rule))
    })
}

fn rules(kind: CandidateKind, of_part: bool) -> &'static [Rule] {
    match (kind, of_part) {
        (CandidateKind::Own, _) => &[Rule::OwnLabel],
        (CandidateKind::Gtin, _) => &[Rule::Gtin, Rule::Taught],
        (CandidateKind::Maker, true) => &[Rule::MakerNumber, Rule::PartNumber, Rule::Taught],
        (CandidateKind::Maker, false) => &[Rule::MakerNumber, Rule::PartNumber],
        (CandidateKind::Supplier, true) => &[Rule::SupplierNumber, Rule::Taught],
        (CandidateKind::Supplier, false) => &[Rule::SupplierNumber],
        (CandidateKind::Verbatim, _) => &[Rule::Taught, Rule::PartNumber],
    }
}

impl Known<'_> {
    fn by_rule(self, rule: Rule, code: &str) -> Vec<CodeHit> {
        match rule {
            Rule::OwnLabel | Rule::PartNumber => self.number(code),
            Rule::Gtin => self.catalogue.code(CodeKind::Gtin, code),
            Rule::MakerNumber => self.catalogue.code(CodeKind::Maker, code),
            Rule::SupplierNumber => self.catalogue.code(CodeKind::Supplier, code),
            Rule::Taught => self.taught(code),
        }
    }

    /// The text as a part number of the catalogue.
    fn number(self, text: &str) -> Vec<CodeHit> {
        let part = PartNo::new(text).ok().and_then(|number| self.catalogue.part(&number));
        part.map(|part| CodeHit { part: part.number, kind: CodeKind::Maker, qty: Qty::ONE }).into_iter().collect()
    }

    /// What was taught. The book knows it before the catalogue does, and also what is not so any more.
    fn taught(self, code: &str) -> Vec<CodeHit> {
        let taught = self.book.taught(code).unwrap_or_default();
        if let Some(now) = taught.current() {
            return vec![CodeHit { part: now.part.clone(), kind: CodeKind::Taught, qty: now.qty }];
        }
        let mut hits = self.catalogue.code(CodeKind::Taught, code);
        hits.retain(|hit| !taught.is_gone(&hit.part));
        hits
    }
}

/// The code under which a reading that nobody knows can be taught: the part's number where the label says which of its
/// texts that is, as lot and serial differ from box to box; otherwise the whole text.
pub(super) fn teachable(read: &Identified) -> Option<String> {
    let (candidates, of_part) = match &read.identity {
        Identity::Part(part) => (part.candidates.as_slice(), true),
        Identity::Unknown(candidates) => (candidates.as_slice(), false),
        Identity::Bin(_)
        | Identity::Job(_)
        | Identity::Person(_)
        | Identity::Tote(_)
        | Identity::Place(_)
        | Identity::OldPart(_)
        | Identity::Refill(_)
        | Identity::Papers(_)
        | Identity::Vehicle(_)
        | Identity::Card(_)
        | Identity::Badge(_)
        | Identity::Tag(_)
        | Identity::Load(_)
        | Identity::Order(_)
        | Identity::Enrolment(_)
        | Identity::Invalid => return None,
    };
    let stable = |candidate: &&Candidate| match candidate.kind {
        CandidateKind::Gtin => true,
        CandidateKind::Maker | CandidateKind::Supplier => of_part && read.trust != Trust::Guessed,
        CandidateKind::Own | CandidateKind::Verbatim => false,
    };
    let verbatim = |candidate: &&Candidate| candidate.kind == CandidateKind::Verbatim;
    let code = candidates.iter().find(stable).or_else(|| candidates.iter().find(verbatim));
    code.map(|candidate| candidate.code.clone()).filter(|code| check_code(code).is_ok())
}
