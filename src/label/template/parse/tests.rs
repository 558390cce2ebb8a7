//! Mistakes in templates, each with the words that a user sees.

use super::*;

fn check(toml: &str, expected: &str) {
    let error = Template::parse("my.toml", toml).expect_err(expected).to_string();
    assert!(error.starts_with(&format!("my.toml: {expected}")), "{error}");
}

/// A good template with one text, and more after it.
fn with(more: &str) -> String {
    format!(
        "name = \"my\"\nwidth = 50\nheight = 30\n[[text]]\ntext = \"{{part}}\"\nat = [1, 1]\nwidth = 40\nsize = 4\n{more}"
    )
}

#[test]
fn a_good_template_is_taken() {
    let template = Template::parse("my.toml", &with("")).expect("good");
    assert_eq!((template.fields(), template.cells(), template.gap), (vec!["part"], 1, Mm(20)));
}

#[test]
fn mistakes_of_form_name_their_key() {
    check(&with("colour = \"red\""), "text[1].colour: unknown field `colour`, expected one of");
    check(&with("[[text]]\ntext = \"{Part}\""), "text[2].text: \"Part\" is no field name");
    check(&with("bold = 3"), "text[1].bold: invalid type");
    check(&with("fit = \"squeeze\""), "text[1].fit: unknown variant `squeeze`, expected one of");
    check(
        &with("[[qr]]\ndata = \"{part}\"\nat = [1, 2.25]\nsize = 10"),
        "qr[1].at: invalid value: floating point `2.25`",
    );
    check(&with("[[qr]]\ndata = \"{part}\"\nat = [1, 2]"), "qr[1]: missing field `size`");
    check("name = \"my\"\nwidth = -1", "width: invalid value: integer `-1`");
    check("name = ", "name: ");
    check("", "line 1: missing field `name`");
}

#[test]
fn mistakes_of_sense_name_their_key() {
    let label = |frame: &str| with("").replace("width = 50\nheight = 30", frame);
    check(&with("").replace("\"my\"", "\"My label\""), "name: \"My label\" is no name of a template");
    check(&label("width = 2\nheight = 30"), "width: 2 mm is shorter than 5 mm");
    check(&label("width = 30\nheight = 30"), "text[1]: it ends at 41 mm, past the right edge at 30 mm");
    check(&with("lines = 8"), "text[1]: it ends at 33 mm, past the lower edge at 30 mm");
    check(&with("lines = 0"), "text[1].size: 0 lines of 4 mm");
    check(&with("[[line]]\nfrom = [1, 1]\nto = [2, 2]"), "line[1]: the line is neither level nor upright");
    check(&with("[[code128]]\ndata = \"x\"\nat = [1, 25]\nwidth = 40\nheight = 9"), "code128[1]: it ends at 34 mm");
    check(&label("width = 50\nheight = 30\n[sheet]\ncolumns = 0\nrows = 2\nstep = [1, 1]"), "sheet: it has 0 cells");
    let sheet = "width = 50\nheight = 30\n[sheet]\ncolumns = 2\nrows = 2\nstep = [25, 15]";
    check(&label(sheet), "text[1]: it ends at 41 mm, past the right edge at 25 mm");
    check("name = \"my\"\nwidth = 50\nheight = 30", "text: the template has no elements");
}

#[test]
fn every_error_names_a_fix() {
    let error = Template::parse("my.toml", &with("lines = 8")).expect_err("too long");
    assert_eq!(error.fix, "move it, make it smaller, or enlarge the label");
    let error = Template::parse("my.toml", &with("colour = 1")).expect_err("unknown key");
    assert_eq!(error.fix, "docs/labels.md lists the keys of each element");
}

proptest::proptest! {
    #[test]
    fn never_panics(toml in "[a-z\\[\\]=\" .0-9{}\n]{0,120}") {
        let _ = Template::parse("my.toml", &toml);
        let _ = Template::parse("my.toml", &with(&toml));
    }
}
