//! From scans of the sheet to a calibration.

use std::collections::BTreeMap;

use super::sheet::{END, LINES, Page, START, STOP, WHOLE};
use super::{Advice, Calibration, Case, Control, MAX_AFFIX, MAX_KEYS};
use crate::identify::aim;

/// Keys of the US layout with two marks, without and with Shift.
const PLAIN: &str = "`1234567890-=[]\\;',./";
const SHIFTED: &str = "~!@#$%^&*()_+{}|:\"<>?";

/// Takes scans of the sheet, in any order, until all is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learner {
    /// By the page's letter.
    seen: BTreeMap<char, Observed>,
}

/// What a scan of the sheet leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A line symbol was taken; these are left, by their number on the sheet, from 1.
    More(Vec<usize>),
    Done(Learnt),
}

/// A calibration, and what should be changed at the scanner: empty when nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learnt {
    pub calibration: Calibration,
    pub advice: Vec<Advice>,
}

/// One page as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Observed {
    before: String,
    after: String,
    case: Case,
    /// What came for each character; empty for one that did not come.
    pairs: Vec<(char, String)>,
}

impl Learner {
    /// A learner that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes one scan, as it came from the device.
    ///
    /// # Errors
    /// [`Advice::NotTheSheet`] or [`Advice::Truncated`]; what was learnt before is kept.
    pub fn add(&mut self, scan: &str) -> Result<Progress, Advice> {
        let (page, observed) = read(scan)?;
        if page == WHOLE {
            return Ok(Progress::Done(conclude(&[observed])));
        }
        self.seen.insert(page.letter, observed);
        let left = (1..=LINES.len()).filter(|number| !self.seen.contains_key(&LINES[number - 1].letter));
        let left: Vec<usize> = left.collect();
        if !left.is_empty() {
            return Ok(Progress::More(left));
        }
        let pages: Vec<Observed> = self.seen.values().cloned().collect();
        Ok(Progress::Done(conclude(&pages)))
    }
}

/// Finds page, frame and characters in a scan.
fn read(scan: &str) -> Result<(Page, Observed), Advice> {
    let folded = scan.to_ascii_lowercase();
    let (start, end) = (START.to_ascii_lowercase(), END.to_ascii_lowercase());
    let from = folded.find(&start).ok_or(Advice::NotTheSheet)?;
    let body = from + start.len();
    let letter = scan[body..].chars().next().ok_or(Advice::Truncated)?;
    let page = std::iter::once(WHOLE).chain(LINES).find(|page| page.letter.eq_ignore_ascii_case(&letter));
    let page = page.ok_or(Advice::NotTheSheet)?;
    let until = folded.rfind(&end).filter(|until| *until > body).ok_or(Advice::Truncated)?;
    let (before, after) = (&scan[..from], &scan[until + end.len()..]);
    if before.chars().count().max(after.chars().count()) > MAX_AFFIX {
        return Err(Advice::NotTheSheet);
    }
    let pairs = characters(page, &scan[body + letter.len_utf8()..until]).ok_or(Advice::Truncated)?;
    let case = case_of(&scan[from..body]);
    Ok((page, Observed { before: before.to_owned(), after: after.to_owned(), case, pairs }))
}

/// What came for each character of a page. `None` when there is more or less than the page has.
fn characters(page: Page, text: &str) -> Option<Vec<(char, String)>> {
    let mut left = text.chars();
    let mut pairs: Vec<(char, String)> = Vec::new();
    for meant in page.run.chars() {
        pairs.push((meant, left.next()?.to_string()));
    }
    let is_stop = |letter: char| letter.eq_ignore_ascii_case(&STOP);
    if !left.next().is_some_and(is_stop) {
        return None;
    }
    let mut marks = page.marks.chars();
    let mut rest = left.as_str().split(is_stop);
    for meant in marks.by_ref() {
        let keys = rest.next()?;
        let short = keys.chars().count() <= MAX_KEYS;
        pairs.push((meant, if short { keys.to_owned() } else { String::new() }));
    }
    // Behind the last stop there is nothing.
    (rest.next() == Some("") && rest.next().is_none()).then_some(pairs)
}

/// What happened to the letters of [`START`].
fn case_of(start: &str) -> Case {
    let swapped: String = START.chars().map(swap).collect();
    match start {
        start if start == START => Case::Kept,
        start if start == swapped => Case::Swapped,
        start if start.chars().all(|letter| letter.is_ascii_uppercase()) => Case::Capitals,
        _ => Case::Small,
    }
}

fn swap(letter: char) -> char {
    if letter.is_ascii_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
}

