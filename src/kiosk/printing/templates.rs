//! The templates of a kiosk: those of the shop's folder, which replace by name those that come with Pitbox.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::PathBuf;

use crate::label::{self, Template};

/// Largest template that is read, in bytes.
const MAX_FILE: u64 = 256 * 1024;

/// Templates by name.
#[derive(Debug, Default)]
pub(super) struct Templates {
    /// Those that were used of what comes with Pitbox: a start does not wait for all of them.
    known: BTreeMap<String, Template>,
    folder: Option<PathBuf>,
}

impl Templates {
    pub(super) fn new(folder: Option<PathBuf>) -> Templates {
        Templates { known: BTreeMap::new(), folder }
    }

    /// The template of that name; or why it cannot be used. A file of the shop is read each time, so that a change of it
    /// holds for the next label.
    pub(super) fn get(&mut self, name: &str) -> Result<Template, String> {
        if let Some(own) = self.own(name)? {
            return Ok(own);
        }
        if let Some(known) = self.known.get(name) {
            return Ok(known.clone());
        }
        let template = label::builtin(name).ok_or_else(|| format!("no template {name:?}"))?;
        let template = template.map_err(|error| error.to_string())?;
        self.known.insert(name.to_owned(), template.clone());
        Ok(template)
    }

    fn own(&self, name: &str) -> Result<Option<Template>, String> {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        let Some(folder) = self.folder.as_ref().filter(|_| plain) else { return Ok(None) };
        let file = folder.join(format!("{name}.toml"));
        let shown = file.display().to_string();
        match std::fs::metadata(&file) {
            Ok(facts) if facts.len() > MAX_FILE => return Err(format!("{shown}: a template is not that large")),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{shown}: {error}")),
        }
        let text = std::fs::read_to_string(&file).map_err(|error| format!("{shown}: {error}"))?;
        Template::parse(&shown, &text).map(Some).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "name = \"part\"\nwidth = 30\nheight = 20\n[[qr]]\ndata = \"{code}\"\nat = [1, 1]\nsize = 15\n";

    #[test]
    fn a_file_of_the_shop_replaces_what_comes_with_pitbox_and_its_change_holds_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut templates = Templates::new(Some(folder.path().to_owned()));
        let codes = |templates: &mut Templates| templates.get("part").map(|part| part.qr.len());
        assert_eq!(codes(&mut templates), Ok(0));
        std::fs::write(folder.path().join("part.toml"), OWN).expect("written");
        assert_eq!(codes(&mut templates), Ok(1));
        std::fs::write(folder.path().join("part.toml"), "width = 3").expect("written");
        let why = codes(&mut templates).expect_err("no template");
        assert!(why.contains("part.toml: ") && why.contains("missing"), "{why}");
        assert!(templates.get("bin").is_ok() && templates.get("nothing").is_err());
        assert!(templates.get("../part").is_err(), "a name is no path");
    }
}
