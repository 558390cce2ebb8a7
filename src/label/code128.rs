//! Code 128 (ISO/IEC 15417) and GS1-128: text to the shortest row of code words, and those to bars.
//!
//! Own code, because the choice of subsets decides whether a part number fits a 50 mm label, and because a native
//! printer command has to be told the same choice.

/// White room that a scanner needs on each side, in modules.
pub const QUIET: u32 = 10;

/// A code word set. A has capitals and control characters, B capitals and small letters, C pairs of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    A,
    B,
    C,
}

/// One thing to encode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A character of ASCII, 0 to 127.
    Char(u8),
    /// Function 1: GS1's mark at the front, and its separator after a value of variable length.
    Fnc1,
    /// Function 3: what the symbol says is a setting for the scanner, which keeps it to itself.
    Fnc3,
}

/// What one code word does, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Start(Set),
    Switch(Set),
    /// The next code word alone is of the other one of A and B.
    Shift,
    Char(u8),
    Pair(u8, u8),
    Fnc1,
    Fnc3,
}

/// An encoded symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code128 {
    /// What the code words say, for a printer that draws the bars itself.
    pub steps: Vec<Step>,
    /// Start, data, check and stop.
    words: Vec<u8>,
}

const SETS: [Set; 3] = [Set::A, Set::B, Set::C];
/// Of ways of the same length the one through the earlier of these is taken.
const PREFERRED: [Set; 3] = [Set::B, Set::C, Set::A];
const STOP: u8 = 106;

/// Longest text, in characters. Bounds time and memory; a scanner hardly reads half of it.
pub const MAX_ITEMS: usize = 80;

impl Code128 {
    /// The shortest symbol for plain text. None when it is empty, longer than [`MAX_ITEMS`] or not ASCII.
    pub fn of_text(text: &str) -> Option<Self> {
        Self::of_items(&text.bytes().map(Item::Char).collect::<Vec<_>>())
    }

    /// The shortest symbol for these items.
    pub fn of_items(items: &[Item]) -> Option<Self> {
        let good = |item: &Item| !matches!(item, Item::Char(128..));
        if items.is_empty() || items.len() > MAX_ITEMS || !items.iter().all(good) {
            return None;
        }
        let steps = shortest(items);
        let words = words(&steps);
        Some(Self { steps, words })
    }

    /// Code words: start, data, check, stop.
    pub fn words(&self) -> &[u8] {
        &self.words
    }

    /// Width in modules, without the quiet zones.
    pub fn width(&self) -> u32 {
        self.words.len() as u32 * 11 + 2
    }

    /// Widths of bar, space, bar, .. in modules, beginning and ending with a bar.
    pub fn runs(&self) -> impl Iterator<Item = u32> {
        let of = |word: &u8| PATTERNS[usize::from(*word)].bytes();
        self.words.iter().flat_map(of).chain([b'2']).map(|digit| u32::from(digit - b'0'))
    }
}

/// Finds the cheapest way by working backwards: `cost[i][set]` is how many code words items `i..` need in `set`.
fn shortest(items: &[Item]) -> Vec<Step> {
    let mut ways: Vec<[Way; 3]> = vec![[Way::END; 3]; items.len() + 1];
    for at in (0..items.len()).rev() {
        let direct = SETS.map(|set| within(items, at, set, &ways));
        ways[at] = SETS.map(|set| {
            let others = PREFERRED.into_iter().filter(|&to| to != set);
            let moves =
                others.map(|to| Way { cost: direct[to as usize].cost.saturating_add(1), next: Next::Switch(to) });
            moves.fold(direct[set as usize], |best, way| if way.cost < best.cost { way } else { best })
        });
    }
    let best = PREFERRED.into_iter().min_by_key(|&set| ways[0][set as usize].cost).unwrap_or(Set::B);
    follow(items, &ways, best)
}

#[derive(Debug, Clone, Copy)]
struct Way {
    cost: u32,
    next: Next,
}

impl Way {
    const END: Way = Way { cost: 0, next: Next::Impossible };
    const NONE: Way = Way { cost: u32::MAX / 2, next: Next::Impossible };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Plain,
    Shifted,
    Switch(Set),
    Impossible,
}

