//! The shell of the kiosk: threads, the main loop, and the effects that the station asks for. No rules here.
//!
//! One thread owns the station and takes events from one bounded queue ([`event`]); everything else has a thread of its
//! own: the store's writer, the drivers, the client of the hub, the keeper of the catalogue, the reader of keys.

pub mod black_box;
pub mod console;
pub mod devices;
pub mod event;
pub mod face;
pub mod hub;
pub mod journal;

mod badge_readers;
mod bins;
mod calibrations;
mod catalogue;
mod check;
mod effects;
mod equipment;
mod kept;
mod look_back;
mod pace;
mod pins;
mod printing;
pub(crate) mod rejoin;
mod turn;
mod watchdog;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use pitbox_hw::driver::plug;
use pitbox_hw::reading::Role;

use crate::black_box::listening::Listening;
use crate::clock;
use crate::config::{DeviceConfig, KioskConfig};
use crate::domain::catalogue::{Catalogue, EmptyCatalogue};
use crate::domain::clock::{Clocks, RightTime};
use crate::identify::badge::Badge;
use crate::service;
use crate::station::input::{Input, Now, World};
use crate::station::labels::LabelBoard;
use crate::station::view::screen::Screen;
use crate::station::words::Language;
use crate::station::{Settings, Start, Station, Zone};
use crate::store::cache::{self, CacheImage};
use crate::store::catalogue::{CatalogueDb, CatalogueError, CatalogueWriter, Revisions};
use crate::store::identity::Identity;
use crate::store::progress::{Mark, Progress, Watermarks};
use crate::store::writer::{self, Request, Writer};
use crate::store::{LogStore, StoreError};
use crate::sync::client::Client;
use crate::sync::plan::{Known, Plan, SyncRequest, What};
use badge_readers::{BADGE_READERS, BadgeReaders};
use calibrations::{CALIBRATION, Calibrations};
use devices::Devices;
use event::{Event, Queue};
use face::Face;
use pace::Pace;
use printing::PrintDesk;
use watchdog::Watchdog;

/// Why the kiosk does not run.
#[derive(Debug, thiserror::Error)]
pub enum KioskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    #[error("start the devices: {0}")]
    Devices(io::Error),
    #[error("start a thread: {0}")]
    Thread(io::Error),
    #[error("no random numbers: {0}")]
    Random(String),
    #[error("show the screen: {0}")]
    Face(io::Error),
    #[error("a mistake of the program ended one of its threads; what was ticked is kept")]
    Broken,
}

/// Folder of the catalogue within the store.
pub const CATALOGUE: &str = "catalogue";

/// Runs the kiosk until it is told to stop, or until its terminal is gone.
///
/// # Errors
/// When store, catalogue or devices cannot be opened.
pub fn run(
    config: &KioskConfig,
    language: Language,
    face: &mut dyn Face,
    queue: &Queue,
    events: Receiver<Event>,
) -> Result<(), KioskError> {
    // The first screen comes before the devices: a person sees at once that the kiosk is alive.
    let speech = Speech { language, shows_chinese: face.shows_chinese() };
    let mut shell = Shell::open(config, speech, queue)?;
    shell.show(face)?;
    let devices = Devices::start(&config.devices, queue, |name| shell.calibrations.has(name));
    let mut devices = devices.map_err(KioskError::Devices)?;
    devices.expect_answers(&shell.reporting);
    check::start(&config.station.store, queue);
    let _socket = console::listen(&config.console, queue);
    let told = queue.clone();
    let plug = plug::spawn(Path::new("/"), move || told.offer(Event::Plugged(None)));
    let _plug = plug.map_err(KioskError::Devices)?;
    // Dropped before the threads that fill it are joined: one that waits for room gives up then.
    let events = events;
    service::ready("the screen is drawn");
    loop {
        match shell.serve(&mut devices, face, &events)? {
            End::Stop => {
                service::stopping();
                return Ok(());
            }
            End::Enrolled => {
                let client_number = shell.client_number + 1;
                let (healths, consoles) = shell.close();
                shell = Shell { healths, consoles, client_number, ..Shell::open(config, speech, queue)? };
            }
        }
    }
}

/// The language that is wanted, and what the face can show.
#[derive(Debug, Clone, Copy)]
struct Speech {
    language: Language,
    shows_chinese: bool,
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Stop,
    /// The kiosk is a member now: everything begins anew with its identity.
    Enrolled,
}

