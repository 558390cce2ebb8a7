//! Command cards: what a person with gloves on can say by a scan. They count only in our own checked form
//! ([`super::own`]).
//!
//! Each card has a short code (inside the barcode) and a key (in files, `pitbox label codes` and the words of the
//! screens). Both are for ever: a printed card sheet hangs in the bay for years. The words on the sheet are not here.

use super::own::{qty_field, read_qty};
use crate::domain::qty::Qty;

/// A command card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Card {
    Verb(Verb),
    Quantity(CardQty),
    Digit(Digit),
    Choice(Choice),
    Pause(PauseReason),
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// All of them, in the order of the card sheet.
            pub const ALL: &[$name] = &[$($name::$variant,)*];

            /// What stands in the barcode.
            pub fn code(self) -> &'static str {
                match self {
                    $($name::$variant => $code,)*
                }
            }

            /// The stable name in files and in the words of the screens.
            pub fn key(self) -> &'static str {
                match self {
                    $($name::$variant => $key,)*
                }
            }

            /// The one with this code.
            pub fn from_code(code: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.code() == code)
            }
        }
    };
}

coded! {
    /// What a card tells the kiosk to do.
    Verb {
        Done = "DN" "done",
        Cancel = "CN" "cancel",
        Undo = "UN" "undo",
        Help = "HP" "help",
        Yes = "YS" "yes",
        No = "NO" "no",
        /// Parts out.
        Issue = "IS" "issue",
        Return = "RT" "return",
        Receive = "RC" "receive",
        PutAway = "PA" "put-away",
        Transfer = "TF" "transfer",
        /// Where is it, is it free.
        LookUp = "LU" "look-up",
        /// Print a label.
        Label = "LB" "label",
        Count = "CT" "count",
        Scrap = "SC" "scrap",
        OldPart = "OP" "old-part",
        Start = "ST" "start",
        /// Pause; the reason is asked or comes from a card of its own.
        Pause = "PS" "pause",
        Finish = "FN" "finish",
        HandOver = "HO" "hand-over",
        /// Ask for a part from the bay.
        Request = "RQ" "request",
        /// Attendance in.
        ClockIn = "AI" "clock-in",
        /// Attendance out.
        ClockOut = "AO" "clock-out",
        /// The car is on the bay.
        CarOn = "VI" "car-on",
        /// The car is off the bay.
        CarOff = "VO" "car-off",
        LogOff = "LO" "log-off",
        Home = "HM" "home",
        /// The list of jobs.
        Jobs = "JB" "jobs",
        /// The list of alerts.
        Alerts = "AL" "alerts",
        Up = "UP" "up",
        Down = "DW" "down",
        Select = "SL" "select",
        Back = "BK" "back",
        NextPage = "NX" "next-page",
        PreviousPage = "PV" "previous-page",
        /// What else can be done here.
        More = "MR" "more",
        /// The other language.
        Language = "LG" "language",
        /// Fetch a job's list before its car is there.
        PrePick = "PK" "pre-pick",
        /// Counter sale.
        Sell = "SE" "sell",
        /// The RFID tags in the field, as one act.
        Tags = "TG" "tags",
    }
}

coded! {
    /// Why an operation waits or a person stops (WORKSHOP 1.9).
    PauseReason {
        Parts = "P1" "pause-parts",
        CustomerApproval = "P2" "pause-customer-approval",
        BayOrLift = "P3" "pause-bay-or-lift",
        Tool = "P4" "pause-tool",
        Insurer = "P5" "pause-insurer",
        TechnicalHotline = "P6" "pause-technical-hotline",
        WarrantyApproval = "P7" "pause-warranty-approval",
        Sublet = "P8" "pause-sublet",
        /// A meal or a rest; the operation itself waits for nothing.
        Break = "P9" "pause-break",
        Other = "P0" "pause-other",
    }
}

/// One digit of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digit(u8);

