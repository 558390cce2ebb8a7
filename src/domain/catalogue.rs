//! What is known of parts and bins. The catalogue is no record: it is a feed from the hub that the kiosk holds a copy of.
//! `decide` reads it and copies what it needs into events; `apply` never reads it.

use super::ids::{BinId, PartNo};
use super::person::Bilingual;
use super::qty::{Money, Qty, Unit};

/// A part of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub number: PartNo,
    pub name_en: String,
    pub name_zh: String,
    pub unit: Unit,
    /// Quantity of one pack, in which the part is ordered.
    pub pack: Qty,
    /// The maker's name, empty when unknown.
    pub maker: String,
    /// Where the part is put away when nobody says otherwise.
    pub home_bin: Option<BinId>,
    pub cost: Option<Money>,
    pub price: Option<Money>,
    pub superseded_by: Option<Supersession>,
    /// What comes back is looked at before it is stock: electrical, and whatever else is not new any more once it left.
    pub inspected: bool,
}

/// The number that replaces a part. The number on the box stays what is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supersession {
    pub by: PartNo,
    /// True when the old one may still be used for the new one.
    pub interchangeable: bool,
}

/// A real place in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bin {
    pub id: BinId,
    pub zone: String,
    pub kind: BinKind,
    /// Position on the walk through the store; a pick list follows it.
    pub walk: u32,
}

/// What a bin is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BinKind {
    /// Behind the counter.
    Shelf,
    /// In the workshop: technicians take from it themselves.
    OpenShelf,
    /// Where deliveries stand until they are put away.
    GoodsIn,
}

/// Where a code comes from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeKind {
    /// GTIN, kept as 14 digits.
    Gtin,
    /// The maker's part number, kept normalised: capital letters and digits only.
    Maker,
    /// A supplier's own number, kept normalised.
    Supplier,
    /// Taught at a kiosk: the raw text of the scan, kept verbatim.
    Taught,
    /// No code that is scanned: under the number of a kit, one of its pieces and how many of it.
    Piece,
    /// Under a newer number, an older one that may be used in its place.
    Older,
    /// Under a part's number, a vehicle that it fits: the beginning of a VIN, or `model:` and a part of a model's name.
    Fits,
}

impl CodeKind {
    /// Whether scans and searches find parts by it. The others are what one part says of others.
    pub fn names_part(self) -> bool {
        matches!(self, CodeKind::Gtin | CodeKind::Maker | CodeKind::Supplier | CodeKind::Taught)
    }
}

/// A part number as numbers are compared and as maker's and supplier's numbers are kept: letters and digits only, in
/// capitals. `04e 115 561-h` becomes `04E115561H`.
pub fn normalise_number(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// One meaning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeHit {
    pub part: PartNo,
    pub kind: CodeKind,
    /// Quantity that one scan of this code stands for (a box of ten has its own GTIN).
    pub qty: Qty,
}

/// Point look-ups and searches. Implementations never block for longer than a disk read.
pub trait Catalogue {
    fn part(&self, number: &PartNo) -> Option<Part>;
    fn bin(&self, id: &BinId) -> Option<Bin>;
    /// The bin for deliveries that are not put away yet.
    fn goods_in(&self) -> Option<BinId>;
    /// The bins where things are kept, in the order of the walk; those for deliveries are not among them.
    fn shelves(&self) -> Vec<Bin> {
        Vec::new()
    }
    /// All meanings of a code that is already in the stored form of its kind, strongest kind first.
    fn code(&self, kind: CodeKind, code: &str) -> Vec<CodeHit>;
    /// Parts for what a person typed: exact number, then number prefix, then names (English words, Chinese characters,
    /// pinyin initials), stocked parts first. At most `limit`.
    fn search(&self, query: &str, limit: usize) -> Vec<Part>;
    /// The shop's own texts for an operation's code, a model and a car: what is empty in a text holds for all.
    fn guides(&self, _code: &str, _model: &str, _vin: &str) -> Vec<Guide> {
        Vec::new()
    }
    /// What a certificate is called, if the shop has said so.
    fn skill(&self, _code: &str) -> Option<Bilingual> {
        None
    }
    /// The check list of an operation's code, in order.
    fn check_list(&self, _code: &str) -> Vec<CheckItem> {
        Vec::new()
    }

    /// The pieces of a kit, a set or a pair, with how many of each; empty for any other part.
    fn pieces(&self, kit: &PartNo) -> Vec<(PartNo, Qty)> {
        self.code(CodeKind::Piece, kit.as_str()).into_iter().map(|hit| (hit.part, hit.qty)).collect()
    }

    /// Older numbers that may be used for this one.
    fn older(&self, number: &PartNo) -> Vec<PartNo> {
        self.code(CodeKind::Older, number.as_str()).into_iter().map(|hit| hit.part).collect()
    }

    /// Whether a part fits a vehicle; `None` when nobody has said of the part what it fits.
    fn fits(&self, part: &PartNo, vin: &str, model: &str) -> Option<bool> {
        let known = self.code(CodeKind::Fits, part.as_str());
        let model = model.to_lowercase();
        let fits = |hit: &CodeHit| match hit.part.as_str().strip_prefix("model:") {
            Some(of) => model.contains(&of.to_lowercase()),
            None => vin.starts_with(hit.part.as_str()),
        };
        // Of a car of which nothing is known nothing can be said.
        let known_car = !vin.is_empty() || !model.is_empty();
        (!known.is_empty() && known_car).then(|| known.iter().any(fits))
    }
}

/// One value to be measured at an operation, in thousandths of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckItem {
    /// From 1, in the order of the list.
    pub item: u16,
    pub title: Bilingual,
    pub unit: String,
    pub low: Option<i64>,
    pub high: Option<i64>,
}

/// A text of the shop that is shown at the operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    pub kind: GuideKind,
    pub title: Bilingual,
    pub text: Bilingual,
}

/// What kind of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GuideKind {
    Instruction,
    Bulletin,
    KnownFault,
}

/// A catalogue without anything in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmptyCatalogue;

impl Catalogue for EmptyCatalogue {
    fn part(&self, _: &PartNo) -> Option<Part> {
        None
    }
    fn bin(&self, _: &BinId) -> Option<Bin> {
        None
    }
    fn goods_in(&self) -> Option<BinId> {
        None
    }
    fn code(&self, _: CodeKind, _: &str) -> Vec<CodeHit> {
        Vec::new()
    }
    fn search(&self, _: &str, _: usize) -> Vec<Part> {
        Vec::new()
    }
}
