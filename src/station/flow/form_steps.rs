//! The steps of each form, and the wish that comes of them.

use super::super::Station;
use super::super::input::World;
use super::dispatch;
use super::form::name;
use crate::domain::book::Book;
use crate::domain::course::Unclear;
use crate::domain::ids::{BayId, JobNo, OpNo, PersonId, RecordName};
use crate::domain::job::{Hours, Job, Payer, Share};
use crate::domain::job_act::{Earlier, EarlierOperation, JobAct};
use crate::domain::job_event::{AnswerBy, BodyPlace, Category, Damage, DamageKind, RequestState};
use crate::domain::operation::{OpState, Operation};
use crate::domain::person::Bilingual;
use crate::domain::qty::Qty;
use crate::domain::rights::Right;
use crate::station::form::{Form, FormKind, Given, Prompt, Typing};
use crate::station::words::Language;

/// What is wanted next; none when everything is answered.
pub(super) fn prompt(station: &Station, form: &Form, world: World<'_>) -> Option<Prompt> {
    let job = station.book.job_ref(&form.job);
    match &form.kind {
        FormKind::CheckIn => check_in(station, form),
        FormKind::CarOn => (form.bay().is_none()).then(|| bays(station)),
        FormKind::HandOver => hand_over(station, form, job?),
        FormKind::Shares => shares(station, form, job?, world),
        FormKind::Request => request(station, form),
        FormKind::AnswerRequest => answer_request(station, form, job),
        FormKind::Extra => extra(station, form),
        FormKind::AnswerExtra => answer_extra(station, form, job?),
        FormKind::Measure => measure(station, form, job?, world),
        FormKind::SendBack { .. } => form.given.is_empty().then(|| faults(station)),
        FormKind::ComeBack(earlier) => come_back(station, form, earlier),
        FormKind::Plan => plan(station, form, world),
        FormKind::Deliver if form.given.is_empty() => Some(odometer(station)),
        FormKind::Deliver => doubtful(station, form),
        FormKind::ClearDispute => clear(station, form, job?),
    }
}

fn chosen<T: Copy>(all: &[T], words: impl Fn(T) -> String, given: impl Fn(T) -> Given) -> Vec<(String, Given)> {
    all.iter().map(|one| (words(*one), given(*one))).collect()
}

fn odometer(station: &Station) -> Prompt {
    let words = station.words();
    Prompt::new(words.form_odometer(), Typing::Number).or_skip(words.form_not_read())
}

/// The highest reading that this kiosk knows of the car: of the job, or of another one of the same car.
fn known_km(station: &Station, job: &JobNo) -> Option<u32> {
    let vin = &station.book.job_ref(job)?.vehicle.vin;
    let is_it = |other: &&Job| other.no == *job || (!vin.is_empty() && other.vehicle.vin == *vin);
    station.book.jobs().filter(is_it).filter_map(|job| job.vehicle.odometer()).max()
}

/// What the reading among the answers is lower than, if it is.
fn lower_than(station: &Station, form: &Form) -> Option<u32> {
    let km = whole(form, 0)?;
    known_km(station, &form.job).filter(|known| km < *known)
}

/// A clock that runs backwards is a wrong key more often than a new instrument: asked about, with what was typed kept.
fn doubtful(station: &Station, form: &Form) -> Option<Prompt> {
    let words = station.words();
    let (km, known) = (whole(form, 0)?, lower_than(station, form).filter(|_| form.given.len() == 1)?);
    let rows = [(words.form_km_right(km), Given::Yes(true)), (words.form_km_wrong(), Given::Again)];
    Some(Prompt::new(words.form_km_lower(km, known), Typing::No).rows(rows))
}

