//! What happens to a count, to be encoded: each kind with every field set, and with as few as can be.

use super::samples::{full_stock, part};
use crate::domain::count::{CountEvent, Counted, Scope};
use crate::domain::event::Event;
use crate::domain::ids::{BinId, CountNo, RecordName};
use crate::domain::level::AbcClass;
use crate::domain::qty::{Qty, Unit};
use crate::domain::reason::Reason;
use crate::domain::stock::Stock;

pub(super) fn number() -> CountNo {
    CountNo::new("C1-7").expect("a count")
}

pub(super) fn all() -> Vec<(&'static str, Event)> {
    let bin = || BinId::new("A-1").expect("a bin");
    let opened = |scope| Counted::Opened { scope, blind: true };
    let named = vec![
        ("130-count-opened-all", Counted::Opened { scope: Scope::All, blind: false }),
        ("130-count-opened-bin", opened(Scope::Bin(bin()))),
        ("130-count-opened-part", opened(Scope::Part(part("OIL")))),
        ("130-count-opened-class", opened(Scope::Class(AbcClass::A))),
        ("130-count-opened-bins", opened(Scope::Bins(vec![bin()]))),
        (
            "137-count-doubted",
            Counted::Doubted { bin: bin(), stock: full_stock(), unit: Unit::Litre, record: RecordName([0xcb; 16]) },
        ),
        (
            "131-count-line-full",
            Counted::Line { bin: bin(), stock: full_stock(), unit: Unit::Litre, book: Qty(-1500), qty: Qty(4500) },
        ),
        (
            "131-count-line-least",
            Counted::Line {
                bin: bin(),
                stock: Stock::plain(part("OIL")),
                unit: Unit::Piece,
                book: Qty::ZERO,
                qty: Qty::ZERO,
            },
        ),
        ("132-count-explained", Counted::Explained { bin: bin(), stock: full_stock(), reason: Reason::Lost }),
        ("133-count-label-needed", Counted::LabelNeeded { bin: bin(), stock: full_stock(), needed: true }),
        ("134-count-posted", Counted::Posted { bin: bin(), stock: full_stock(), variance: Qty(-2000) }),
        ("135-count-closed", Counted::Closed),
        ("136-count-withdrawn", Counted::Withdrawn { record: RecordName([0xca; 16]) }),
    ];
    let told = |what| Event::Count(Box::new(CountEvent { count: number(), what }));
    named.into_iter().map(|(name, what)| (name, told(what))).collect()
}