impl Digit {
    /// 0 to 9.
    pub fn new(digit: u8) -> Option<Digit> {
        (digit <= 9).then_some(Digit(digit))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

/// The nth answer of a list on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Choice(u8);

impl Choice {
    /// 1 to 9.
    pub fn new(nth: u8) -> Option<Choice> {
        (1..=9).contains(&nth).then_some(Choice(nth))
    }

    pub fn get(self) -> u8 {
        self.0
    }
}

/// The quantity of a card: above zero and at most a thousand units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardQty(Qty);

impl CardQty {
    /// Largest quantity of a card.
    pub const MAX: Qty = Qty::units(1000);

    pub fn new(qty: Qty) -> Option<CardQty> {
        (qty.is_positive() && qty <= CardQty::MAX).then_some(CardQty(qty))
    }

    pub fn get(self) -> Qty {
        self.0
    }
}

/// The quantities on the card sheet, in thousandths.
const SHEET_QUANTITIES: [i64; 16] =
    [1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 20_000, 24_000, 50_000, 100_000, 500, 4500, 5500];

impl Card {
    /// All cards of the sheet, in its order. Cards with any other quantity are valid too.
    pub fn sheet() -> Vec<Card> {
        let verbs = Verb::ALL.iter().copied().map(Card::Verb);
        let reasons = PauseReason::ALL.iter().copied().map(Card::Pause);
        let quantities = SHEET_QUANTITIES.iter().filter_map(|&qty| CardQty::new(Qty(qty)).map(Card::Quantity));
        let digits = (0..=9).filter_map(|digit| Digit::new(digit).map(Card::Digit));
        let choices = (1..=9).filter_map(|nth| Choice::new(nth).map(Card::Choice));
        verbs.chain(reasons).chain(quantities).chain(digits).chain(choices).collect()
    }

    /// What stands in the barcode: two capital letters of a verb, `P` and a digit of a reason, `N` or `Q` and a
    /// quantity, `D` and a digit, `S` and a choice.
    pub fn code(&self) -> String {
        match self {
            Card::Verb(verb) => verb.code().to_owned(),
            Card::Pause(reason) => reason.code().to_owned(),
            Card::Quantity(CardQty(qty)) => {
                let (letter, number) = qty_field(*qty);
                format!("{letter}{number}")
            }
            Card::Digit(Digit(digit)) => format!("D{digit}"),
            Card::Choice(Choice(nth)) => format!("S{nth}"),
        }
    }

    /// The card with this code.
    pub fn from_code(code: &str) -> Option<Card> {
        if let Some(verb) = Verb::from_code(code) {
            return Some(Card::Verb(verb));
        }
        if let Some(reason) = PauseReason::from_code(code) {
            return Some(Card::Pause(reason));
        }
        let letter = *code.as_bytes().first()?;
        let rest = code.get(1..)?;
        match letter {
            b'N' | b'Q' => read_qty(letter, rest).and_then(CardQty::new).map(Card::Quantity),
            b'D' => one_digit(rest).and_then(Digit::new).map(Card::Digit),
            b'S' => one_digit(rest).and_then(Choice::new).map(Card::Choice),
            _ => None,
        }
    }

    /// The stable name: `done`, `pause-parts`, `qty-4.5`, `digit-7`, `choice-2`.
    pub fn key(&self) -> String {
        match self {
            Card::Verb(verb) => verb.key().to_owned(),
            Card::Pause(reason) => reason.key().to_owned(),
            Card::Quantity(CardQty(qty)) => format!("qty-{qty}"),
            Card::Digit(Digit(digit)) => format!("digit-{digit}"),
            Card::Choice(Choice(nth)) => format!("choice-{nth}"),
        }
    }

    /// The card with this name.
    pub fn from_key(key: &str) -> Option<Card> {
        if let Some(qty) = key.strip_prefix("qty-") {
            let card = Qty::parse(qty).and_then(CardQty::new).map(Card::Quantity)?;
            return (card.key() == key).then_some(card);
        }
        Card::sheet().into_iter().find(|card| card.key() == key)
    }
}

fn one_digit(text: &str) -> Option<u8> {
    match text.as_bytes() {
        [digit @ b'0'..=b'9'] => Some(digit - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_card_has_a_code_and_a_key_of_its_own() {
        let sheet = Card::sheet();
        let codes: BTreeSet<String> = sheet.iter().map(Card::code).collect();
        let keys: BTreeSet<String> = sheet.iter().map(Card::key).collect();
        assert_eq!((codes.len(), keys.len()), (sheet.len(), sheet.len()));
        for card in sheet {
            assert_eq!(Card::from_code(&card.code()), Some(card), "{}", card.key());
            assert_eq!(Card::from_key(&card.key()), Some(card));
        }
    }

    #[test]
    fn odd_quantities_are_cards_too() {
        let card = Card::from_key("qty-0.125").unwrap();
        assert_eq!((card.code().as_str(), Card::from_code("Q125")), ("Q125", Some(card)));
        assert_eq!(Card::from_key("qty-7").unwrap().code(), "N7");
    }

    #[test]
    fn what_is_no_card() {
        for code in ["", "N", "N0", "N05", "N1001", "Q5000", "N-1", "D", "D10", "S0", "XX", "é", "DONE", "Né"] {
            assert_eq!(Card::from_code(code), None, "{code}");
        }
        for key in ["", "qty-", "qty-0", "qty-5.0", "digit-10", "choice-0", "Done"] {
            assert_eq!(Card::from_key(key), None, "{key}");
        }
    }
}
