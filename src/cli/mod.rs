//! The command line: one file per subcommand.

pub mod report;

#[cfg(feature = "kiosk")]
pub mod kiosk;

#[cfg(feature = "kiosk")]
pub mod board;

#[cfg(feature = "kiosk")]
pub mod admin;
#[cfg(feature = "kiosk")]
pub mod card_test;
#[cfg(feature = "kiosk")]
pub mod console;
#[cfg(feature = "kiosk")]
pub mod logs;
#[cfg(feature = "kiosk")]
pub mod queue;
#[cfg(feature = "kiosk")]
pub mod replay;
#[cfg(feature = "kiosk")]
pub mod salvage;
#[cfg(feature = "kiosk")]
pub mod status;
#[cfg(feature = "kiosk")]
pub mod support;

#[cfg(feature = "hub")]
pub mod hub;

#[cfg(feature = "hub")]
pub mod backup;

#[cfg(feature = "hub")]
pub mod import;

#[cfg(all(feature = "kiosk", feature = "hub"))]
pub mod demo;

pub mod enrol;

#[cfg(feature = "hub")]
pub mod kiosks;

pub mod codes;
pub mod decode;
pub mod devices;
#[cfg(feature = "kiosk")]
pub mod doctor;
pub mod export;
pub mod label;
#[cfg(all(feature = "kiosk", feature = "hub"))]
pub mod sim;
#[cfg(all(feature = "kiosk", feature = "hub"))]
pub mod sim_device;

pub mod alerts;
pub mod audit;
pub mod count;
pub mod disputes;
pub mod jobs;
pub mod log;
pub mod orders;
pub mod source;
pub mod stock;
pub mod time;
pub mod trace;

mod count_events;
mod count_sheet;
mod events;
#[cfg(feature = "hub")]
mod hub_source;
mod job_events;
mod job_json;
mod json;
mod supply_events;
mod table;

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Workshop terminal and parts station.
#[derive(Debug, Parser)]
#[command(name = "pitbox", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: hub, kiosk, devices that are programs, and a sample workshop in a temporary folder
    #[cfg(all(feature = "kiosk", feature = "hub"))]
    Demo(demo::DemoArgs),
    /// Run the terminal in the bay or at the counter
    #[cfg(feature = "kiosk")]
    Kiosk(kiosk::KioskArgs),
    /// Run the central server
    #[cfg(feature = "hub")]
    Hub(hub::HubArgs),
    /// Take CSV tables into the hub: parts, codes, bins, people, jobs, operations, lines, stock, levels,
    /// orders, periods
    #[cfg(feature = "hub")]
    Import(import::ImportArgs),
    /// Make a kiosk a member of a hub: a one-time code there, joining here
    Enrol(enrol::EnrolArgs),
    /// The kiosks of a hub: list, rename, revoke
    #[cfg(feature = "hub")]
    Kiosks(kiosks::KiosksArgs),
    /// Copy the hub's data into a new folder, verified, while it runs
    #[cfg(feature = "hub")]
    Backup(backup::BackupArgs),
    /// Put a backup in the place of the hub's data
    #[cfg(feature = "hub")]
    Restore(backup::RestoreArgs),
    /// Every record, in order
    Log(log::LogArgs),
    /// What lies where
    Stock(stock::StockArgs),
    /// The parts that have run low, and what is to be ordered
    Alerts(alerts::AlertsArgs),
    /// What does not fit and waits for a person: jobs, bins, pieces that went twice
    Disputes(disputes::DisputesArgs),
    /// Counts: what was counted, what differed, and what was posted
    Count(count::CountArgs),
    /// Purchase orders and what is still to come of them
    Orders(orders::OrdersArgs),
    /// Jobs with their operations and parts
    Jobs(jobs::JobsArgs),
    /// The jobs of the workshop on a big display, read-only
    #[cfg(feature = "kiosk")]
    Board(board::BoardArgs),
    /// What the rest of the house needs, as CSV or JSON: settlement, key figures, progress
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Who worked on what, from when to when
    Time(time::TimeArgs),
    /// Whether what is on the disk is what was written
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Where a part, a lot or a serial number came from and went to
    Trace(trace::TraceArgs),
    /// Labels: draw one, or list what a scanner sends for each
    #[command(subcommand)]
    Label(LabelCommand),
    /// Say what scans and device bytes mean: one JSON object a line in, one out
    Decode,
    /// What is plugged in, which driver reads it, and which right is missing
    Devices(devices::DevicesArgs),
    /// What is wrong with this kiosk, and what to type
    #[cfg(feature = "kiosk")]
    Doctor(doctor::DoctorArgs),
    /// See this kiosk's screen from another terminal, or drive it
    #[cfg(feature = "kiosk")]
    Console(console::ConsoleArgs),
    /// How the running kiosk is, in short
    #[cfg(feature = "kiosk")]
    Status(status::StatusArgs),
    /// What the kiosk's program noted
    #[cfg(feature = "kiosk")]
    Logs(logs::LogsArgs),
    /// The labels: which wait, which came out, which are to be looked after
    #[cfg(feature = "kiosk")]
    Queue(queue::QueueArgs),
    /// Put together what somebody needs who is to help, without secrets
    #[cfg(feature = "kiosk")]
    Support(support::SupportArgs),
    /// Play again what a kiosk heard before a fault, and compare what it does
    #[cfg(feature = "kiosk")]
    Replay(replay::ReplayArgs),
    /// Make a new log of what can be read of a damaged one
    #[cfg(feature = "kiosk")]
    Salvage(salvage::SalvageArgs),
    /// Whether a card holds what it says, gives back what was written, and syncs
    #[cfg(feature = "kiosk")]
    CardTest(card_test::CardTestArgs),
    /// Everything for looking after this kiosk, from one menu
    #[cfg(feature = "kiosk")]
    Admin(admin::AdminArgs),
    /// Devices that are no hardware; or a simulated world of kiosks, hub, network and disks
    #[cfg(all(feature = "kiosk", feature = "hub"))]
    #[command(args_conflicts_with_subcommands = true)]
    Sim(SimArgs),
}

