//! What stands on the screen, as plain values with the words already chosen. The drawing code turns them into cells and
//! knows nothing else of the station.

/// What texts may have besides ASCII, the letters of Latin-1 and Chinese: the plain console shows a look-alike of each.
pub const SIGNS: &str = "…→●■√×²·–—";

/// How something is meant. Never shown by colour alone: each tone has a sign as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    #[default]
    Plain,
    /// Done, saved, ready.
    Good,
    /// Look here: a question, something waits.
    Attention,
    /// Not done, not saved, gone.
    Bad,
    /// Less important.
    Faint,
}

/// Everything on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Screen {
    pub header: Header,
    /// What this screen is for, for example `Job 4711`.
    pub title: String,
    pub blocks: Vec<Block>,
    /// The outcome of the last act.
    pub notice: Option<Notice>,
    /// Something must be answered before anything else.
    pub question: Option<Question>,
    /// What is being typed.
    pub typed: Option<Typed>,
    /// What can be done here, most useful first; those that do not fit are left out.
    pub keys: Vec<KeyHint>,
    /// Nothing can be recorded: this covers the whole screen.
    pub stop: Option<Stop>,
}

/// The top line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    pub station: String,
    /// Who is logged on.
    pub person: Option<String>,
    /// Time of day, `14:02`.
    pub clock: String,
    /// Hub, waiting records, devices that are unwell; most important first. Marks that do not fit are counted.
    pub marks: Vec<Mark>,
}

/// A short state in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub tone: Tone,
    pub text: String,
}

/// A part of the body, top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Large words in the middle, for a screen that waits.
    Banner {
        tone: Tone,
        lines: Vec<String>,
    },
    /// Labelled values, laid out in columns where there is room.
    Facts(Vec<Fact>),
    Table(Table),
    /// Plain lines, wrapped.
    Text {
        tone: Tone,
        lines: Vec<String>,
    },
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
    pub tone: Tone,
}

/// A table. The selected row is kept in sight.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    pub selected: Option<usize>,
    /// Said in place of rows when there are none.
    pub empty: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub title: String,
    pub width: Width,
    /// Numbers stand at the right.
    pub right: bool,
    /// Columns of a higher number go first when the screen is narrow; 0 always stays.
    pub drop: u8,
}

/// Width of a column in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    Fixed(u16),
    /// A share of what is left, with its weight.
    Share(u16),
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub sign: Sign,
    pub cells: Vec<String>,
}

/// The sign in front of a row or a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sign {
    #[default]
    None,
    /// Still to do.
    Open,
    /// Done in part.
    Partly,
    Done,
    Running,
    Waiting,
    /// Saved: the tick.
    Saved,
    NotSaved,
    Question,
    /// A hint, or something ignored on purpose.
    Info,
    Wrong,
}

/// The outcome of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub sign: Sign,
    pub tone: Tone,
    pub headline: String,
    pub details: Vec<String>,
}

/// A question with its answers. Answered by key, by the number on a card, or by the yes and no cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Bad when something wrong is in somebody's hand.
    pub tone: Tone,
    pub headline: String,
    pub details: Vec<String>,
    pub answers: Vec<KeyHint>,
}

/// What is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub label: String,
    pub text: String,
}

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHint {
    pub key: String,
    pub label: String,
}

/// Why nothing can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    pub headline: String,
    pub details: Vec<String>,
}