fn conclude(pages: &[Observed]) -> Learnt {
    let case = pages.first().map_or(Case::Kept, |page| page.case);
    let mut pairs: Vec<(char, String)> = pages.iter().flat_map(|page| page.pairs.clone()).collect();
    let small = small_letters(&pairs, case);
    pairs.extend(small);
    let (meaning, lost) = meanings(&pairs, case);
    let mut calibration = Calibration {
        prefix: String::new(),
        after_aim: String::new(),
        suffix: String::new(),
        aim: false,
        case,
        meaning,
    };
    affixes(&mut calibration, pages);
    let advice = advise(&calibration, &lost);
    Learnt { calibration, advice }
}

/// Small letters that no page had: the keys of the capitals without Shift.
fn small_letters(pairs: &[(char, String)], case: Case) -> Vec<(char, String)> {
    let known = |letter: char| pairs.iter().any(|(meant, _)| *meant == letter);
    let capitals = pairs.iter().filter(|(meant, _)| meant.is_ascii_uppercase() && !known(meant.to_ascii_lowercase()));
    let small = capitals.filter_map(|(meant, keys)| {
        let key = keys.chars().next()?;
        let folded = matches!(case, Case::Capitals | Case::Small);
        let other = match key.is_ascii_alphabetic() {
            true if folded => key,
            true => swap(key),
            false => PLAIN.chars().nth(SHIFTED.chars().position(|mark| mark == key)?)?,
        };
        Some((meant.to_ascii_lowercase(), other.to_string()))
    });
    small.collect()
}

/// The characters by what is observed for them, and those that cannot be had.
fn meanings(pairs: &[(char, String)], case: Case) -> (BTreeMap<String, char>, Vec<char>) {
    let folded = matches!(case, Case::Capitals | Case::Small);
    let gone = |meant: char| match case {
        Case::Capitals => meant.is_ascii_lowercase(),
        Case::Small => meant.is_ascii_uppercase(),
        Case::Kept | Case::Swapped => false,
    };
    // A scanner that folds case shows what it does in the letters that remain.
    let asked: Vec<&(char, String)> = pairs.iter().filter(|(meant, _)| !folded || !gone(*meant)).collect();
    let (mut meaning, mut lost) = (BTreeMap::new(), Vec::new());
    for (meant, keys) in &asked {
        let same = asked.iter().filter(|(other, other_keys)| other != meant && other_keys == keys);
        // A separator that is sent as a printable character is lost; the character is not.
        let taken = same.clone().any(|(other, _)| meant.is_control() || !other.is_control());
        match keys.is_empty() || taken {
            true => lost.push(*meant),
            false => _ = meaning.insert(keys.clone(), *meant),
        }
    }
    drop_ambiguous(&mut meaning, &mut lost);
    (meaning, lost)
}

/// Takes out the sequences that could as well be one character after the other.
fn drop_ambiguous(meaning: &mut BTreeMap<String, char>, lost: &mut Vec<char>) {
    let is_known = |key: char| meaning.contains_key(&key.to_string());
    let ambiguous: Vec<String> =
        meaning.keys().filter(|keys| keys.chars().count() > 1 && keys.chars().all(is_known)).cloned().collect();
    lost.extend(ambiguous.iter().filter_map(|keys| meaning.remove(keys)));
}

/// What stands around the pages is what the scanner adds: prefix, AIM identifier, suffix.
fn affixes(calibration: &mut Calibration, pages: &[Observed]) {
    let Some(page) = pages.first() else { return };
    let meant = |keys: &str| calibration.meant(keys).unwrap_or_default();
    let (before, suffix) = (meant(&page.before), meant(&page.after));
    let identifier = before.char_indices().find_map(|(at, _)| match aim::split(&before[at..]) {
        (Some(_), rest) => Some((before[..at].to_owned(), rest.to_owned())),
        (None, _) => None,
    });
    calibration.aim = identifier.is_some();
    (calibration.prefix, calibration.after_aim) = identifier.unwrap_or((before, String::new()));
    calibration.suffix = suffix;
}

fn advise(calibration: &Calibration, lost: &[char]) -> Vec<Advice> {
    let mut advice = Vec::new();
    let characters: String = lost.iter().filter(|letter| !letter.is_control()).collect();
    if !characters.is_empty() {
        advice.push(Advice::SetUsLayout { characters });
    }
    let which: Vec<Control> = Control::ALL.into_iter().filter(|it| lost.contains(&it.character())).collect();
    if !which.is_empty() {
        advice.push(Advice::ControlCharactersLost { which });
    }
    match calibration.case {
        Case::Kept => {}
        Case::Swapped => advice.push(Advice::CapsLockOn),
        Case::Capitals | Case::Small => advice.push(Advice::CaseChanged(calibration.case)),
    }
    if !calibration.aim {
        advice.push(Advice::SendAim);
    }
    advice
}
