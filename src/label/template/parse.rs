//! TOML to a checked template. Each error names file, key, reason and fix.

use super::{Mm, Template, TemplateError};

const FIX_KEYS: &str = "docs/labels.md lists the keys of each element";

/// Most elements in a template, most lines of a text, most cells of a sheet.
const MAX_ELEMENTS: usize = 200;
const MAX_LINES: u32 = 40;
const MAX_CELLS: u32 = 100;

pub(super) fn parse(file: &str, toml: &str) -> Result<Template, TemplateError> {
    let template: Template = toml::from_str(toml).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        bad(file, key_at(toml, at), error.message().trim().replace('\n', ": "), FIX_KEYS)
    })?;
    check_frame(&template).and_then(|()| check_elements(&template)).map_err(|mut error| {
        error.file = file.to_owned();
        error
    })?;
    Ok(template)
}

fn bad(file: &str, key: impl Into<String>, reason: impl Into<String>, fix: impl Into<String>) -> TemplateError {
    TemplateError { file: file.to_owned(), key: key.into(), reason: reason.into(), fix: fix.into() }
}

/// The key in whose line an offset lies, for example `text[2].size`.
fn key_at(toml: &str, offset: usize) -> String {
    let head = toml.get(..offset).unwrap_or(toml);
    let line_start = head.rfind('\n').map_or(0, |at| at + 1);
    let line = toml[line_start..].lines().next().unwrap_or("").trim();
    let before: Vec<&str> = toml[..line_start].lines().map(str::trim).collect();
    let headers = || before.iter().copied().chain([line]).filter(|line| line.starts_with('['));
    let table = headers().next_back().map(|header| match header.strip_prefix("[[") {
        Some(_) => {
            format!("{}[{}]", name_of(header), headers().filter(|&other| name_of(other) == name_of(header)).count())
        }
        None => name_of(header).to_owned(),
    });
    let key = line.split_once('=').map(|(key, _)| key.trim().to_owned());
    match (table, key) {
        (Some(table), Some(key)) => format!("{table}.{key}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => format!("line {}", before.len() + 1),
    }
}

fn name_of(header: &str) -> &str {
    header.split('#').next().unwrap_or("").trim_matches(['[', ']', ' ', '\t'])
}

/// Size, name and sheet.
fn check_frame(template: &Template) -> Result<(), TemplateError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if template.name.is_empty() || template.name.len() > 40 || !template.name.bytes().all(plain) {
        let fix = "name it like `part` or `key-tag`: small letters, digits and -";
        return Err(bad("", "name", format!("{:?} is no name of a template", template.name), fix));
    }
    for (key, length) in [("width", template.width), ("height", template.height)] {
        if length < Mm(50) {
            return Err(bad("", key, format!("{length} is shorter than 5 mm"), "give the size of the label in mm"));
        }
    }
    if let Some(sheet) = template.sheet {
        let cells = sheet.columns.saturating_mul(sheet.rows);
        if !(1..=MAX_CELLS).contains(&cells) {
            return Err(bad("", "sheet", format!("it has {cells} cells"), format!("use 1 to {MAX_CELLS}")));
        }
        let last = |axis: usize, count: u32| Mm(sheet.step[axis].0.saturating_mul(count - 1)).plus(sheet.at[axis]);
        let corner = [last(0, sheet.columns), last(1, sheet.rows)];
        inside("sheet.step", corner, [Mm(0); 2], [template.width, template.height])?;
    }
    Ok(())
}

/// Each element lies on the label, or on the first cell of the sheet.
fn check_elements(template: &Template) -> Result<(), TemplateError> {
    let room = match template.sheet {
        Some(sheet) => [0, 1].map(|axis| {
            let count = if axis == 0 { sheet.columns } else { sheet.rows };
            let label = [template.width, template.height][axis];
            if count > 1 { sheet.step[axis] } else { Mm(label.0 - sheet.at[axis].0) }
        }),
        None => [template.width, template.height],
    };
    let mut count = 0;
    let mut element = |key: String, at: [Mm; 2], size: [Mm; 2]| {
        count += 1;
        if count > MAX_ELEMENTS {
            return Err(bad("", key, "too many elements", format!("a template has at most {MAX_ELEMENTS}")));
        }
        inside(&key, at, size, room)
    };
    for (nth, text) in (1..).zip(&template.text) {
        if text.size < Mm(15) || !(1..=MAX_LINES).contains(&text.lines) {
            let reason = format!("{} lines of {}", text.lines, text.size);
            return Err(bad("", format!("text[{nth}].size"), reason, "use 1 to 40 lines of 1.5 mm or more"));
        }
        element(format!("text[{nth}]"), text.at, [text.width, Mm(text.size.0 * text.lines)])?;
    }
    let settings = ("scanner-setting", &template.scanner_setting);
    for (kind, codes) in [("code128", &template.code128), ("gs1-128", &template.gs1_128), settings] {
        for (nth, code) in (1..).zip(codes) {
            element(format!("{kind}[{nth}]"), code.at, [code.width, code.height])?;
        }
    }
    for (kind, codes) in [("datamatrix", &template.datamatrix), ("qr", &template.qr)] {
        for (nth, code) in (1..).zip(codes) {
            element(format!("{kind}[{nth}]"), code.at, [code.size; 2])?;
        }
    }
    for (nth, frame) in (1..).zip(&template.boxes) {
        element(format!("box[{nth}]"), frame.at, frame.size)?;
    }
    for (nth, line) in (1..).zip(&template.line) {
        let key = format!("line[{nth}]");
        if line.from[0] != line.to[0] && line.from[1] != line.to[1] {
            return Err(bad(
                "",
                key,
                "the line is neither level nor upright",
                "give both ends the same x or the same y",
            ));
        }
        element(key.clone(), line.from, [Mm(0); 2])?;
        element(key, line.to, [Mm(0); 2])?;
    }
    if count == 0 {
        return Err(bad("", "text", "the template has no elements", FIX_KEYS));
    }
    Ok(())
}

fn inside(key: &str, at: [Mm; 2], size: [Mm; 2], room: [Mm; 2]) -> Result<(), TemplateError> {
    for axis in [0, 1] {
        let end = at[axis].plus(size[axis]);
        if end > room[axis] {
            let way = ["right", "lower"][axis];
            let reason = format!("it ends at {end}, past the {way} edge at {}", room[axis]);
            return Err(bad("", key, reason, "move it, make it smaller, or enlarge the label"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
