//! Labels and the codes on them: what the kiosk prints, and what a scanner sends when it reads them.

use std::collections::BTreeMap;

use super::words::{Language, Words};
use crate::domain::catalogue::{Bin, Part};
use crate::domain::ids::{BinId, JobNo, PartNo, PersonId, SiteId, ToteId};
use crate::domain::job::Job;
use crate::domain::lot::Day;
use crate::domain::old_part::OldPart;
use crate::domain::place::Place;
use crate::domain::print::PrintRequest;
use crate::domain::qty::Qty;
use crate::domain::sale::Sale;
use crate::domain::shipment::{Papers, SentLine, Shipment, ShippedLine};
use crate::identify::calibration::sheet;
use crate::identify::card::{Card, Verb};
use crate::identify::own::{self, OwnCode, PartLabel};

/// Cards on one sheet.
const CARDS_PER_SHEET: usize = 10;

/// What a scanner sends for a part's label.
pub fn part_code(part: &PartNo) -> String {
    own::encode(&OwnCode::Part(PartLabel::plain(part.clone())))
}

/// What a scanner sends for a bin's label.
pub fn bin_code(bin: &BinId) -> String {
    own::encode(&OwnCode::Bin(bin.clone()))
}

/// What a scanner sends for a job's card.
pub fn job_code(job: &JobNo) -> String {
    own::encode(&OwnCode::Job(job.clone()))
}

/// What a scanner sends for a badge that the shop printed.
pub fn person_code(person: &PersonId) -> String {
    own::encode(&OwnCode::Person(person.clone()))
}

/// What a scanner sends for a command card.
pub fn card_code(card: Card) -> String {
    own::encode(&OwnCode::Card(card))
}

/// The cards that this version understands, in the order of the sheet.
pub fn cards() -> impl Iterator<Item = Card> {
    Card::sheet().into_iter().filter(|card| match card {
        Card::Verb(verb) => is_understood(*verb),
        Card::Quantity(_) | Card::Digit(_) | Card::Choice(_) | Card::Pause(_) => true,
    })
}

/// Cards whose tasks exist; the others are known but do nothing yet, and are not printed.
fn is_understood(verb: Verb) -> bool {
    match verb {
        Verb::Done
        | Verb::Cancel
        | Verb::Undo
        | Verb::Help
        | Verb::Yes
        | Verb::No
        | Verb::Issue
        | Verb::Return
        | Verb::Receive
        | Verb::PutAway
        | Verb::LookUp
        | Verb::Label
        | Verb::Start
        | Verb::Pause
        | Verb::Finish
        | Verb::ClockIn
        | Verb::ClockOut
        | Verb::LogOff
        | Verb::Home
        | Verb::Jobs
        | Verb::Alerts
        | Verb::Up
        | Verb::Down
        | Verb::Select
        | Verb::Back
        | Verb::NextPage
        | Verb::PreviousPage
        | Verb::Transfer
        | Verb::Scrap
        | Verb::OldPart
        | Verb::PrePick
        | Verb::Sell
        | Verb::Tags
        | Verb::HandOver
        | Verb::Request
        | Verb::CarOn
        | Verb::CarOff
        | Verb::More
        | Verb::Count
        | Verb::Language => true,
    }
}

/// A label with these fields; empty ones are left out.
fn request(template: &str, key: &str, fields: &[(&str, String)]) -> PrintRequest {
    let fields = fields.iter().filter(|(_, text)| !text.is_empty());
    let fields: BTreeMap<String, String> = fields.map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    PrintRequest { template: template.to_owned(), key: key.to_owned(), fields }
}

/// The label of a part.
pub fn part_label(part: &Part) -> PrintRequest {
    let bin = part.home_bin.as_ref().map(ToString::to_string).unwrap_or_default();
    let fields = [
        ("part", part.number.to_string()),
        ("name_en", part.name_en.clone()),
        ("name_zh", part.name_zh.clone()),
        ("bin", bin),
        ("maker", part.maker.clone()),
        ("qty", Qty::ONE.to_string()),
        ("unit", part.unit.code().to_owned()),
        ("code", part_code(&part.number)),
    ];
    request("part", part.number.as_str(), &fields)
}

/// The label of a bin.
pub fn bin_label(bin: &Bin) -> PrintRequest {
    let fields = [("bin", bin.id.to_string()), ("zone", bin.zone.clone()), ("code", bin_code(&bin.id))];
    request("bin", bin.id.as_str(), &fields)
}