/// Everything that a turn of the loop touches.
struct Shell<'a> {
    config: &'a KioskConfig,
    /// The devices in use: those of the configuration, and those that were set up since.
    devices: Vec<DeviceConfig>,
    queue: Queue,
    station: Station,
    catalogue: Option<CatalogueDb>,
    keeper: catalogue::CatalogueKeeper,
    writer: Writer,
    client: Option<Client>,
    /// Tells what this client says from what an earlier one has left in the queue.
    client_number: u64,
    /// None until the log was looked over.
    looked_over: Option<console::status::LookedOver>,
    /// Keeps the second copy of the records, where one is wanted.
    journal: Option<journal::Keeper>,
    /// As it was heard last; none when the copy has all, or there is none.
    journal_behind: Option<journal::Behind>,
    /// 16 random bytes of this start of the program.
    run: [u8; 16],
    identity: Option<Identity>,
    desk: PrintDesk,
    /// Names of the printers that have ever confirmed a label.
    reporting: Vec<String>,
    calibrations: Calibrations,
    /// A scanner is being calibrated: scans are handed on as they are.
    calibrating: bool,
    badge_readers: BadgeReaders,
    /// A badge reader is being set up with this badge: what is read is compared with it.
    compared: Option<Badge>,
    /// Labels asked for by hand, by the token of their request.
    asked_labels: std::collections::BTreeMap<u64, crate::store::outbox::NewPrint>,
    /// Labels of the record that is being committed.
    recorded_labels: Vec<crate::domain::print::PrintRequest>,
    next_token: u64,
    watchdog: Watchdog,
    progress: Progress,
    /// Catalogue of the hub as the last page of records named it.
    offered: (u64, u64),
    /// At the last exchange the hub's clock and ours said the same.
    right_time: RightTime,
    /// The clocks when the hub was asked last, of each kind.
    asked: std::collections::BTreeMap<What, Clocks>,
    /// What the hub has acknowledged and is not written down yet.
    watermarks: Option<Watermarks>,
    /// Records confirmed since the cache was written.
    behind: u64,
    /// Last known health of each device, for a station that begins anew.
    healths: Vec<Input>,
    /// Terminals elsewhere that see this screen.
    consoles: Vec<console::Seat>,
    shown: Option<Screen>,
    pace: Pace,
    processors: usize,
    /// As the station was told.
    room_is_short: bool,
    /// They differed from the hub's when they were compared last.
    bins_differ: bool,
    /// The station's place in the hub's order: own records that came back may wait to be stored, those of others never.
    cursor: u64,
    /// To be asked of the hub after the next frame.
    for_hub: Vec<SyncRequest>,
}

