//! What happened to a count, in JSON: `type`, `count`, and the fields that docs/tools.md lists.

use serde_json::{Map, Value, json};

use crate::domain::count::{CountEvent, Counted, Scope};
use crate::domain::ids::BinId;
use crate::domain::stock::Stock;

/// The scope as text: `all`, `bin:A-1`, `part:OF-1`, `class:A`.
pub(super) fn scope(scope: &Scope) -> String {
    match scope {
        Scope::All => "all".to_owned(),
        Scope::Bin(bin) => format!("bin:{bin}"),
        Scope::Part(part) => format!("part:{part}"),
        Scope::Class(class) => format!("class:{}", class.code()),
        Scope::Bins(bins) => {
            let bins: Vec<&str> = bins.iter().map(|bin| bin.as_str()).collect();
            format!("bins:{}", bins.join(","))
        }
    }
}

fn at(bin: &BinId, stock: &Stock) -> Value {
    json!({
        "bin": bin.as_str(), "part": stock.part.as_str(), "lot": stock.lot.as_ref().map(|lot| lot.as_str()),
        "serial": stock.serial.as_ref().map(|serial| serial.as_str()), "condition": stock.condition.code(),
    })
}

/// One fact of a log line.
pub(super) fn of(told: &CountEvent) -> Value {
    let (place, more) = match &told.what {
        Counted::Opened { scope, blind } => (json!({}), json!({"scope": self::scope(scope), "blind": blind})),
        Counted::Line { bin, stock, unit, book, qty } => {
            (at(bin, stock), json!({"unit": unit.code(), "book": book.0, "qty": qty.0}))
        }
        Counted::Explained { bin, stock, reason } => (at(bin, stock), json!({"reason": reason.code()})),
        Counted::LabelNeeded { bin, stock, needed } => (at(bin, stock), json!({"needed": needed})),
        Counted::Posted { bin, stock, variance } => (at(bin, stock), json!({"variance": variance.0})),
        Counted::Closed => (json!({}), json!({})),
        Counted::Withdrawn { record } => (json!({}), json!({"record": record.to_string()})),
        Counted::Doubted { bin, stock, record, .. } => (at(bin, stock), json!({"record": record.to_string()})),
    };
    let mut all = Map::new();
    all.insert("type".into(), told.what.name().into());
    all.insert("count".into(), told.count.as_str().into());
    for fields in [place, more] {
        if let Value::Object(fields) = fields {
            all.extend(fields);
        }
    }
    Value::Object(all)
}

/// In a few words, for the table of a log.
pub(super) fn fact(told: &CountEvent) -> String {
    let count = &told.count;
    match &told.what {
        Counted::Opened { scope, .. } => format!("count {count} of {}", self::scope(scope)),
        Counted::Line { bin, stock, book, qty, .. } => format!("{qty} {} counted in {bin}, book {book}", stock.part),
        Counted::Explained { stock, reason, .. } => format!("{} differs: {}", stock.part, reason.code()),
        Counted::LabelNeeded { stock, needed: true, .. } => format!("{} needs a label", stock.part),
        Counted::LabelNeeded { stock, .. } => format!("{} needs no label", stock.part),
        Counted::Posted { bin, stock, variance } => format!("{variance} {} posted for {bin}", stock.part),
        Counted::Closed => format!("count {count} is over"),
        Counted::Withdrawn { record } => format!("not counted: {record}"),
        Counted::Doubted { bin, stock, .. } => format!("{} in {bin} is to be counted again", stock.part),
    }
}

/// Whether a fact names a part.
pub(super) fn is_about_part(told: &CountEvent, wanted: &str) -> bool {
    match &told.what {
        Counted::Line { stock, .. }
        | Counted::Explained { stock, .. }
        | Counted::LabelNeeded { stock, .. }
        | Counted::Posted { stock, .. }
        | Counted::Doubted { stock, .. } => stock.part.as_str() == wanted,
        Counted::Opened { scope, .. } => matches!(scope, Scope::Part(part) if part.as_str() == wanted),
        Counted::Closed | Counted::Withdrawn { .. } => false,
    }
}