/// Kilometres, fuel, marks one by one until there are no more, and the customer's words.
fn check_in(station: &Station, form: &Form) -> Option<Prompt> {
    let words = station.words();
    if form.given.is_empty() {
        return Some(odometer(station));
    }
    if let Some(doubtful) = doubtful(station, form) {
        return Some(doubtful);
    }
    let given = &form.given[form.given.iter().filter(|given| **given == Given::Yes(true)).count()..];
    if given.len() == 1 {
        let fuel = [0, 2, 4, 6, 8].map(|eighths| (words.form_eighths(eighths), Given::Number(eighths * 1000)));
        return Some(Prompt::new(words.form_fuel(), Typing::No).rows(fuel).or_skip(words.form_not_read()));
    }
    let after = &given[2..];
    let marks_done = after.iter().position(|one| *one == Given::Nothing);
    match (marks_done, after.last()) {
        (None, Some(Given::Place(_))) => {
            let kinds = chosen(DamageKind::ALL, |kind| words.damage_kind(kind), Given::Damage);
            Some(Prompt::new(words.form_damage_kind(), Typing::No).rows(kinds))
        }
        (None, _) => {
            let places = chosen(BodyPlace::ALL, |place| words.body_place(place), Given::Place);
            Some(Prompt::new(words.form_damage(), Typing::No).rows(places).or_skip(words.form_no_more_damage()))
        }
        (Some(at), _) if after.len() == at + 1 => {
            let prompt = Prompt::new(words.customer_words(), Typing::Text).rows(phrases(station, CUSTOMER));
            Some(prompt.or_skip(words.form_no_words()))
        }
        (Some(_), _) => None,
    }
}

/// Bays that jobs name, and this kiosk's.
fn bays(station: &Station) -> Prompt {
    let named = station.book.jobs().filter_map(|job| job.bay.clone());
    let own = BayId::new(&station.settings.name).ok().filter(|_| station.is_bay());
    let all: std::collections::BTreeSet<BayId> = named.chain(own).collect();
    let rows = all.into_iter().map(|bay| (bay.to_string(), Given::Bay(bay)));
    Prompt::new(station.words().form_bay(), Typing::Bay).rows(rows)
}

fn operations<'a>(station: &Station, ops: impl Iterator<Item = &'a Operation>) -> Prompt {
    let words = station.words();
    let row = |op: &Operation| (format!("{}  {}", op.no, words.pick(&op.title)), Given::Op(op.no));
    Prompt::new(words.form_operation(), Typing::No).rows(ops.map(row).collect::<Vec<_>>())
}

fn is_open(op: &Operation) -> bool {
    !matches!(op.state(), OpState::Done | OpState::Declined)
}

fn technicians(station: &Station) -> impl Iterator<Item = &crate::domain::person::Person> {
    station.book.people().filter(|person| person.may(Right::WorkOnCars))
}

fn hand_over(station: &Station, form: &Form, job: &Job) -> Option<Prompt> {
    let words = station.words();
    let me = station.session.person.as_ref();
    let Some(op) = form.op() else {
        let open: Vec<&Operation> = job.operations.iter().filter(|op| is_open(op)).collect();
        let mine = |fits: fn(&Operation, &PersonId) -> bool| {
            open.iter().copied().filter(|op| me.is_some_and(|me| fits(op, me))).collect::<Vec<_>>()
        };
        // What one works on is what one hands over: then the badge of the next person is the next scan.
        let candidates = [mine(Operation::runs), mine(Operation::is_for), open.clone()];
        let meant = candidates.into_iter().find(|all| !all.is_empty()).unwrap_or_default();
        return Some(operations(station, meant.into_iter()));
    };
    let has_it = |person: &PersonId| {
        job.operation(op).is_some_and(|op| op.runs(person))
            || Some(person) == me && job.operation(op).is_some_and(|op| op.is_for(person))
    };
    match form.given.len() {
        1 => {
            let others = technicians(station).filter(|person| !has_it(&person.id));
            let rows = others.map(|person| (words.pick(&person.name), Given::Person(person.id.clone())));
            Some(Prompt::new(words.form_to_whom(), Typing::No).rows(rows.collect::<Vec<_>>()))
        }
        2 => {
            let rows = [0, 25, 50, 75, 100].map(|percent| (words.form_percent(percent), Given::Number(percent * 1000)));
            // Equal shares, unless somebody says otherwise.
            Some(Prompt::new(words.form_split(), Typing::No).rows(rows).begin_at(2))
        }
        3 => {
            let prompt = Prompt::new(words.form_note(), Typing::Text).rows(phrases(station, HANDOVER));
            Some(prompt.or_skip(words.form_no_note()))
        }
        _ => None,
    }
}

