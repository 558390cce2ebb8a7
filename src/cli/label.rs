//! `pitbox label render`: draws one label and writes what a printer takes, a picture, or a view for the terminal.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use crate::identify::calibration::sheet;
use crate::label::brother::{TAPES, Tape};
use crate::label::{self, Data, Dpi, Languages, Output, PrintTag, Rendered, Template};

/// Options of `pitbox label render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// What to write.
    #[arg(long, value_enum)]
    pub to: To,
    /// A template that comes with Pitbox (part, bin, job, ..), or the path of a .toml file.
    #[arg(long, value_name = "NAME|FILE", default_value = "part")]
    pub template: String,
    /// A field of the label; may be given many times. Without any, a sample is drawn.
    #[arg(long = "field", value_name = "NAME=TEXT", value_parser = field)]
    pub fields: Vec<(String, String)>,
    /// Resolution of the printer: 203 or 300. A Brother QL always has 300.
    #[arg(long, value_parser = dpi)]
    pub dpi: Option<Dpi>,
    /// Draw elements of this language only.
    #[arg(long, value_enum)]
    pub language: Option<Language>,
    /// ZPL: let the printer draw the Code 128 bars.
    #[arg(long)]
    pub native: bool,
    /// Brother QL: the roll, for example 62 or 29x90.
    #[arg(long, default_value = "62", value_parser = tape)]
    pub tape: Tape,
    /// ZPL: the print's name in the job's comment.
    #[arg(long, default_value = "0", value_name = "ID")]
    pub print_id: String,
    /// Columns of the view for the terminal.
    #[arg(long, default_value_t = 100)]
    pub columns: u32,
    /// Where to write; otherwise standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Kinds of output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    Zpl,
    Tspl,
    Epl,
    Escpos,
    Brother,
    Png,
    /// PWG Raster, for printers that speak IPP.
    Pwg,
    /// A view for the terminal.
    Preview,
    /// The same in ASCII.
    PreviewAscii,
}

/// Languages of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    En,
    #[value(name = "zh-CN")]
    ZhCn,
}

fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as name=text")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn dpi(text: &str) -> Result<Dpi, String> {
    text.parse().ok().and_then(Dpi::new).ok_or_else(|| "use 203 or 300".to_owned())
}

fn tape(text: &str) -> Result<Tape, String> {
    Tape::named(text).ok_or_else(|| format!("use one of {}", TAPES.map(|tape| tape.name).join(", ")))
}

/// Draws the label and writes it.
pub fn render(args: &RenderArgs) -> anyhow::Result<()> {
    let mut template = load(&args.template)?;
    template = match args.language {
        None => template,
        Some(Language::En) => template.in_languages(Languages::English),
        Some(Language::ZhCn) => template.in_languages(Languages::Chinese),
    };
    let data = data(args, &template);
    let dpi = args.dpi.unwrap_or(if args.to == To::Brother { Dpi::D300 } else { Dpi::D203 });
    let rendered = label::render(&template, &data, dpi)?;
    report(&rendered);
    let bytes = written(args, &template, &data, &rendered)?;
    match &args.output {
        Some(file) => std::fs::write(file, bytes).with_context(|| format!("failed to write {}", file.display())),
        None if args.to.is_binary() && std::io::stdout().is_terminal() => {
            bail!("this output is not text: give a file with -o, or send it on with a pipe")
        }
        None => std::io::stdout().write_all(&bytes).context("failed to write the label"),
    }
}

/// The fields that were given; without any, those of the calibration sheet, which is always the same, or a sample.
fn data(args: &RenderArgs, template: &Template) -> Data {
    if !args.fields.is_empty() {
        return Data(args.fields.iter().cloned().collect());
    }
    match template.name.as_str() {
        "calibration" => Data(sheet::fields().map(|(field, text)| (field.to_owned(), text)).collect()),
        _ => label::sample(template),
    }
}

impl To {
    fn is_binary(self) -> bool {
        match self {
            To::Tspl | To::Epl | To::Escpos | To::Brother | To::Png | To::Pwg => true,
            To::Zpl | To::Preview | To::PreviewAscii => false,
        }
    }
}