#[cfg(all(feature = "kiosk", feature = "hub"))]
#[derive(Debug, clap::Args)]
struct SimArgs {
    #[command(subcommand)]
    device: Option<SimCommand>,
    #[command(flatten)]
    world: sim::WorldArgs,
}

#[cfg(all(feature = "kiosk", feature = "hub"))]
#[derive(Debug, Subcommand)]
enum SimCommand {
    /// One device: its path or address is the first line, then it does what standard input says
    Device(sim_device::SimDeviceArgs),
}

#[derive(Debug, Subcommand)]
enum LabelCommand {
    /// Draw one label for a printer, as a picture, or for the terminal
    Render(label::RenderArgs),
    /// What a scanner sends for every card, job, person, bin and part
    Codes(codes::CodesArgs),
}

/// The command line, for manual pages and completions.
pub fn command() -> clap::Command {
    Arguments::command()
}

/// Runs the command that the arguments name. Exit codes: 0 done, 1 refused or failed, 2 wrong usage or configuration.
pub fn run() -> ExitCode {
    match run_command(&Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            report::complain(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run_command(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        #[cfg(all(feature = "kiosk", feature = "hub"))]
        Command::Demo(args) => demo::run(args),
        #[cfg(feature = "kiosk")]
        Command::Kiosk(args) => kiosk::run(args),
        #[cfg(feature = "hub")]
        Command::Hub(args) => hub::run(args),
        #[cfg(feature = "hub")]
        Command::Import(args) => Ok(import::run(args)),
        Command::Enrol(args) => enrol::run(args),
        #[cfg(feature = "hub")]
        Command::Kiosks(args) => kiosks::run(args),
        #[cfg(feature = "hub")]
        Command::Backup(args) => Ok(backup::backup(args)),
        #[cfg(feature = "hub")]
        Command::Restore(args) => Ok(backup::restore(args)),
        Command::Log(args) => log::run(args),
        Command::Stock(args) => stock::run(args),
        Command::Alerts(args) => alerts::run(args),
        Command::Disputes(args) => disputes::run(args),
        Command::Count(args) => count::run(args),
        Command::Orders(args) => orders::run(args),
        Command::Jobs(args) => jobs::run(args),
        #[cfg(feature = "kiosk")]
        Command::Board(args) => board::run(args),
        Command::Export(what) => export::run(what),
        Command::Time(args) => time::run(args),
        Command::Audit(command) => audit::run(command),
        Command::Trace(args) => trace::run(args),
        Command::Label(LabelCommand::Render(args)) => label::render(args).map(|()| ExitCode::SUCCESS),
        Command::Label(LabelCommand::Codes(args)) => codes::run(args),
        Command::Decode => Ok(decode::run()),
        Command::Devices(args) => devices::run(args),
        #[cfg(feature = "kiosk")]
        Command::Doctor(args) => doctor::run(args),
        #[cfg(feature = "kiosk")]
        Command::Console(args) => console::run(args),
        #[cfg(feature = "kiosk")]
        Command::Status(args) => status::run(args),
        #[cfg(feature = "kiosk")]
        Command::Logs(args) => logs::run(args),
        #[cfg(feature = "kiosk")]
        Command::Queue(args) => queue::run(args),
        #[cfg(feature = "kiosk")]
        Command::Support(args) => support::run(args),
        #[cfg(feature = "kiosk")]
        Command::Replay(args) => replay::run(args),
        #[cfg(feature = "kiosk")]
        Command::Salvage(args) => salvage::run(args),
        #[cfg(feature = "kiosk")]
        Command::CardTest(args) => card_test::run(args),
        #[cfg(feature = "kiosk")]
        Command::Admin(args) => admin::run(args),
        #[cfg(all(feature = "kiosk", feature = "hub"))]
        Command::Sim(SimArgs { device: Some(SimCommand::Device(args)), .. }) => sim_device::run(args),
        #[cfg(all(feature = "kiosk", feature = "hub"))]
        Command::Sim(SimArgs { device: None, world }) => Ok(sim::run(world)),
    }
}