/// The cheapest way for item `at` without leaving `set`.
fn within(items: &[Item], at: usize, set: Set, ways: &[[Way; 3]]) -> Way {
    let rest = |used: usize| ways[at + used][set as usize].cost;
    match (items[at], set) {
        (Item::Fnc1, _) => Way { cost: rest(1) + 1, next: Next::Plain },
        (Item::Fnc3, Set::A | Set::B) => Way { cost: rest(1) + 1, next: Next::Plain },
        (Item::Fnc3, Set::C) => Way::NONE,
        (Item::Char(char), Set::A | Set::B) if in_set(char, set) => Way { cost: rest(1) + 1, next: Next::Plain },
        (Item::Char(_), Set::A | Set::B) => Way { cost: rest(1) + 2, next: Next::Shifted },
        (Item::Char(first), Set::C) => match items.get(at + 1) {
            Some(Item::Char(second)) if first.is_ascii_digit() && second.is_ascii_digit() => {
                Way { cost: rest(2) + 1, next: Next::Plain }
            }
            _ => Way::NONE,
        },
    }
}

fn in_set(char: u8, set: Set) -> bool {
    match set {
        Set::A => char < 96,
        Set::B => (32..128).contains(&char),
        Set::C => false,
    }
}

fn follow(items: &[Item], ways: &[[Way; 3]], start: Set) -> Vec<Step> {
    let (mut steps, mut set, mut at) = (vec![Step::Start(start)], start, 0);
    while let Some(&item) = items.get(at) {
        match ways[at][set as usize].next {
            Next::Switch(to) => {
                // A switch in front of everything is a start in the other set; `shortest` never chooses it.
                steps.push(Step::Switch(to));
                set = to;
                continue;
            }
            Next::Shifted => steps.push(Step::Shift),
            Next::Plain | Next::Impossible => {}
        }
        match (item, set, items.get(at + 1)) {
            (Item::Fnc1, _, _) => steps.push(Step::Fnc1),
            (Item::Fnc3, _, _) => steps.push(Step::Fnc3),
            (Item::Char(first), Set::C, Some(&Item::Char(second))) => {
                steps.push(Step::Pair(first, second));
                at += 1;
            }
            (Item::Char(char), _, _) => steps.push(Step::Char(char)),
        }
        at += 1;
    }
    steps
}

fn words(steps: &[Step]) -> Vec<u8> {
    let (mut words, mut set, mut shifted) = (Vec::with_capacity(steps.len() + 2), Set::B, false);
    for &step in steps {
        let word = match step {
            Step::Start(to) => 103 + to as u8,
            Step::Switch(Set::A) => 101,
            Step::Switch(Set::B) => 100,
            Step::Switch(Set::C) => 99,
            Step::Shift => 98,
            Step::Fnc1 => 102,
            Step::Fnc3 => 96,
            Step::Pair(tens, units) => (tens - b'0') * 10 + (units - b'0'),
            Step::Char(char) if (set == Set::A) != shifted => word_a(char),
            Step::Char(char) => char - 32,
        };
        if let Step::Start(to) | Step::Switch(to) = step {
            set = to;
        }
        shifted = step == Step::Shift;
        words.push(word);
    }
    let sum: usize = words.iter().enumerate().map(|(at, &word)| at.max(1) * usize::from(word)).sum();
    words.push((sum % 103) as u8);
    words.push(STOP);
    words
}

fn word_a(char: u8) -> u8 {
    if char < 32 { char + 64 } else { char - 32 }
}

/// Bar and space widths of each code word (ISO/IEC 15417 table 1). The stop's last bar is added by `runs`.
const PATTERNS: [&str; 107] = [
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132", "221231", "213212",
    "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211", "212123", "212321", "232121",
    "111323", "131123", "131321", "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331",
    "132131", "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131", "311123",
    "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111", "111224", "111422", "121124",
    "121421", "141122", "141221", "112214", "112412", "122114", "122411", "142112", "142211", "241211", "221114",
    "413111", "241112", "134111", "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "233111",
];

#[cfg(test)]
mod tests;