impl<'a> Shell<'a> {
    fn open(config: &'a KioskConfig, speech: Speech, queue: &Queue) -> Result<Shell<'a>, KioskError> {
        let store_dir = &config.station.store;
        let mut store = LogStore::open(store_dir)?;
        store.hold_room_back();
        let loaded = store.load()?;
        let catalogue = open_catalogue(store_dir.join(CATALOGUE))?;
        let mut labels = LabelBoard::default();
        let facts = devices::facts(&config.devices).map_err(KioskError::Devices)?;
        let mut desk = PrintDesk::new(facts, config.station.labels.clone());
        for job in &loaded.open_prints {
            let (state, why) = printing::shown(&job.state);
            labels.add(job.id, job.request.clone(), state, why);
            if job.state == crate::store::outbox::PrintState::Queued {
                desk.add(job.id, job.request.clone(), job.printer.clone());
            }
        }
        let settings = settings(config, speech, loaded.identity.as_ref())?;
        let cursor = catalogue.as_ref().and_then(|db| db.cursor().ok()).unwrap_or((0, 0));
        let plan = Plan::new(known(&loaded.progress, loaded.head.map(|head| head.at).unwrap_or_default(), cursor));
        let seen_hub_seq = loaded.progress.pulled;
        let right_time = RightTime::of(loaded.book.latest_known_ms(), clock::now().clocks());
        let start = Start { book: loaded.book, labels, plan, seen_hub_seq };
        let behind = match loaded.cache {
            crate::store::log::CacheUse::Used { pulled } => seen_hub_seq.saturating_sub(pulled),
            crate::store::log::CacheUse::NotUsed(_) => seen_hub_seq,
        };
        Ok(Shell {
            run: settings.run,
            station: Station::new(settings, start, clock::now()),
            keeper: catalogue::CatalogueKeeper::start(store_dir.join(CATALOGUE), queue.clone())
                .map_err(KioskError::Thread)?,
            writer: writer::spawn(store, answers(queue))?,
            client: None,
            client_number: 0,
            looked_over: None,
            journal: keeper(config, queue),
            journal_behind: None,
            identity: loaded.identity,
            desk,
            reporting: loaded.reporting_printers,
            calibrations: Calibrations::load(&store_dir.join(CALIBRATION), names(config, Role::Scanner)),
            calibrating: false,
            badge_readers: BadgeReaders::load(&store_dir.join(BADGE_READERS), names(config, Role::Badge)),
            compared: None,
            asked_labels: std::collections::BTreeMap::new(),
            recorded_labels: Vec::new(),
            next_token: 0,
            watchdog: Watchdog::start(clock::now().steady),
            progress: loaded.progress,
            offered: cursor,
            right_time,
            asked: std::collections::BTreeMap::new(),
            watermarks: None,
            behind,
            healths: Vec::new(),
            consoles: Vec::new(),
            shown: None,
            pace: Pace::default(),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            room_is_short: false,
            bins_differ: false,
            cursor: seen_hub_seq,
            for_hub: Vec::new(),
            devices: config.devices.clone(),
            config,
            queue: queue.clone(),
            catalogue,
        })
    }

    /// Takes events until there is a reason to end.
    fn serve(
        &mut self,
        devices: &mut Devices,
        face: &mut dyn Face,
        events: &Receiver<Event>,
    ) -> Result<End, KioskError> {
        self.queue.recorder().keep_in(&self.config.station.store);
        self.queue.recorder().begin();
        self.connect();
        for input in self.healths.clone() {
            self.step(input, devices);
        }
        self.consoles_again(devices);
        self.step(Input::Wake, devices);
        self.print_next(devices);
        self.show(face)?;
        loop {
            while !self.for_hub.is_empty() {
                self.ask_hub_now(devices);
                self.show(face)?;
            }
            if self.queue.is_broken() {
                return Err(KioskError::Broken);
            }
            let mut by_person = false;
            match self.wait(events) {
                Err(RecvTimeoutError::Timeout) if self.pace.is_due(clock::now().steady) => {}
                Err(RecvTimeoutError::Timeout) => {
                    self.feed_watchdog();
                    self.idle();
                    self.step(Input::Wake, devices);
                }
                Err(RecvTimeoutError::Disconnected) | Ok(Event::Stop) => {
                    self.write_watermarks();
                    self.save_cache(true);
                    return Ok(End::Stop);
                }
                Ok(Event::Redraw) => {
                    face.forget();
                    self.shown = None;
                }
                Ok(event) => {
                    by_person = matches!(event, Event::Key(_) | Event::Device(_));
                    if let Some(end) = self.turn(event, devices) {
                        return Ok(end);
                    }
                }
            }
            match by_person && self.station.is_saving() {
                true => self.pace.put_off(clock::now().steady),
                false => self.show(face)?,
            }
        }
    }

    /// The next event, or that a deadline has come.
    fn wait(&self, events: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        if self.station.is_saving()
            && let Some(event) = pace::expect(events, self.processors)
        {
            return Ok(event);
        }
        match self.next_deadline() {
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(at) => events.recv_timeout(at.saturating_sub(clock::now().steady)),
        }
    }

    /// When the loop has something to do without an event.
    fn next_deadline(&self) -> Option<Duration> {
        let station = self.station.next_deadline().map(|deadline| deadline.at);
        [station, self.watchdog.deadline(), self.pace.deadline()].into_iter().flatten().min()
    }

    /// The watchdog is fed when the store has answered; one that takes no requests is not fed.
    fn feed_watchdog(&mut self) {
        if self.watchdog.is_due(clock::now().steady) && self.writer.request(Request::Answer).is_err() {
            tracing::error!("the store takes no requests: the watchdog is not fed");
        }
    }

    /// Draws, when the screen differs from the one that is shown.
    fn show(&mut self, face: &mut dyn Face) -> Result<(), KioskError> {
        let world = world(&self.catalogue, self.right_time);
        let listening = Listening { inner: world.catalogue, to: &self.queue.recorder().black_box };
        let screen = self.station.screen(World { catalogue: &listening, ..world });
        if self.shown.as_ref() != Some(&screen) {
            face.show(&screen).map_err(KioskError::Face)?;
            console::show(&self.consoles, &screen);
            self.shown = Some(screen);
        }
        self.pace.drawn();
        self.queue.recorder().rest(&mut self.station);
        Ok(())
    }

    fn connect(&mut self) {
        let Some(identity) = &self.identity else { return };
        if self.client.is_none() {
            match hub::connect(self.config, identity, self.run, self.client_number, &self.queue) {
                Ok(client) => self.client = Some(client),
                Err(why) => tracing::error!(why, "the hub cannot be spoken with"),
            }
        }
    }

    /// One input into the station, and its effects out into the world.
    fn step(&mut self, input: Input, devices: &mut Devices) {
        let world = world(&self.catalogue, self.right_time);
        let effects = crate::black_box::step(&self.queue.recorder().black_box, &mut self.station, input, world);
        for effect in effects {
            self.carry_out(effect, devices);
        }
    }

    /// Nothing happened for a while: time for the cache.
    fn idle(&mut self) {
        self.write_watermarks();
        if self.cursor > self.progress.pulled {
            self.pace.came_back(false, clock::now().steady);
            if self.writer.request(Request::StoreHeld).is_err() {
                tracing::warn!("records that came back were not stored; the hub gives them again");
            }
        }
        if cache::is_due(self.behind, true, false) {
            self.save_cache(false);
        }
    }

    fn save_cache(&mut self, ending: bool) {
        if cache::is_due(self.behind, !ending, ending) && self.identity.is_some() {
            let image = CacheImage::of(self.station.book(), self.progress.order_id, self.progress.pulled);
            if self.writer.request(Request::SaveCache(image)).is_ok() {
                self.behind = 0;
            }
        }
    }

    /// Ends what runs for this identity.
    fn close(self) -> (Vec<Input>, Vec<console::Seat>) {
        if let Some(client) = self.client {
            client.stop();
        }
        (self.healths, self.consoles)
    }
}

/// Where the writer of the log answers.
fn answers(queue: &Queue) -> Box<dyn Fn(writer::Done) + Send> {
    let to = queue.clone();
    Box::new(move |done| _ = to.put(Event::Store(done)))
}

/// Who keeps the second copy of the records, where one is wanted.
fn keeper(config: &KioskConfig, queue: &Queue) -> Option<journal::Keeper> {
    let folder = config.station.journal.as_ref()?;
    let keeper = journal::Keeper::start(folder, &config.station.store, queue);
    keeper.inspect_err(|error| tracing::error!(%error, "no thread for the second copy of the records")).ok()
}

/// The moment and the catalogue, for one step. The wall clock is trusted when the kernel's time service says so; else the
/// hub's clock counts, as soon as it was heard.
fn world(catalogue: &Option<CatalogueDb>, right_time: RightTime) -> World<'_> {
    let catalogue: &dyn Catalogue = match catalogue {
        Some(db) => db,
        None => &EmptyCatalogue,
    };
    let now = clock::now();
    let Clocks { wall_ms, trusted, .. } = right_time.tell(now.clocks());
    World { now: Now { wall_ms, trusted, ..now }, catalogue }
}

