//! The file of a black box: a line of JSON each for its head, the rest that it goes out from, and the steps.

mod checkpoint;
mod input;
mod values;

use std::io::Write;

use serde::{Deserialize, Serialize};

use super::Step;
use super::replay::Origin;
use super::told::told;
use crate::record::aggregate;
use crate::record::answers::{self, Answer};
use crate::station::checkpoint::Checkpoint;
use crate::station::input::{Input, Now};
use crate::sync::wire::hex;
use checkpoint::Rest;
use values::unhex;

/// Version of the file.
const VERSION: u32 = 1;
/// Level of the packing in memory.
const FASTEST: i32 = 1;

/// Why a file is not played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFile {
    #[error("line {0} cannot be read: {1}")]
    Line(usize, String),
    #[error("it is of version {0} and this program reads version {VERSION}: use the pitbox that wrote it")]
    Version(u32),
    #[error("its book is of form {0} and this program reads another form: use the pitbox that wrote it")]
    Book(u32),
    #[error("it has no line {0}: it was cut off")]
    CutOff(usize),
}

#[derive(Serialize, Deserialize)]
struct Head {
    pitbox_black_box: u32,
    version: String,
    why: String,
    /// Version of the form in which the rest keeps the book.
    book: u32,
}

#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(with = "values::now")]
    now: Now,
    #[serde(with = "input::InputDef")]
    input: Input,
    /// Question and answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<(String, String)>,
    /// Absent when the station did not come back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effects: Option<Vec<String>>,
}

/// A file that was read.
pub(super) struct File {
    pub(super) origin: Origin,
    pub(super) from: Checkpoint<'static>,
    pub(super) steps: Vec<Kept>,
}

/// A step that was read.
pub(super) struct Kept {
    pub(super) now: Now,
    pub(super) input: Input,
    pub(super) answers: Vec<(String, Answer)>,
    pub(super) effects: Option<Vec<String>>,
}

pub(super) use input::can_be_kept;

/// A rest as its line in the file, packed: the book of a large shop is not held twice.
pub(super) struct Packed(Vec<u8>);

impl Packed {
    /// None when there is no memory for it.
    pub(super) fn of(from: &Checkpoint<'_>) -> Option<Packed> {
        let mut packed = zstd::Encoder::new(Vec::new(), FASTEST).ok()?;
        serde_json::to_writer(&mut packed, &Rest::of(from)).ok()?;
        packed.write_all(b"\n").ok()?;
        packed.finish().ok().map(Packed)
    }

    fn line(&self) -> Option<String> {
        String::from_utf8(zstd::decode_all(self.0.as_slice()).ok()?).ok()
    }
}

/// The lines of a file; none when the rest cannot be unpacked.
pub(super) fn text(version: &str, why: &str, from: &Packed, steps: &[Step]) -> Option<String> {
    let head =
        Head { pitbox_black_box: VERSION, version: version.to_owned(), why: why.to_owned(), book: aggregate::VERSION };
    let mut text = line(&head);
    text.push_str(&from.line()?);
    for step in steps {
        let said = |(question, answer): &(String, Answer)| (question.clone(), hex(&answers::encode(answer)));
        text.push_str(&line(&Line {
            now: step.now,
            input: step.input.clone(),
            answers: step.answers.iter().map(said).collect(),
            effects: step.effects.as_deref().map(told),
        }));
    }
    Some(text)
}

fn line(value: &impl Serialize) -> String {
    // What cannot be kept was not taken in; a line that is empty would be told by its number.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// # Errors
/// When it is no file of this version.
pub(super) fn read(text: &str) -> Result<File, BadFile> {
    let mut lines = (1..).zip(text.lines());
    let (at, first) = lines.next().ok_or(BadFile::CutOff(1))?;
    let head: Head = serde_json::from_str(first).map_err(|error| bad(at, error))?;
    if head.pitbox_black_box != VERSION {
        return Err(BadFile::Version(head.pitbox_black_box));
    }
    if head.book != aggregate::VERSION {
        return Err(BadFile::Book(head.book));
    }
    let (at, second) = lines.next().ok_or(BadFile::CutOff(2))?;
    let rest: Rest = serde_json::from_str(second).map_err(|error| bad(at, error))?;
    let from = rest.checkpoint().map_err(|why| bad(at, why))?;
    let steps = lines.map(|(at, text)| step(at, text)).collect::<Result<_, _>>()?;
    Ok(File { origin: Origin { version: head.version, why: head.why }, from, steps })
}

fn step(at: usize, text: &str) -> Result<Kept, BadFile> {
    let line: Line = serde_json::from_str(text).map_err(|error| bad(at, error))?;
    let said = |(question, answer): (String, String)| {
        let bytes = unhex(&answer).map_err(|why| bad(at, why))?;
        Ok((question, answers::decode(&bytes).map_err(|why| bad(at, why))?))
    };
    let answers = line.answers.into_iter().map(said).collect::<Result<_, _>>()?;
    Ok(Kept { now: line.now, input: line.input, answers, effects: line.effects })
}

fn bad(at: usize, why: impl ToString) -> BadFile {
    BadFile::Line(at, why.to_string())
}
