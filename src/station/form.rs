//! A form: a few steps one after the other, each answered by key, by card or by scan, that become one command.

use crate::domain::ids::{BayId, JobNo, OpNo, PartNo, PersonId, RecordName};
use crate::domain::job::{CheckLevel, Payer};
use crate::domain::job_act::Earlier;
use crate::domain::job_event::{AnswerBy, BodyPlace, Category, DamageKind, RequestState};

/// What a form is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormKind {
    CheckIn,
    CarOn,
    HandOver,
    Shares,
    Request,
    AnswerRequest,
    Extra,
    AnswerExtra,
    Measure,
    SendBack { op: OpNo, level: CheckLevel },
    Plan,
    Deliver,
    ComeBack(Box<Earlier>),
    ClearDispute,
}

/// A form that is being filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    pub kind: FormKind,
    pub job: JobNo,
    /// What was answered, in the order of the steps.
    pub given: Vec<Given>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    Op(OpNo),
    Person(PersonId),
    Part(PartNo),
    Bay(BayId),
    Text(String),
    /// Thousandths.
    Number(i64),
    Payer(Payer),
    How(AnswerBy),
    State(RequestState),
    Record(RecordName),
    Yes(bool),
    Place(BodyPlace),
    Damage(DamageKind),
    Category(Category),
    /// The answer before is to be corrected.
    Again,
    /// Left open on purpose.
    Nothing,
}

impl Form {
    pub fn new(kind: FormKind, job: JobNo) -> Form {
        Form { kind, job, given: Vec::new() }
    }

    /// The nth operation among the answers.
    pub fn op(&self) -> Option<OpNo> {
        self.given.iter().find_map(|given| if let Given::Op(op) = given { Some(*op) } else { None })
    }

    /// People among the answers, in order.
    pub fn people(&self) -> Vec<&PersonId> {
        let people = self.given.iter().filter_map(|given| if let Given::Person(id) = given { Some(id) } else { None });
        people.collect()
    }

    pub fn part(&self) -> Option<&PartNo> {
        self.given.iter().find_map(|given| if let Given::Part(part) = given { Some(part) } else { None })
    }

    pub fn bay(&self) -> Option<&BayId> {
        self.given.iter().find_map(|given| if let Given::Bay(bay) = given { Some(bay) } else { None })
    }

    pub fn record(&self) -> Option<RecordName> {
        self.given.iter().find_map(|given| if let Given::Record(record) = given { Some(*record) } else { None })
    }

    /// The first number among the answers, in thousandths.
    pub fn number(&self) -> Option<i64> {
        self.given.iter().find_map(|given| if let Given::Number(number) = given { Some(*number) } else { None })
    }

    /// The last text among the answers; empty when none was given.
    pub fn text(&self) -> String {
        let text = |given: &Given| if let Given::Text(text) = given { Some(text.clone()) } else { None };
        self.given.iter().rev().find_map(text).unwrap_or_default()
    }
}

/// What is wanted at a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    pub label: String,
    /// What can be chosen.
    pub rows: Vec<(String, Given)>,
    pub typing: Typing,
    /// A step that can be left open: the words for that.
    pub skip: Option<String>,
    /// The row that Enter takes when nobody chooses another.
    pub first: usize,
}

/// What can be typed at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    No,
    Text,
    /// A number: digits are typed, rows are chosen with the arrows.
    Number,
    /// A part: its number or its name.
    Part,
    /// A bay.
    Bay,
    /// A time of day, `16:30`.
    Time,
}

impl Prompt {
    pub fn new(label: String, typing: Typing) -> Prompt {
        Prompt { label, rows: Vec::new(), typing, skip: None, first: 0 }
    }

    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = (String, Given)>) -> Prompt {
        self.rows.extend(rows);
        self
    }

    #[must_use]
    pub fn or_skip(mut self, words: String) -> Prompt {
        self.skip = Some(words);
        self
    }

    /// The row that is meant when nobody chooses another.
    #[must_use]
    pub fn begin_at(mut self, row: usize) -> Prompt {
        self.first = row;
        self
    }

    /// The rows with the one that leaves it open.
    pub fn all_rows(&self) -> Vec<(String, Given)> {
        let skip = self.skip.iter().map(|words| (words.clone(), Given::Nothing));
        self.rows.iter().cloned().chain(skip).collect()
    }

    /// The key in front of a row; none where digits are typed or there are too many rows.
    pub fn key_of(&self, row: usize) -> Option<char> {
        let skips = row == self.rows.len();
        match self.typing {
            Typing::Number | Typing::Time => None,
            _ if skips => Some('0'),
            _ if row < 9 => char::from_digit(u32::try_from(row + 1).ok()?, 10),
            _ => None,
        }
    }
}