/// Opens the copy of the catalogue; the first time it is made.
fn open_catalogue(folder: PathBuf) -> Result<Option<CatalogueDb>, KioskError> {
    if let Ok(db) = CatalogueDb::open(&folder) {
        return Ok(Some(db.remembering()));
    }
    std::fs::create_dir_all(&folder).map_err(KioskError::Thread)?;
    drop(CatalogueWriter::open(&folder, Revisions::None)?);
    Ok(Some(CatalogueDb::open(&folder)?.remembering()))
}

/// The devices of a role.
fn names(config: &KioskConfig, role: Role) -> impl Iterator<Item = &str> {
    config.devices.iter().filter(move |device| device.role == role).map(|device| device.name.as_str())
}

fn printers(config: &KioskConfig) -> Vec<String> {
    let printers = config.devices.iter().filter(|device| device.role == Role::Printer);
    printers.map(|device| device.name.clone()).collect()
}

/// What the plan starts from; marks of earlier epochs say nothing of this one.
pub(crate) fn known(progress: &Progress, head: Mark, catalogue: (u64, u64)) -> Known {
    let here = |mark: Mark| if mark.epoch == head.epoch { mark.seq } else { 0 };
    let (acked, stable) = (here(progress.acked), here(progress.stable));
    Known { head: head.seq, acked, stable, cursor: progress.pulled, catalogue }
}

fn settings(config: &KioskConfig, speech: Speech, identity: Option<&Identity>) -> Result<Settings, KioskError> {
    let mut random = [0; 24];
    getrandom::fill(&mut random).map_err(|error| KioskError::Random(error.to_string()))?;
    let mut run = [0; 16];
    run.copy_from_slice(&random[..16]);
    let seed = random[16..].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte));
    Ok(Settings {
        name: config.station.name.clone(),
        desk: config.station.role.desk(),
        language: speech.language,
        shows_chinese: speech.shows_chinese,
        idle: Duration::from_secs(u64::from(config.station.idle_log_off_s)),
        zone: Zone::named(identity.map_or("UTC", |identity| &identity.station.time_zone)),
        run,
        boot: clock::boot_id(),
        site: identity.map(|identity| identity.station.site.clone()),
        device: identity.map(|identity| identity.station.device),
        printers: printers(config),
        locks: config.devices.iter().filter(|d| d.role == Role::Lock).map(|d| d.name.clone()).collect(),
        seed,
    })
}
