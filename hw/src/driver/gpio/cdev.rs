//! Lines of any board through the kernel's character device (gpiocdev, Linux GPIO uAPI version 2).

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};

use gpiocdev::line::{Bias, EdgeDetection, Value};
use gpiocdev::{Chip, Request};

use super::{Board, Changed, Input, Line, Output, no_such};

/// The chips of this computer.
pub(super) struct CharacterDevice;

/// Whom the kernel names as the user of a line.
const CONSUMER: &str = "pitbox";

impl Board for CharacterDevice {
    fn output(&self, line: &Line, active_low: bool) -> io::Result<Box<dyn Output>> {
        let (chip, offset) = find(line)?;
        let mut request = Request::builder();
        request.with_consumer(CONSUMER).on_chip(chip).with_line(offset).as_output(Value::Inactive);
        if active_low {
            request.as_active_low();
        }
        Ok(Box::new(Requested(request.request().map_err(io::Error::other)?)))
    }

    fn input(&self, line: &Line, active_low: bool, _changed: Changed) -> io::Result<Box<dyn Input>> {
        let (chip, offset) = find(line)?;
        let mut request = Request::builder();
        request.with_consumer(CONSUMER).on_chip(chip).with_line(offset).as_input();
        if active_low {
            request.as_active_low().with_bias(Bias::PullUp);
        } else {
            request.with_bias(Bias::PullDown);
        }
        request.with_edge_detection(EdgeDetection::BothEdges);
        Ok(Box::new(Requested(request.request().map_err(io::Error::other)?)))
    }
}

struct Requested(Request);

impl Output for Requested {
    fn set(&mut self, on: bool) -> io::Result<()> {
        let value = if on { Value::Active } else { Value::Inactive };
        self.0.set_lone_value(value).map_err(io::Error::other)
    }
}

impl Input for Requested {
    fn is_active(&mut self) -> io::Result<bool> {
        while self.0.has_edge_event().map_err(io::Error::other)? {
            self.0.read_edge_event().map_err(io::Error::other)?;
        }
        Ok(self.0.lone_value().map_err(io::Error::other)? == Value::Active)
    }

    fn handle(&self) -> Option<BorrowedFd<'_>> {
        Some(self.0.as_fd())
    }
}

/// The chip and the number of a line on it.
fn find(line: &Line) -> io::Result<(PathBuf, u32)> {
    match line {
        Line::Numbered { chip, offset } => may_open(chip).map(|()| (chip.clone(), *offset)),
        Line::Named(name) => find_named(name),
        Line::Pin(_) | Line::Pwm { .. } => Err(no_such(line)),
    }
}

fn find_named(name: &str) -> io::Result<(PathBuf, u32)> {
    let mut locked = None;
    for path in gpiocdev::chip::chips().unwrap_or_default() {
        match may_open(&path) {
            Ok(()) => {
                let found = Chip::from_path(&path).ok().and_then(|chip| chip.find_line_info(name));
                if let Some(info) = found {
                    return Ok((path, info.offset));
                }
            }
            Err(error) => locked = locked.or(Some(error)),
        }
    }
    let missing = || io::Error::new(io::ErrorKind::NotFound, format!("no chip has a line named {name}"));
    Err(locked.unwrap_or_else(missing))
}

fn may_open(chip: &Path) -> io::Result<()> {
    let opened = std::fs::OpenOptions::new().read(true).write(true).open(chip);
    opened.map(drop).map_err(|error| {
        if error.kind() == io::ErrorKind::PermissionDenied {
            return io::Error::new(error.kind(), format!("{}: no right to read and write it", chip.display()));
        }
        error
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_or_line_that_is_not_there_is_absent() {
        let chip = Line::Numbered { chip: "/nonexistent/gpiochip0".into(), offset: 1 };
        let output = CharacterDevice.output(&chip, false).map(drop).expect_err("no such chip");
        assert_eq!(output.kind(), io::ErrorKind::NotFound);
        let wrong = CharacterDevice.input(&Line::Pin(4), true, Box::new(|| {})).map(drop).expect_err("another board");
        assert_eq!(wrong.kind(), io::ErrorKind::InvalidInput);
    }
}
