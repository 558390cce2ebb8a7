//! A screen as plain text that a person can review in a diff.

use crate::station::view::screen::{Block, KeyHint, Mark, Notice, Question, Row, Screen, Sign, Table, Tone};

/// The whole screen, top to bottom.
pub(super) fn of(screen: &Screen) -> String {
    let mut lines = vec![header(screen), format!("== {}", screen.title)];
    for block in &screen.blocks {
        self::block(block, &mut lines);
    }
    lines.extend(screen.notice.as_ref().map(notice));
    lines.extend(screen.question.as_ref().map(question));
    lines.extend(screen.typed.as_ref().map(|typed| format!("> {}: {}_", typed.label, typed.text)));
    lines.push(format!("keys: {}", keys(&screen.keys)));
    if let Some(stop) = &screen.stop {
        lines.push(format!("STOP {}", stop.headline));
        lines.extend(stop.details.iter().map(|line| format!("     {line}")));
    }
    let lines: Vec<&str> = lines.iter().flat_map(|text| text.lines()).map(str::trim_end).collect();
    lines.join("\n")
}

fn header(screen: &Screen) -> String {
    let header = &screen.header;
    let person = header.person.as_deref().unwrap_or("-");
    let marks: Vec<String> = header.marks.iter().map(mark).collect();
    format!("[{}] {} {}  {}", header.station, person, header.clock, marks.join(" | "))
}

fn mark(mark: &Mark) -> String {
    format!("{}{}", tone(mark.tone), mark.text)
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain | Tone::Faint | Tone::Good => "",
        Tone::Attention => "(!) ",
        Tone::Bad => "(x) ",
    }
}

fn sign(sign: Sign) -> &'static str {
    match sign {
        Sign::None => " ",
        Sign::Open => "o",
        Sign::Partly => "/",
        Sign::Done => "d",
        Sign::Running => ">",
        Sign::Waiting => "w",
        Sign::Saved => "[saved]",
        Sign::NotSaved => "[NOT SAVED]",
        Sign::Question => "?",
        Sign::Info => "i",
        Sign::Wrong => "x",
    }
}

fn block(block: &Block, lines: &mut Vec<String>) {
    match block {
        Block::Banner { lines: text, .. } => lines.extend(text.iter().map(|line| format!("   ** {line}"))),
        Block::Facts(facts) => {
            lines.extend(facts.iter().map(|fact| format!("{}{}: {}", tone(fact.tone), fact.label, fact.value)));
        }
        Block::Text { tone: how, lines: text } => {
            lines.extend(text.iter().map(|line| format!("{}{line}", tone(*how))));
        }
        Block::Table(table) => self::table(table, lines),
    }
}

fn table(table: &Table, lines: &mut Vec<String>) {
    let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
    lines.push(format!("-- {} ({})", table.title, titles.join(" | ")));
    if table.rows.is_empty() {
        lines.push(format!("   {}", table.empty));
    }
    for (at, Row { sign: with, cells }) in table.rows.iter().enumerate() {
        let selected = if table.selected == Some(at) { "*" } else { " " };
        lines.push(format!(" {selected}{} {}", sign(*with), cells.join(" | ")));
    }
}

fn notice(notice: &Notice) -> String {
    let details: String = notice.details.iter().map(|line| format!("\n     {line}")).collect();
    format!("{} {}{}{details}", sign(notice.sign), tone(notice.tone), notice.headline)
}

fn question(question: &Question) -> String {
    let details: String = question.details.iter().map(|line| format!("\n     {line}")).collect();
    let answers: String = question.answers.iter().map(|hint| format!("\n     [{}] {}", hint.key, hint.label)).collect();
    format!("? {}{details}{answers}", question.headline)
}

fn keys(hints: &[KeyHint]) -> String {
    hints.iter().map(|hint| format!("{} {}", hint.key, hint.label)).collect::<Vec<_>>().join(", ")
}
