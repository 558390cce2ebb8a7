//! All templates of a kiosk: those that come with Pitbox, and those of its own folder, which replace them by name.

use std::collections::BTreeMap;

use super::builtin;
use super::error::TemplateError;
use super::pattern::Data;
use super::template::Template;

/// Templates by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templates {
    named: BTreeMap<String, Template>,
    /// Which names came from files of the user, and from which.
    own: BTreeMap<String, String>,
}

impl Templates {
    /// The templates that come with Pitbox.
    pub fn with_builtin() -> Result<Self, TemplateError> {
        let mut all = Self::default();
        for (file, toml) in builtin::FILES {
            let template = Template::parse(file, toml)?;
            all.named.insert(template.name.clone(), template);
        }
        Ok(all)
    }

    /// Adds a file of the user; it replaces a template that comes with Pitbox. Two files with one name are an error.
    pub fn add(&mut self, file: &str, toml: &str) -> Result<(), TemplateError> {
        let template = Template::parse(file, toml)?;
        if let Some(other) = self.own.insert(template.name.clone(), file.to_owned()) {
            return Err(TemplateError {
                file: file.to_owned(),
                key: "name".to_owned(),
                reason: format!("{other} has a template {:?} already", template.name),
                fix: "give one of them another name".to_owned(),
            });
        }
        self.named.insert(template.name.clone(), template);
        Ok(())
    }

    /// The template of that name.
    pub fn get(&self, name: &str) -> Option<&Template> {
        self.named.get(name)
    }

    /// All names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }
}

/// Data to look at a template with: every field of the templates that come with Pitbox. Its code means nothing.
pub fn sample(template: &Template) -> Data {
    let cells: Vec<String> = match template.sheet {
        Some(_) => (1..=template.cells()).map(|cell| format!(".{cell}")).collect(),
        None => vec![String::new()],
    };
    let all = cells.iter().flat_map(|cell| SAMPLE.map(|(field, text)| (format!("{field}{cell}"), text.to_owned())));
    Data(all.collect())
}

const SAMPLE: [(&str, &str); 41] = [
    ("adviser", "李敏"),
    ("bay", "B3"),
    ("bin", "A-03-2"),
    ("code", "SAMPLE-1"),
    ("day", "09-01"),
    ("fault", "漏油 leaks oil"),
    ("from", "SH01"),
    ("group", "二班"),
    ("job", "4711"),
    ("sale", "S1-28627445"),
    ("lines", "3"),
    ("total", "128.50 CNY"),
    ("line_1", "SAMPLE-1"),
    ("line_2", "SAMPLE-2"),
    ("line_3", "SAMPLE-3"),
    ("line_4", "SAMPLE-4"),
    ("line_5", "SAMPLE-5"),
    ("line_6", "SAMPLE-6"),
    ("lot", "240831"),
    ("maker", "MANN"),
    ("name", "王师傅"),
    ("name_en", "Oil filter"),
    ("name_zh", "机油滤清器"),
    ("odometer", "83214"),
    ("part", "04E115561H"),
    ("person", "t-wang"),
    ("plate", "沪A12345"),
    ("promised", "17:00"),
    ("qty", "1"),
    ("role", "技师"),
    ("shipment", "H1-28627445"),
    ("sheet", "1/2"),
    ("site", "SH01"),
    ("slot", "17"),
    ("title_en", "Done"),
    ("title_zh", "完工"),
    ("tote", "T-12"),
    ("unit", "pc"),
    ("until", "2026-12-31"),
    ("vehicle", "Passat 1.8T"),
    ("zone", "A"),
];

#[cfg(test)]
mod tests {
    use super::super::{Dpi, render};
    use super::*;

    const OWN: &str = "name = \"part\"\nwidth = 30\nheight = 20\n[[qr]]\ndata = \"{code}\"\nat = [1, 1]\nsize = 15\n";

    #[test]
    fn a_file_of_the_user_replaces_what_comes_with_pitbox() {
        let mut templates = Templates::with_builtin().expect("good");
        let count = templates.names().count();
        templates.add("mine.toml", OWN).expect("good");
        assert_eq!((templates.names().count(), templates.get("part").map(|part| part.qr.len())), (count, Some(1)));
        let error = templates.add("other.toml", OWN).expect_err("twice").to_string();
        let expected = "other.toml: name: mine.toml has a template \"part\" already; give one of them another name";
        assert_eq!(error, expected);
    }

    #[test]
    fn the_sample_fits_every_template() {
        let templates = Templates::with_builtin().expect("good");
        for name in templates.names() {
            let template = templates.get(name).expect("named");
            for dpi in [Dpi::D203, Dpi::D300] {
                let label = render(template, &sample(template), dpi).expect(name);
                assert_eq!((label.cut, label.left_out, label.missing_glyphs), (vec![], vec![], vec![]), "{name}");
            }
        }
    }
}
