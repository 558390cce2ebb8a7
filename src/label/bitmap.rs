//! A picture of dots, black or white: what every label printer understands in the end.

/// Most dots of one side: 300 mm at 300 dpi. Bounds the memory that a template can ask for (about 1.6 MB).
pub const MAX_SIDE: u32 = 3544;

/// Rows of dots, eight to the byte, the leftmost dot in the highest bit; 1 is black. Bits past the width are always 0.
#[derive(Clone, PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    stride: usize,
    bytes: Vec<u8>,
}

impl std::fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bitmap {}x{}, {} black", self.width, self.height, self.black())
    }
}

impl Bitmap {
    /// A white picture. Sides longer than [`MAX_SIDE`] are cut to it.
    pub fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width.min(MAX_SIDE), height.min(MAX_SIDE));
        let stride = width.div_ceil(8) as usize;
        Self { width, height, stride, bytes: vec![0; stride * height as usize] }
    }

    /// Dots in a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Rows.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Bytes in a row.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// All rows, top to bottom, [`stride`](Self::stride) bytes each.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The rows from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks_exact(self.stride.max(1))
    }

    /// Whether the dot is black; dots outside are white.
    pub fn get(&self, x: u32, y: u32) -> bool {
        x < self.width && y < self.height && self.bytes[self.at(x, y)] & bit(x) != 0
    }

    /// Blackens one dot; outside nothing happens.
    pub fn set(&mut self, x: u32, y: u32) {
        if x < self.width && y < self.height {
            let at = self.at(x, y);
            self.bytes[at] |= bit(x);
        }
    }

    /// Blackens a rectangle; what lies outside is cut off.
    pub fn fill(&mut self, area: Area) {
        self.change(area, |byte, mask| byte | mask);
    }

    /// Whitens a rectangle.
    pub fn clear(&mut self, area: Area) {
        self.change(area, |byte, mask| byte & !mask);
    }

    /// Swaps black and white in a rectangle.
    pub fn invert(&mut self, area: Area) {
        self.change(area, |byte, mask| byte ^ mask);
    }

    /// Number of black dots.
    pub fn black(&self) -> u32 {
        self.bytes.iter().map(|byte| byte.count_ones()).sum()
    }

    /// The same picture turned a quarter clockwise.
    pub fn turned(&self) -> Self {
        let mut turned = Self::new(self.height, self.width);
        for y in 0..self.height {
            for x in (0..self.width).filter(|&x| self.get(x, y)) {
                turned.set(self.height - 1 - y, x);
            }
        }
        turned
    }

    fn at(&self, x: u32, y: u32) -> usize {
        y as usize * self.stride + (x / 8) as usize
    }

    fn change(&mut self, area: Area, op: impl Fn(u8, u8) -> u8) {
        let (left, right) = (area.x.min(self.width), area.x.saturating_add(area.width).min(self.width));
        let bottom = area.y.saturating_add(area.height).min(self.height);
        if left >= right {
            return;
        }
        let (first, last) = ((left / 8) as usize, ((right - 1) / 8) as usize);
        for y in area.y.min(bottom)..bottom {
            let row = y as usize * self.stride;
            for column in first..=last {
                let mut mask = 0xFF_u8;
                if column == first {
                    mask &= 0xFF >> (left % 8);
                }
                if column == last {
                    mask &= 0xFF << (7 - (right - 1) % 8);
                }
                self.bytes[row + column] = op(self.bytes[row + column], mask);
            }
        }
    }
}

/// A rectangle in dots from the top left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

fn bit(x: u32) -> u8 {
    0x80 >> (x % 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_touch_only_their_own_dots() {
        for (x, width) in [(0, 1), (3, 2), (7, 2), (5, 20), (0, 40), (39, 1), (30, 100)] {
            let area = Area { x, y: 1, width, height: 2 };
            let mut map = Bitmap::new(40, 5);
            map.fill(area);
            for (dx, dy) in (0..40).flat_map(|dx| (0..5).map(move |dy| (dx, dy))) {
                assert_eq!(map.get(dx, dy), dx >= x && dx < x + width && (1..3).contains(&dy), "{dx},{dy} of {area:?}");
            }
            map.invert(area);
            assert_eq!(map, Bitmap::new(40, 5));
            map.fill(area);
            map.clear(area);
            assert_eq!(map.black(), 0);
        }
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let mut map = Bitmap::new(10, 3);
        map.fill(Area { x: 12, y: 0, width: 5, height: 5 });
        map.fill(Area { x: 0, y: 9, width: 5, height: 5 });
        map.set(10, 0);
        assert_eq!(map.black(), 0);
        map.fill(Area { x: 0, y: 0, width: u32::MAX, height: u32::MAX });
        assert_eq!(map.black(), 30);
        assert_eq!(map.bytes()[1], 0b1100_0000, "bits past the width stay white");
    }

    #[test]
    fn four_quarter_turns_come_back() {
        let mut map = Bitmap::new(11, 5);
        map.fill(Area { x: 1, y: 1, width: 3, height: 2 });
        assert_eq!((map.turned().width(), map.turned().get(2, 1)), (5, true));
        assert_eq!(map.turned().turned().turned().turned(), map);
    }
}
