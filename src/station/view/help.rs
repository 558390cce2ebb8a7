//! Help: first what the screen is about from which it was asked for, then what holds everywhere.

use super::super::Station;
use super::super::session::{AtJob, Task};
use super::screen::{Block, Tone};
use crate::station::flow::store::StoreTask;
use crate::station::words::Words;

pub(super) fn help(station: &Station) -> (String, Vec<Block>) {
    let words = station.words();
    let bay = station.is_bay();
    let here: Vec<String> = station.session.help.as_deref().map(|task| of(words, task, bay)).into_iter().collect();
    let job = if bay { words.help_job_bay() } else { words.help_job_counter() };
    let part = if bay { words.help_part_bay() } else { words.help_part_counter() };
    let everywhere = [words.help_scan(), words.help_badge(), job, part, words.help_bin(), words.help_cards()];
    let everywhere = everywhere.into_iter().chain([String::new(), words.help_saved(), words.help_type()]).collect();
    let mut blocks = Vec::new();
    if !here.is_empty() {
        blocks.push(Block::Text { tone: Tone::Attention, lines: here });
    }
    blocks.push(Block::Text { tone: Tone::Plain, lines: everywhere });
    (words.help_title(), blocks)
}

/// What can be done on this screen.
fn of(words: Words, task: &Task, bay: bool) -> String {
    match task {
        Task::Home => words.help_here_home(),
        Task::Jobs => words.help_here_jobs(),
        Task::Job if bay => words.help_here_job_bay(),
        Task::Job => words.help_here_job_counter(),
        Task::Return { .. } => words.help_here_return(),
        Task::Receive { .. } => words.help_here_receive(),
        Task::PutAway { .. } => words.help_here_put_away(),
        Task::LookUp { .. } | Task::Part { .. } | Task::Bin { .. } => words.help_here_look_up(),
        Task::Label | Task::Queue => words.help_here_labels(),
        Task::Pause => words.help_here_pause(),
        Task::AtJob(at) => at_job(words, at),
        Task::Store(task) => store(words, task),
        Task::Desk(_) => words.help_here_desk(),
        Task::Unknown { .. } => words.help_here_unknown(),
        Task::WhatIs { .. } => words.help_here_what_is(),
        Task::Calibrate(_) => words.help_here_calibrate(),
        Task::BadgeReader(_) => words.help_here_badge_reader(),
        Task::Equipment(_) => words.help_here_equipment(),
        Task::Me | Task::Activity => words.help_here_me(),
        Task::MyTime { .. } => words.help_here_my_time(),
        Task::TimeToCheck => words.help_here_time_to_check(),
        Task::NewPin(_) => words.help_here_new_pin(),
        Task::Help => words.help_here_more(),
    }
}

fn store(words: Words, task: &StoreTask) -> String {
    match task {
        StoreTask::PrePick | StoreTask::Pick { .. } => words.help_here_pick(),
        StoreTask::Sale { .. } => words.help_here_sale(),
        StoreTask::Transfer { .. } => words.help_here_transfer(),
        StoreTask::Issues { .. } => words.help_here_issues(),
        StoreTask::OldParts { .. } => words.help_here_old_parts(),
        StoreTask::Ship { .. } | StoreTask::Arrive { .. } => words.help_here_shipment(),
        StoreTask::Counts { .. } | StoreTask::Count { .. } | StoreTask::Variances { .. } => words.help_here_count(),
        StoreTask::CountPlan { .. } => words.help_here_count(),
        StoreTask::Tags { .. } => words.help_here_tags(),
        StoreTask::Late => words.help_here_late(),
        // Lists to choose from.
        _ => words.help_here_more(),
    }
}

fn at_job(words: Words, at: &AtJob) -> String {
    match at {
        AtJob::Acts | AtJob::Workshop => words.help_here_more(),
        AtJob::Operations | AtJob::Operation(_) => words.help_here_operation(),
        AtJob::Form(_) => words.help_here_form(),
        AtJob::Requests => words.help_here_requests(),
        AtJob::Extras => words.help_here_extras(),
        AtJob::Arrivals => words.help_here_arrivals(),
        AtJob::ToCheck => words.help_here_to_check(),
        AtJob::Dispatch => words.help_here_dispatch(),
        AtJob::People => words.help_here_people(),
        AtJob::Person(_) => words.help_here_person(),
        AtJob::History { .. } => words.help_here_history(),
        AtJob::Figures(_) => words.help_here_figures(),
        AtJob::Badges => words.help_here_badges(),
        AtJob::BadgesOf(_) => words.help_here_badges_of(),
    }
}