/// The lead technician, a helper or none, and the split.
fn shares(station: &Station, form: &Form, job: &Job, world: World<'_>) -> Option<Prompt> {
    let words = station.words();
    let Some(op) = form.op().and_then(|op| job.operation(op)) else {
        return Some(operations(station, job.operations.iter().filter(|op| is_open(op))));
    };
    let suggested = dispatch::rows(station, op, world);
    match form.given.len() {
        1 => Some(Prompt::new(words.form_lead(), Typing::No).rows(suggested)),
        2 => {
            let taken = form.people().first().map(|id| Given::Person((*id).clone()));
            let others = suggested.into_iter().filter(|(_, given)| Some(given) != taken.as_ref());
            Some(Prompt::new(words.form_helper(), Typing::No).rows(others).or_skip(words.form_no_helper()))
        }
        3 if form.given[2] != Given::Nothing => {
            let rows = [50, 60, 70, 80, 100];
            let rows = rows.map(|lead| (words.form_lead_helper(lead, 100 - lead), Given::Number(lead * 1000)));
            Some(Prompt::new(words.form_split(), Typing::No).rows(rows))
        }
        _ => None,
    }
}

fn request(station: &Station, form: &Form) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => Some(Prompt::new(words.form_old_part(), Typing::Part)),
        1 => {
            let rows = [1, 2, 4].map(|n| (n.to_string(), Given::Number(n * 1000)));
            Some(Prompt::new(words.form_how_many(), Typing::Number).rows(rows))
        }
        _ => None,
    }
}

fn answer_request(station: &Station, form: &Form, job: Option<&Job>) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => {
            let open = job.into_iter().flat_map(|job| job.course.open_requests());
            let rows = open.map(|asked| (asked.wanted().to_owned(), Given::Record(asked.said.record)));
            Some(Prompt::new(words.form_which_request(), Typing::No).rows(rows.collect::<Vec<_>>()))
        }
        1 => {
            let states = [RequestState::InWork, RequestState::Ready, RequestState::Ordered, RequestState::Refused];
            let rows = chosen(&states, |state| words.request_state(state), Given::State);
            Some(Prompt::new(words.form_answer(), Typing::No).rows(rows))
        }
        2 => Some(Prompt::new(words.form_note(), Typing::Text).or_skip(words.form_no_note())),
        _ => None,
    }
}

fn extra(station: &Station, form: &Form) -> Option<Prompt> {
    let words = station.words();
    let title = first_text(form);
    // What was typed says nothing of the kind of work; the shop's phrases do.
    let asks = !form.given.is_empty() && extra_phrase(&title).is_none();
    if asks && form.given.len() == 1 {
        let kinds = chosen(Category::ALL, |kind| words.category(kind), Given::Category);
        return Some(Prompt::new(words.form_safety(), Typing::No).rows(kinds).or_skip(words.form_not_safety()));
    }
    match form.given.len() - usize::from(asks) {
        0 => {
            let titles = EXTRA.iter().map(|(title, _)| *title).collect::<Vec<_>>();
            Some(Prompt::new(words.form_what_to_do(), Typing::Text).rows(phrases(station, &titles)))
        }
        1 => {
            let hours = [300, 500, 1000, 2000].map(|h| (words.form_hours_of(Qty(h)), Given::Number(h)));
            Some(Prompt::new(words.form_hours(), Typing::Number).rows(hours))
        }
        2 => {
            let payers = chosen(&Payer::ALL, |payer| words.payer(payer), Given::Payer);
            Some(Prompt::new(words.payer_title(), Typing::No).rows(payers))
        }
        3 => Some(Prompt::new(words.form_needs_part(), Typing::Part).or_skip(words.form_no_part())),
        _ => None,
    }
}

fn answer_extra(station: &Station, form: &Form, job: &Job) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => Some(operations(station, job.operations.iter().filter(|op| op.extra.is_some() && op.punches.is_empty()))),
        1 => {
            let rows = [(words.form_agreed(), Given::Yes(true)), (words.declined(), Given::Yes(false))];
            Some(Prompt::new(words.form_customer_says(), Typing::No).rows(rows))
        }
        2 => {
            let rows = chosen(AnswerBy::ALL, |how| words.answer_by(how), Given::How);
            Some(Prompt::new(words.form_how(), Typing::No).rows(rows))
        }
        3 => {
            let rows = [words.form_the_customer(), words.form_the_driver()].map(|who| (who.clone(), Given::Text(who)));
            Some(Prompt::new(words.form_who(), Typing::Text).rows(rows))
        }
        _ => None,
    }
}

