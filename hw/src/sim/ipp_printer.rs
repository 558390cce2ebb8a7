//! A printer that speaks IPP and is no hardware: it keeps the documents that it was sent, answers as a print queue does, and
//! can be unwell in the same ways as the others.

use super::machine::Machine;
use super::printer::Behaviour;
use crate::proto::http_message::{self, Parsed, Side};
use crate::proto::ipp::{self, Message};

/// Labels kept; older ones are forgotten.
const KEPT: usize = 1000;

/// States of a job (RFC 8011).
const PENDING: u8 = 3;
const PROCESSING: u8 = 5;
const CANCELLED: u8 = 7;
const ABORTED: u8 = 8;
const COMPLETED: u8 = 9;

#[derive(Debug)]
struct Job {
    name: Vec<u8>,
    state: u8,
    document: Vec<u8>,
}

/// The printer. It takes PWG raster at 300 dpi and PNG at `/ipp/print`.
#[derive(Debug, Default)]
pub struct IppPrinter {
    behaviour: Behaviour,
    coming: Vec<u8>,
    jobs: Vec<Job>,
    printed: Vec<Vec<u8>>,
    asked: u64,
    cut: bool,
}

impl IppPrinter {
    /// A printer that is well.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes how it behaves.
    pub fn set(&mut self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.behaviour);
        self.print();
    }

    /// The documents printed so far, the last thousand of them.
    pub fn labels(&self) -> &[Vec<u8>] {
        &self.printed
    }

    /// The jobs that it has and that are not on paper.
    pub fn waiting(&self) -> usize {
        self.jobs.iter().filter(|job| job.state < CANCELLED).count()
    }

    /// How often it was asked for its status.
    pub fn asked(&self) -> u64 {
        self.asked
    }

    /// Started anew: it knows no job any more and counts from one again.
    pub fn restart(&mut self) {
        self.jobs.clear();
    }

    fn unwell(&self) -> bool {
        self.behaviour.paper_out || self.behaviour.head_open
    }

    fn print(&mut self) {
        let unwell = self.unwell();
        for job in self.jobs.iter_mut().filter(|job| job.state < CANCELLED) {
            if unwell && self.behaviour.forgets {
                job.state = ABORTED;
            } else if !unwell && !self.behaviour.hold {
                job.state = COMPLETED;
                self.printed.push(std::mem::take(&mut job.document));
            } else {
                job.state = PROCESSING;
            }
        }
        let surplus = self.printed.len().saturating_sub(KEPT);
        self.printed.drain(..surplus);
    }

    fn answer(&mut self, path: &str, body: &[u8]) -> Vec<u8> {
        if path != "/ipp/print" {
            return http_message::answer(404, b"");
        }
        let Ok(request) = Message::parse(body) else { return http_message::answer(400, b"") };
        http_message::answer(200, &self.act(&request).to_bytes())
    }

    fn act(&mut self, request: &Message) -> Message {
        match request.code {
            ipp::GET_PRINTER_ATTRIBUTES => self.printer(request.request),
            ipp::PRINT_JOB => self.take_job(request),
            ipp::GET_JOB_ATTRIBUTES | ipp::CANCEL_JOB => self.job(request),
            _ => Message::new(ipp::BAD_REQUEST, request.request),
        }
    }

    fn printer(&mut self, request: u32) -> Message {
        self.asked += 1;
        let Behaviour { paper_out, head_open, .. } = self.behaviour;
        let state = if self.unwell() {
            5
        } else if self.waiting() > 0 {
            4
        } else {
            3
        };
        let reasons = [(head_open, "cover-open-error"), (paper_out, "media-empty-error")];
        let reasons: Vec<&str> = reasons.iter().filter(|(is, _)| *is).map(|(_, reason)| *reason).collect();
        let reasons = if reasons.is_empty() { vec!["none"] } else { reasons };
        let mut answer = Message::new(ipp::OK, request);
        answer.add(ipp::PRINTER_GROUP, ipp::ENUM, "printer-state", [0, 0, 0, state]);
        answer.add_keywords(ipp::PRINTER_GROUP, "printer-state-reasons", &reasons);
        answer.add(ipp::PRINTER_GROUP, ipp::BOOLEAN, "printer-is-accepting-jobs", [1]);
        let formats = ["image/pwg-raster", "image/png"].map(|format| (ipp::MIME, format.as_bytes().to_vec()));
        let values = formats.map(|(tag, bytes)| ipp::Value { tag, bytes }).to_vec();
        let name = "document-format-supported".to_owned();
        answer.attributes.push(ipp::Attribute { group: ipp::PRINTER_GROUP, name, values });
        let dpi = [0, 0, 1, 0x2C, 0, 0, 1, 0x2C, 3];
        answer.add(ipp::PRINTER_GROUP, ipp::RESOLUTION, "pwg-raster-document-resolution-supported", dpi);
        answer
    }

    fn take_job(&mut self, request: &Message) -> Message {
        let format = request.texts("document-format").next().unwrap_or_default();
        if !matches!(format, "image/pwg-raster" | "image/png") {
            return Message::new(ipp::FORMAT_NOT_SUPPORTED, request.request);
        }
        let name = request.values("job-name").first().map(|value| value.bytes.clone()).unwrap_or_default();
        self.jobs.push(Job { name, state: PENDING, document: request.data.clone() });
        self.print();
        self.about(self.jobs.len(), request.request)
    }

    fn job(&mut self, request: &Message) -> Message {
        let number = request.number("job-id").and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
        if request.code == ipp::CANCEL_JOB
            && let Some(job) = number.checked_sub(1).and_then(|at| self.jobs.get_mut(at))
            && job.state < CANCELLED
        {
            job.state = CANCELLED;
        }
        self.about(number, request.request)
    }

    fn about(&self, number: usize, request: u32) -> Message {
        let Some(job) = number.checked_sub(1).and_then(|at| self.jobs.get(at)) else {
            return Message::new(ipp::NOT_FOUND, request);
        };
        let mut answer = Message::new(ipp::OK, request);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        answer.add(ipp::JOB_GROUP, ipp::INTEGER, "job-id", number.to_be_bytes());
        let state = if self.behaviour.lies { COMPLETED } else { job.state };
        answer.add(ipp::JOB_GROUP, ipp::ENUM, "job-state", [0, 0, 0, state]);
        answer.add(ipp::JOB_GROUP, ipp::NAME, "job-name", &job.name);
        answer
    }

    /// Whether what is coming is a job, and not a question.
    fn is_job(&self) -> bool {
        let head = self.coming.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        head.is_some_and(|head| self.coming[head + 4..].starts_with(&[2, 0, 0, 2]))
    }
}

impl Machine for IppPrinter {
    fn greet(&mut self) -> Vec<u8> {
        self.coming.clear();
        Vec::new()
    }

    fn take(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.coming.extend(bytes);
        let limit = self.behaviour.cut_after;
        if limit.is_some_and(|limit| self.coming.len() >= limit) && self.is_job() {
            self.behaviour.cut_after = None;
            self.coming.clear();
            self.cut = true;
            return Vec::new();
        }
        match http_message::parse(&self.coming, Side::Request, false) {
            Parsed::More => Vec::new(),
            Parsed::Malformed => {
                self.coming.clear();
                self.cut = true;
                Vec::new()
            }
            Parsed::Whole(request) => {
                self.coming.clear();
                if self.behaviour.silent { Vec::new() } else { self.answer(&request.path, &request.body) }
            }
        }
    }

    fn cuts(&mut self) -> bool {
        std::mem::take(&mut self.cut)
    }
}