/// The card of a job.
pub fn job_label(job: &Job) -> PrintRequest {
    let fields = [
        ("job", job.no.to_string()),
        ("plate", job.vehicle.plate.clone()),
        ("vin", job.vehicle.vin.clone()),
        ("vehicle", job.vehicle.model.clone()),
        ("bay", job.bay.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("code", job_code(&job.no)),
    ];
    request("job", job.no.as_str(), &fields)
}

/// The label of a tote that is picked for a job.
pub fn tote_label(tote: &ToteId, job: &Job, day: String) -> PrintRequest {
    let fields = [
        ("tote", tote.to_string()),
        ("job", job.no.to_string()),
        ("plate", job.vehicle.plate.clone()),
        ("day", day),
        ("code", own::encode(&OwnCode::Tote(tote.clone()))),
    ];
    request("tote", tote.as_str(), &fields)
}

/// The slip of a sale for the cashier.
pub fn sale_label(sale: &Sale) -> PrintRequest {
    let total = sale.total().map(|total| total.to_string()).unwrap_or_default();
    let code = own::encode(&OwnCode::Place(Place::Sale(sale.no.clone())));
    let fields =
        [("sale", sale.no.to_string()), ("lines", sale.rows().len().to_string()), ("total", total), ("code", code)];
    request("sale", sale.no.as_str(), &fields)
}

/// The card of a bin in the workshop that asks for another pack.
pub fn refill_label(part: &Part) -> PrintRequest {
    let label = PartLabel { qty: Some(part.pack), ..PartLabel::plain(part.number.clone()) };
    let fields = [
        ("part", part.number.to_string()),
        ("name_en", part.name_en.clone()),
        ("name_zh", part.name_zh.clone()),
        ("qty", part.pack.to_string()),
        ("unit", part.unit.code().to_owned()),
        ("code", own::encode(&OwnCode::Refill(label))),
    ];
    request("refill", part.number.as_str(), &fields)
}

/// The papers of a shipment to another site.
pub fn shipment_label(shipment: &Shipment) -> PrintRequest {
    let code = own::encode(&OwnCode::Place(Place::Transit(shipment.no.clone())));
    let fields = [
        ("shipment", shipment.no.to_string()),
        ("site", shipment.to.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("lines", shipment.lines.len().to_string()),
        ("code", code),
    ];
    request("shipment", shipment.no.as_str(), &fields)
}

/// The papers of a shipment: what is in it, for a site that has no records of this one. Nothing of them is known before
/// this site has a hub.
pub fn shipment_papers(shipment: &Shipment, from: &SiteId) -> Vec<PrintRequest> {
    let sent = |line: &ShippedLine| SentLine { stock: line.stock.clone(), unit: line.unit, qty: line.sent };
    let lines: Vec<SentLine> = shipment.lines.iter().map(sent).collect();
    let to = shipment.to.as_ref().map(ToString::to_string).unwrap_or_default();
    let label = |papers: Papers| {
        let fields = [
            ("shipment", papers.shipment.to_string()),
            ("from", papers.from.to_string()),
            ("site", to.clone()),
            ("sheet", format!("{}/{}", papers.sheet, papers.sheets)),
            ("lines", papers.lines.len().to_string()),
            ("code", own::encode(&OwnCode::Papers(Box::new(papers.clone())))),
        ];
        request("shipment-papers", &format!("{}-{}", papers.shipment, papers.sheet), &fields)
    };
    own::papers::sheets(&shipment.no, from, &lines).into_iter().map(label).collect()
}

/// The tag of an old part.
pub fn old_part_label(kept: &OldPart, part: Option<&Part>, fault: String) -> PrintRequest {
    let fields = [
        ("part", kept.part.to_string()),
        ("name_en", part.map(|part| part.name_en.clone()).unwrap_or_default()),
        ("name_zh", part.map(|part| part.name_zh.clone()).unwrap_or_default()),
        ("job", kept.job.to_string()),
        ("vin", kept.vin.clone()),
        ("odometer", kept.odometer.map(|km| km.to_string()).unwrap_or_default()),
        ("fault", fault),
        ("until", Day::of_ms(kept.until_ms).to_string()),
        ("code", own::encode(&OwnCode::OldPart(kept.tag.clone()))),
    ];
    request("old-part", kept.tag.as_str(), &fields)
}

/// The same label again, marked as a reprint.
pub fn reprint(mut request: PrintRequest) -> PrintRequest {
    let copies: u32 = request.fields.get("reprint").and_then(|count| count.parse().ok()).unwrap_or(0);
    request.fields.insert("reprint".to_owned(), (copies + 1).to_string());
    request
}

/// A card to try a printer with: it asks for help when it is scanned.
pub fn test_label() -> PrintRequest {
    let card = Card::Verb(Verb::Help);
    let [title_en, title_zh] = [Language::English, Language::Chinese].map(|language| language.words().card(card));
    request("card", "test", &[("code", card_code(card)), ("title_en", title_en), ("title_zh", title_zh)])
}

/// The sheet that scanners are calibrated with.
pub fn calibration_sheet() -> PrintRequest {
    let fields: Vec<(&str, String)> = sheet::fields().collect();
    request("calibration", "calibration", &fields)
}

/// The sheets of command cards.
pub fn card_sheet() -> Vec<PrintRequest> {
    let cards: Vec<Card> = cards().collect();
    let sheets = cards.chunks(CARDS_PER_SHEET).enumerate();
    sheets.map(|(number, cards)| sheet(number + 1, cards)).collect()
}

fn sheet(number: usize, cards: &[Card]) -> PrintRequest {
    let mut fields = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        fields.push((format!("code.{}", at + 1), card_code(*card)));
        fields.push((format!("title_en.{}", at + 1), Language::English.words().card(*card)));
        fields.push((format!("title_zh.{}", at + 1), Language::Chinese.words().card(*card)));
    }
    let fields: Vec<(&str, String)> = fields.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    request("card-sheet", &format!("cards-{number}"), &fields)
}

impl Words {
    /// What stands on a command card.
    pub fn card(self, card: Card) -> String {
        match card {
            Card::Verb(verb) => self.verb(verb),
            Card::Quantity(qty) => self.card_quantity(qty.get()),
            Card::Digit(digit) => digit.get().to_string(),
            Card::Choice(nth) => self.card_choice(nth.get()),
            Card::Pause(reason) => self.pause_reason(super::flow::menu::reason_of(reason)),
        }
    }
}