fn measure(station: &Station, form: &Form, job: &Job, world: World<'_>) -> Option<Prompt> {
    let words = station.words();
    let Some(op) = form.op().and_then(|op| job.operation(op)) else {
        let listed = job.operations.iter().filter(|op| !world.catalogue.check_list(&op.class.code).is_empty());
        return Some(operations(station, listed));
    };
    let list = world.catalogue.check_list(&op.class.code);
    match form.given.len() {
        1 => {
            let row = |item: &crate::domain::catalogue::CheckItem| {
                let limits = words.limits(item.low, item.high, &item.unit);
                let last = op.measured().into_iter().find(|known| known.item == item.item);
                let last =
                    last.map(|known| format!(" = {}", words.measure(known.value, &known.unit))).unwrap_or_default();
                let text = format!("{}  ({limits}){last}", words.pick(&item.title));
                (text, Given::Number(i64::from(item.item)))
            };
            Some(Prompt::new(words.form_item(), Typing::No).rows(list.iter().map(row).collect::<Vec<_>>()))
        }
        2 => {
            let item = form.number().and_then(|no| list.into_iter().find(|item| i64::from(item.item) == no));
            let label = item.map_or_else(String::new, |item| format!("{} ({})", words.pick(&item.title), item.unit));
            Some(Prompt::new(label, Typing::Number))
        }
        _ => None,
    }
}

fn plan(station: &Station, form: &Form, world: World<'_>) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => Some(bays(station).or_skip(words.form_as_it_is())),
        1 => {
            let later = [1, 2, 4].map(|h| {
                let at = world.now.wall_ms.saturating_add(h * 3_600_000);
                (station.settings.zone.hour_minute(at), Given::Number(at))
            });
            Some(Prompt::new(words.form_promised(), Typing::Time).rows(later).or_skip(words.form_as_it_is()))
        }
        _ => None,
    }
}

fn clear(station: &Station, form: &Form, job: &Job) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => {
            let row = |open: Unclear<'_>| (words.unclear(open), Given::Record(open.record()));
            Some(Prompt::new(words.to_check_title(), Typing::No).rows(job.course.unclear().map(row)))
        }
        1 => Some(Prompt::new(words.form_note(), Typing::Text).rows(phrases(station, CLEARED))),
        _ => None,
    }
}

/// What is to be done once more, and what the customer says.
fn come_back(station: &Station, form: &Form, earlier: &Earlier) -> Option<Prompt> {
    let words = station.words();
    match form.given.len() {
        0 => {
            let row = |op: &EarlierOperation| (format!("{}  {}", op.no, words.pick(&op.title)), Given::Op(op.no));
            let rows = earlier.operations.iter().map(row);
            Some(Prompt::new(words.form_once_more(), Typing::No).rows(rows).or_skip(words.form_find_fault()))
        }
        1 => Some(faults(station)),
        _ => None,
    }
}

fn faults(station: &Station) -> Prompt {
    Prompt::new(station.words().form_what_is_wrong(), Typing::Text).rows(phrases(station, FAULTS))
}

/// A coded phrase in both languages: nobody types Chinese with gloves on.
type Phrase = (&'static str, &'static str);

const CUSTOMER: &[Phrase] = &[
    ("service is due", "到期保养"),
    ("brakes make a noise", "刹车异响"),
    ("steering wheel shakes", "方向盘抖动"),
    ("air conditioning is not cold", "空调不制冷"),
    ("warning light is on", "故障灯亮"),
    ("engine is loud", "发动机噪音大"),
    ("accident damage", "事故车"),
];
const HANDOVER: &[Phrase] = &[
    ("half is done", "已完成一半"),
    ("taken apart, to be put together", "已拆开，待装复"),
    ("parts are still missing", "还缺配件"),
    ("only the test drive is left", "只差试车"),
    ("bolts are not torqued yet", "螺栓尚未按力矩拧紧"),
];
/// With the kind of work on which lives depend.
const EXTRA: &[(Phrase, Option<Category>)] = &[
    (("Replace brake pads", "更换刹车片"), Some(Category::Brakes)),
    (("Replace brake discs", "更换刹车盘"), Some(Category::Brakes)),
    (("Replace tyres", "更换轮胎"), Some(Category::Wheels)),
    (("Seal an oil leak", "处理漏油"), None),
    (("Replace battery", "更换蓄电池"), None),
    (("Replace wiper blades", "更换雨刮片"), None),
    (("Replace coolant", "更换冷却液"), None),
    (("Replace cabin filter", "更换空调滤芯"), None),
];
const FAULTS: &[Phrase] = &[
    ("noise is still there", "异响仍在"),
    ("leaks", "渗漏"),
    ("not torqued", "未按力矩拧紧"),
    ("warning light is on", "故障灯亮"),
    ("dirty or scratched", "脏污或划伤"),
    ("wrong part fitted", "装错配件"),
    ("not done completely", "项目漏做"),
];
const CLEARED: &[Phrase] = &[("looked at, right as it is", "已核对，现状无误"), ("set right by hand", "已人工处理")];