/// The template of a name or of a file.
fn load(name: &str) -> anyhow::Result<Template> {
    if name.ends_with(".toml") || name.contains('/') {
        let text = std::fs::read_to_string(name).with_context(|| format!("failed to read {name}"))?;
        let file = Path::new(name).file_name().map_or(name.into(), |file| file.to_string_lossy());
        return Ok(Template::parse(&file, &text)?);
    }
    match label::builtin(name) {
        Some(template) => Ok(template?),
        None => {
            let names: Vec<&str> = label::builtin::names().collect();
            bail!("no template is called {name:?}: use one of {}, or the path of a .toml file", names.join(", "))
        }
    }
}

fn written(args: &RenderArgs, template: &Template, data: &Data, label: &Rendered) -> anyhow::Result<Vec<u8>> {
    let output = match args.to {
        To::Preview => return Ok(lines(label::preview(&label.bitmap, args.columns))),
        To::PreviewAscii => return Ok(lines(label::preview_ascii(&label.bitmap, args.columns))),
        To::Zpl if args.native => Output::ZplNative,
        To::Zpl => Output::Zpl,
        To::Tspl => Output::Tspl,
        To::Epl => Output::Epl,
        To::Escpos => Output::Escpos,
        To::Brother => Output::Brother(args.tape),
        To::Png => Output::Png,
        To::Pwg => Output::Pwg,
    };
    let tag = PrintTag { id: args.print_id.clone(), template: template.name.clone(), key: key(template, &data.0) };
    Ok(label::encode(label, output, &tag)?)
}

/// What the label is of: the field called like the template, else the part, else the code.
fn key(template: &Template, fields: &BTreeMap<String, String>) -> String {
    let found = [template.name.as_str(), "part", "job", "code"].into_iter().find_map(|name| fields.get(name));
    found.cloned().unwrap_or_default()
}

fn lines(lines: Vec<String>) -> Vec<u8> {
    lines.into_iter().flat_map(|line| (line + "\n").into_bytes()).collect()
}

#[expect(clippy::print_stderr, reason = "remarks for the person at the command line, apart from the output")]
fn report(label: &Rendered) {
    if !label.missing_glyphs.is_empty() {
        let shown: Vec<String> = label.missing_glyphs.iter().map(|&char| format!("U+{:04X}", char as u32)).collect();
        eprintln!("no glyph for {}: drawn as boxes", shown.join(", "));
    }
    for element in &label.cut {
        eprintln!("{element}: the text is too long and was cut");
    }
    for element in &label.left_out {
        eprintln!("{element}: the data is too long for it, so it was left out");
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: RenderArgs,
    }

    fn run(words: &[&str]) -> anyhow::Result<Vec<u8>> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("label");
        let mut args = Command::try_parse_from([&["render"], words].concat())?.args;
        args.output = Some(file.clone());
        render(&args)?;
        Ok(std::fs::read(file).expect("written"))
    }

    #[test]
    fn every_kind_of_output_is_written() {
        for (to, begins) in [
            ("zpl", b"^XA\n^FX pitbox 0 part 1K0^FS".as_slice()),
            ("tspl", b"\r\nSIZE 50 mm,30 mm"),
            ("epl", b"\nN\nq400\nQ240,18\n"),
            ("escpos", b"\x1B@\x1Dv0"),
            ("brother", b"\0\0\0"),
            ("png", b"\x89PNG"),
            ("pwg", b"RaS2PwgRaster"),
        ] {
            let bytes = run(&["--to", to, "--template", "part", "--field", "part=1K0", "--field", "code=P1K0"]);
            assert!(bytes.expect(to).starts_with(begins), "{to}");
        }
    }

    #[test]
    fn without_fields_a_sample_is_drawn() {
        let bytes = run(&["--to", "zpl"]).expect("drawn");
        assert!(bytes.starts_with(b"^XA\n^FX pitbox 0 part 04E115561H^FS"));
    }

    #[test]
    fn mistakes_are_named() {
        for (words, expected) in [
            (["--to=zpl", "--template=prt"].as_slice(), "no template is called \"prt\""),
            (&["--to=zpl", "--field=code=P1K0"], "needs the field part"),
            (&["--to=zpl", "--template=none.toml"], "failed to read none.toml"),
            (&["--to=pdf"], "invalid value"),
            (&["--to=zpl", "--field=part"], "write it as name=text"),
            (&["--to=zpl", "--dpi=600"], "use 203 or 300"),
            (&["--to=brother", "--dpi=203"], "300 dots to the inch"),
        ] {
            let error = run(words).expect_err(expected).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
