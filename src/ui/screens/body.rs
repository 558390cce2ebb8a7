//! The blocks between title and notice: who gets how many lines.

use ratatui::layout::Rect;

use crate::station::view::screen::{Block, Table};
use crate::ui::canvas::{Canvas, take_top};
use crate::ui::look::Look;
use crate::ui::widgets::{banner, facts, paragraph, table};

/// From this width two tables stand beside each other.
const TWO_TABLES: u16 = 100;
/// Cells between two tables.
const GUTTER: u16 = 3;

/// What stands on the same lines.
enum Band<'a> {
    One(&'a Block),
    Two(&'a Table, &'a Table),
}

/// Draws all blocks. With `airy`, empty lines part them where there is room.
pub(crate) fn draw(canvas: &mut Canvas, mut area: Rect, blocks: &[Block], airy: bool) {
    let bands = bands(blocks, area, &canvas.look);
    let wanted: Vec<u16> = bands.iter().map(|band| band.height(area.width, &canvas.look)).collect();
    let gap = gap(&wanted, area.height, airy);
    let gaps = gap * u16::try_from(bands.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let mut given = share(&bands, &wanted, area.height.saturating_sub(gaps));
    let spare = area.height.saturating_sub(gaps).saturating_sub(given.iter().sum());
    spread(&bands, &mut given, spare, area.width, airy);
    for (band, lines) in bands.iter().zip(given) {
        let place = take_top(&mut area, lines);
        band.draw(canvas, place, airy);
        take_top(&mut area, gap);
    }
}

/// Pairs tables that follow each other where it is wide enough, and where that cuts nothing or saves lines that are needed:
/// with room below, two tables under each other show their words whole.
fn bands<'a>(blocks: &'a [Block], area: Rect, look: &Look) -> Vec<Band<'a>> {
    let across = area.width;
    let one_by_one: u32 = blocks.iter().map(|block| u32::from(Band::One(block).height(across, look)) + 1).sum();
    let is_long = one_by_one > u32::from(area.height) + 1;
    let fit = |left: &Table, right: &Table| {
        let both = table::natural_width(left, look).saturating_add(table::natural_width(right, look));
        both.saturating_add(GUTTER) <= across
    };
    let mut bands = Vec::new();
    let mut rest = blocks;
    while let Some((first, others)) = rest.split_first() {
        match (first, others.first()) {
            (Block::Table(left), Some(Block::Table(right)))
                if across >= TWO_TABLES && (is_long || fit(left, right)) =>
            {
                bands.push(Band::Two(left, right));
                rest = &others[1..];
            }
            _ => {
                bands.push(Band::One(first));
                rest = others;
            }
        }
    }
    bands
}

/// One empty line between the bands when everything fits with it.
fn gap(wanted: &[u16], down: u16, airy: bool) -> u16 {
    let needed: u32 = wanted.iter().map(|lines| u32::from(*lines) + 1).sum();
    u16::from(needed <= u32::from(down) + 1 || (airy && wanted.len() > 1 && usize::from(down) > wanted.len() * 6))
}

/// Shares lines fairly: in turn, two for tables and one for the rest, until each has what it wants or nothing is left.
fn share(bands: &[Band], wanted: &[u16], mut down: u16) -> Vec<u16> {
    let mut given = vec![0; wanted.len()];
    while down > 0 {
        let before = down;
        for ((given, wanted), band) in given.iter_mut().zip(wanted).zip(bands) {
            let more = band.turn().min(*wanted - *given).min(down);
            *given += more;
            down -= more;
        }
        if down == before {
            break;
        }
    }
    given
}

/// Lines that nobody asked for: banners stand in the middle of them; facts and tables space their rows out.
fn spread(bands: &[Band], given: &mut [u16], mut spare: u16, across: u16, airy: bool) {
    let banners = bands.iter().filter(|band| matches!(band, Band::One(Block::Banner { .. }))).count();
    let each = u16::try_from(banners).ok().and_then(|banners| spare.checked_div(banners)).unwrap_or(0);
    for (band, given) in bands.iter().zip(given) {
        let more = match band {
            Band::One(Block::Banner { .. }) => each,
            Band::One(Block::Facts(list)) if airy => facts::lines(list, across).saturating_sub(1),
            Band::One(Block::Table(table)) if airy => rows_between(table),
            Band::Two(left, right) if airy => rows_between(left).max(rows_between(right)),
            Band::One(_) | Band::Two(..) => 0,
        };
        if more <= spare {
            *given += more;
            spare -= more;
        }
    }
}

/// Width of the left of two tables: each gets its part of the width by what it holds, neither less than a third.
fn split(left: &Table, right: &Table, across: u16, look: &Look) -> u16 {
    let (left, right) = (u32::from(table::natural_width(left, look)), u32::from(table::natural_width(right, look)));
    let part = u32::from(across) * left / (left + right).max(1);
    u16::try_from(part).unwrap_or(across).clamp(across / 3, across - across / 3)
}

fn rows_between(table: &Table) -> u16 {
    u16::try_from(table.rows.len().saturating_sub(1)).unwrap_or(u16::MAX)
}

impl Band<'_> {
    /// Lines it gets at a time.
    fn turn(&self) -> u16 {
        match self {
            Band::One(Block::Table(_)) | Band::Two(..) => 2,
            Band::One(Block::Banner { .. } | Block::Facts(_) | Block::Text { .. }) => 1,
        }
    }

    fn height(&self, across: u16, look: &Look) -> u16 {
        match self {
            Band::One(Block::Banner { lines, .. }) => banner::height(lines, across),
            Band::One(Block::Facts(list)) => facts::height(list, across),
            Band::One(Block::Table(one)) => table::height(one),
            Band::One(Block::Text { tone, lines }) => paragraph::height(*tone, lines, across, look),
            Band::Two(left, right) => table::height(left).max(table::height(right)),
        }
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, airy: bool) {
        match self {
            Band::One(Block::Banner { tone, lines }) => banner::draw(canvas, area, *tone, lines),
            Band::One(Block::Facts(list)) => facts::draw(canvas, area, list),
            Band::One(Block::Table(one)) => table::draw(canvas, area, one, airy),
            Band::One(Block::Text { tone, lines }) => paragraph::draw(canvas, area, *tone, lines),
            Band::Two(left, right) => {
                let across = split(left, right, area.width.saturating_sub(GUTTER), &canvas.look);
                table::draw(canvas, Rect { width: across, ..area }, left, airy);
                let x = area.x + across + GUTTER;
                table::draw(canvas, Rect { x, width: area.right().saturating_sub(x), ..area }, right, airy);
            }
        }
    }
}