fn phrases(station: &Station, all: &[Phrase]) -> Vec<(String, Given)> {
    let chinese = station.words() == Language::Chinese.words();
    let one = |(en, zh): &Phrase| if chinese { (*zh).to_owned() } else { (*en).to_owned() };
    all.iter().map(|phrase| (one(phrase), Given::Text(one(phrase)))).collect()
}

/// The coded phrase of extra work with this title, in either language.
fn extra_phrase(text: &str) -> Option<&'static (Phrase, Option<Category>)> {
    EXTRA.iter().find(|((en, zh), _)| *en == text || *zh == text)
}

/// A title in both languages, if it is one of the coded phrases.
fn both(text: &str) -> Bilingual {
    extra_phrase(text).map_or_else(
        || Bilingual { en: text.to_owned(), zh: String::new() },
        |((en, zh), _)| Bilingual { en: (*en).to_owned(), zh: (*zh).to_owned() },
    )
}

/// The wish of a form that is filled in.
pub(super) fn act(station: &Station, form: &Form) -> JobAct {
    match &form.kind {
        FormKind::CheckIn => JobAct::CheckIn {
            odometer: whole(form, 0),
            lower_than: lower_than(station, form),
            fuel: whole(form, 1 + usize::from(form.given.contains(&Given::Yes(true))))
                .and_then(|eighths| u8::try_from(eighths).ok()),
            damage: marks(form),
            words: form.text(),
        },
        FormKind::CarOn => form.bay().map_or(JobAct::CarOff, |bay| JobAct::CarOn { bay: bay.clone() }),
        FormKind::SendBack { op, level } => JobAct::SendBack { op: *op, level: *level, note: form.text() },
        FormKind::Plan => JobAct::Plan { bay: form.bay().cloned(), promised_ms: form.number() },
        FormKind::Deliver => JobAct::Deliver { odometer: whole(form, 0), lower_than: lower_than(station, form) },
        FormKind::ComeBack(earlier) => {
            JobAct::ComeBack { earlier: earlier.clone(), again: form.op().into_iter().collect(), words: form.text() }
        }
        FormKind::ClearDispute => JobAct::ClearDispute { record: record(form), note: form.text() },
        FormKind::Request => {
            let me = station.session.person.as_ref();
            let here = me.and_then(|me| station.book.person_day(me).running().cloned());
            let op = here.filter(|punch| punch.job == form.job).map(|punch| punch.op);
            let (part, qty) = (form.part().cloned(), Qty(form.number().unwrap_or(0)));
            JobAct::RequestPart { op, part, text: form.text(), qty }
        }
        FormKind::HandOver
        | FormKind::Shares
        | FormKind::AnswerRequest
        | FormKind::Extra
        | FormKind::AnswerExtra
        | FormKind::Measure => of_operation(form),
    }
}

