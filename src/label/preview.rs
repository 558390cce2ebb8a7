//! A label on the terminal, small enough to judge where things stand.

use super::bitmap::Bitmap;

/// Lines of at most `columns` characters, each two dots high: `▀`, `▄`, `█` and space. The label is reduced by whole
/// numbers; a dot is black when a third of what it stands for is.
pub fn preview(bitmap: &Bitmap, columns: u32) -> Vec<String> {
    lines(bitmap, columns, [' ', '▀', '▄', '█'])
}

/// The same in ASCII, for a console without block characters.
pub fn preview_ascii(bitmap: &Bitmap, columns: u32) -> Vec<String> {
    lines(bitmap, columns, [' ', '\'', '.', '#'])
}

fn lines(bitmap: &Bitmap, columns: u32, chars: [char; 4]) -> Vec<String> {
    let by = bitmap.width().div_ceil(columns.max(1)).max(1);
    let (columns, rows) = (bitmap.width().div_ceil(by), bitmap.height().div_ceil(by));
    let line = |top: u32| {
        let cell = |column: u32| {
            let upper = is_dark(bitmap, column * by, top * by, by);
            let lower = is_dark(bitmap, column * by, (top + 1) * by, by);
            chars[usize::from(upper) + 2 * usize::from(lower)]
        };
        (0..columns).map(cell).collect::<String>().trim_end().to_owned()
    };
    (0..rows).step_by(2).map(line).collect()
}

fn is_dark(bitmap: &Bitmap, x: u32, y: u32, side: u32) -> bool {
    let dots = (y..y + side).flat_map(|y| (x..x + side).map(move |x| (x, y)));
    let black = dots.filter(|&(x, y)| bitmap.get(x, y)).count() as u32;
    black * 3 >= side * side
}

#[cfg(test)]
mod tests {
    use super::super::bitmap::Area;
    use super::*;

    #[test]
    fn two_rows_share_a_line() {
        let mut map = Bitmap::new(4, 3);
        map.set(0, 0);
        map.set(1, 1);
        map.fill(Area { x: 2, y: 0, width: 1, height: 3 });
        assert_eq!(preview(&map, 80), ["▀▄█", "  ▀"]);
        assert_eq!(preview_ascii(&map, 80), ["'.#", "  '"]);
        assert_eq!(preview(&map, 2).len(), 1, "twice reduced");
        assert_eq!(preview(&Bitmap::new(0, 0), 0), Vec::<String>::new());
    }
}