/// The wishes that concern one operation, and the counter's answer.
fn of_operation(form: &Form) -> JobAct {
    let op = form.op().unwrap_or(OpNo(0));
    let given = &form.given;
    match form.kind {
        FormKind::HandOver => JobAct::HandOver {
            op,
            to: form.people().first().map_or_else(PersonId::lowest, |id| (*id).clone()),
            note: form.text(),
            percent: whole(form, 2).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(0),
        },
        FormKind::Shares => JobAct::SetShares { op, shares: shares_of(form) },
        FormKind::AnswerRequest => {
            let state = |given: &Given| if let Given::State(state) = given { Some(*state) } else { None };
            let answer = given.iter().find_map(state).unwrap_or(RequestState::Open);
            JobAct::AnswerRequest { request: record(form), answer, note: form.text() }
        }
        FormKind::Extra => {
            let payer = |given: &Given| if let Given::Payer(payer) = given { Some(*payer) } else { None };
            let payer = given.iter().find_map(payer).unwrap_or(Payer::Customer);
            let part = form.part().map(|part| (part.clone(), Qty::ONE));
            let title = first_text(form);
            let said = |given: &Given| if let Given::Category(kind) = given { Some(*kind) } else { None };
            let category = extra_phrase(&title).map_or_else(|| given.iter().find_map(said), |(_, kind)| *kind);
            let hours = Hours(form.number().unwrap_or(0));
            JobAct::FindExtra { title: both(&title), hours, payer, part, category }
        }
        FormKind::AnswerExtra => {
            let way = |given: &Given| if let Given::How(how) = given { Some(*how) } else { None };
            let how = given.iter().find_map(way).unwrap_or(AnswerBy::Phone);
            JobAct::AnswerExtra { op, agreed: given.contains(&Given::Yes(true)), how, who: form.text() }
        }
        _ => JobAct::Measure {
            op,
            item: form.number().and_then(|item| u16::try_from(item).ok()).unwrap_or(0),
            value: given.last().and_then(thousandths).unwrap_or(0),
            outside: false,
        },
    }
}

/// A whole number among the answers.
fn whole(form: &Form, at: usize) -> Option<u32> {
    form.given.get(at).and_then(thousandths).and_then(|n| u32::try_from(n / 1000).ok())
}

/// The record that was chosen. A form without one is refused by the domain.
fn record(form: &Form) -> RecordName {
    form.record().unwrap_or(RecordName([0; 16]))
}

fn thousandths(given: &Given) -> Option<i64> {
    if let Given::Number(number) = given { Some(*number) } else { None }
}

fn first_text(form: &Form) -> String {
    let text = |given: &Given| if let Given::Text(text) = given { Some(text.clone()) } else { None };
    form.given.iter().find_map(text).unwrap_or_default()
}

fn marks(form: &Form) -> Vec<Damage> {
    let pairs = form.given.windows(2).filter_map(|pair| match pair {
        [Given::Place(place), Given::Damage(kind)] => Some(Damage { place: *place, kind: *kind }),
        _ => None,
    });
    pairs.collect()
}

fn shares_of(form: &Form) -> Vec<Share> {
    let people = form.people();
    let lead = form.number().and_then(|n| u8::try_from(n / 1000).ok()).unwrap_or(100).min(100);
    let shares = people.iter().enumerate().map(|(at, id)| {
        let percent = if people.len() == 1 {
            100
        } else if at == 0 {
            lead
        } else {
            100 - lead
        };
        Share { person: (*id).clone(), lead: at == 0, percent }
    });
    shares.collect()
}

/// What was answered so far, for the screen: label and value.
pub(in crate::station) fn said(station: &Station, form: &Form, world: World<'_>) -> Vec<(String, String)> {
    let mut before = Form { given: Vec::new(), ..form.clone() };
    let mut said = Vec::new();
    for given in &form.given {
        let prompt = prompt(station, &before, world);
        let row = prompt.as_ref().and_then(|prompt| prompt.all_rows().into_iter().find(|(_, known)| known == given));
        let by_itself = matches!(given, Given::Person(_)) || row.is_none();
        let value = row.filter(|_| !by_itself).map_or_else(|| in_words(station, given), |(words, _)| words);
        match (lower_than(station, &before), given) {
            (Some(known), Given::Yes(true)) => said.push((station.words().form_lower_than(), known.to_string())),
            _ => said.extend(prompt.map(|prompt| (prompt.label, value))),
        }
        before.given.push(given.clone());
    }
    said
}

pub(super) fn in_words(station: &Station, given: &Given) -> String {
    match given {
        Given::Text(text) => text.clone(),
        Given::Number(number) => Qty(*number).to_string(),
        Given::Part(part) => part.to_string(),
        Given::Bay(bay) => bay.to_string(),
        Given::Person(id) => name(station, id),
        Given::Op(op) => op.to_string(),
        Given::Payer(_)
        | Given::How(_)
        | Given::State(_)
        | Given::Record(_)
        | Given::Yes(_)
        | Given::Place(_)
        | Given::Damage(_)
        | Given::Category(_)
        | Given::Again
        | Given::Nothing => String::new(),
    }
}
