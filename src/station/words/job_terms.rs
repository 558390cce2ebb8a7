//! Terms of a job's course, in both languages.

use super::Words;
use crate::domain::blockers::Blocker;
use crate::domain::catalogue::GuideKind;
use crate::domain::course::Unclear;
use crate::domain::job_event::{AnswerBy, BodyPlace, Category, Damage, DamageKind, RequestState};
use crate::domain::operation::{OpState, Operation};
use crate::domain::work::PauseReason;
use crate::station::form::FormKind;

impl Words {
    pub fn answer_by(self, how: AnswerBy) -> String {
        match how {
            AnswerBy::Phone => self.either("by phone", "电话"),
            AnswerBy::Signature => self.either("signed", "签字"),
            AnswerBy::Message => self.either("by message", "短信或微信"),
        }
    }

    /// What an operation waits for, short, for the list of jobs.
    pub fn waits_for(self, reason: PauseReason) -> String {
        match reason {
            PauseReason::Parts => self.either("waits: parts", "待料"),
            PauseReason::CustomerApproval => self.either("waits: customer", "待客户确认"),
            PauseReason::BayOrLift => self.either("waits: bay, lift", "待工位"),
            PauseReason::Tool => self.either("waits: tool", "待工具"),
            PauseReason::Insurer => self.either("waits: insurer", "待保险"),
            PauseReason::TechnicalHotline => self.either("waits: hotline", "待技术支持"),
            PauseReason::WarrantyApproval => self.either("waits: warranty", "待索赔批准"),
            PauseReason::Sublet => self.either("at another shop", "外委"),
            PauseReason::Break | PauseReason::Switch | PauseReason::Other => self.pause_reason(reason),
        }
    }

    pub fn request_state(self, state: RequestState) -> String {
        match state {
            RequestState::Open => self.either("asked", "已申请"),
            RequestState::InWork => self.either("being looked for", "备料中"),
            RequestState::Ordered => self.either("ordered", "已订货"),
            RequestState::Ready => self.either("ready at the counter", "柜台可取"),
            RequestState::Refused => self.either("not to be had", "无法供应"),
        }
    }

    /// How full the tank is: the needle stands at quarters, a table may say eighths.
    pub fn form_eighths(self, eighths: impl Into<i64>) -> String {
        match eighths.into() {
            0 => self.either("empty", "空"),
            8 => self.either("full", "满"),
            even if even % 2 == 0 => format!("{} / 4", even / 2),
            odd => format!("{odd} / 8"),
        }
    }

    pub fn category(self, category: Category) -> String {
        match category {
            Category::Brakes => self.either("brakes", "制动"),
            Category::Steering => self.either("steering", "转向"),
            Category::Wheels => self.either("wheels", "车轮"),
            Category::Airbags => self.either("airbags", "安全气囊"),
        }
    }

    pub fn body_place(self, place: BodyPlace) -> String {
        match place {
            BodyPlace::Front => self.either("front", "车头"),
            BodyPlace::Rear => self.either("rear", "车尾"),
            BodyPlace::Left => self.either("left side", "左侧"),
            BodyPlace::Right => self.either("right side", "右侧"),
            BodyPlace::Roof => self.either("roof", "车顶"),
            BodyPlace::Glass => self.either("glass", "玻璃"),
            BodyPlace::Wheels => self.either("wheels", "轮毂"),
            BodyPlace::Interior => self.either("interior", "内饰"),
        }
    }

    pub fn damage_kind(self, kind: DamageKind) -> String {
        match kind {
            DamageKind::Scratch => self.either("scratch", "划痕"),
            DamageKind::Dent => self.either("dent", "凹陷"),
            DamageKind::Crack => self.either("crack", "裂纹"),
            DamageKind::Missing => self.either("missing", "缺失"),
            DamageKind::Dirt => self.either("stain", "污渍"),
        }
    }

    /// `left side: dent, glass: crack`.
    pub fn damages(self, damage: &[Damage]) -> String {
        let each = damage.iter().map(|mark| format!("{} {}", self.body_place(mark.place), self.damage_kind(mark.kind)));
        each.collect::<Vec<_>>().join(self.list_comma())
    }

    /// What stands between two members of a list.
    pub fn list_comma(self) -> &'static str {
        if self.0 == super::Language::Chinese { "、" } else { ", " }
    }

    pub fn blocker(self, blocker: &Blocker) -> String {
        match blocker {
            Blocker::OpenOperation(op) => self.blocks_open(op),
            Blocker::Unanswered(op) => self.blocks_unanswered(op),
            Blocker::MissingCheck(op, level) => self.blocks_check(op, self.check_level(*level)),
            Blocker::BadValue(op, title) => self.blocks_value(op, self.pick(title)),
            Blocker::Unsigned(n) => self.blocks_unsigned(n),
            Blocker::OpenRequests(n) => self.blocks_requests(n),
            Blocker::OldPartOwed(part) => self.blocks_old_part(part),
            Blocker::Disputes(n) => self.blocks_disputes(n),
        }
    }

    /// All of them in one line.
    pub fn blockers(self, blockers: &[Blocker]) -> String {
        blockers.iter().map(|one| self.blocker(one)).collect::<Vec<_>>().join(self.list_comma())
    }

    /// Thousandths as a number: `7.5 mm`.
    pub fn measure(self, value: i64, unit: &str) -> String {
        format!("{} {unit}", crate::domain::qty::Qty(value)).trim_end().to_owned()
    }

    /// The limits of a value: `2 to 12 mm`.
    pub fn limits(self, low: Option<i64>, high: Option<i64>, unit: &str) -> String {
        match (low, high) {
            (Some(low), Some(high)) => self.limits_both(crate::domain::qty::Qty(low), self.measure(high, unit)),
            (Some(low), None) => self.limits_low(self.measure(low, unit)),
            (None, Some(high)) => self.limits_high(self.measure(high, unit)),
            (None, None) => String::new(),
        }
    }

    /// Where an operation stands: work that is done may still need a check.
    pub fn op_state_of(self, op: &Operation) -> String {
        match op.missing_check().filter(|_| op.state() == OpState::Done) {
            Some(level) => self.check_is_due(self.check_level(level)),
            None => self.op_state(op.state()),
        }
    }

    /// What a lead looks at and clears.
    pub fn unclear(self, open: Unclear<'_>) -> String {
        match open {
            Unclear::State(open) => {
                self.dispute(self.job_state(open.from), self.job_state(open.to), self.job_state(open.found))
            }
            Unclear::Odometer(arrival, known) => self.odometer_lower(arrival.odometer.unwrap_or_default(), known),
        }
    }

    /// The name of a form.
    pub fn form_title(self, kind: &FormKind) -> String {
        match kind {
            FormKind::CheckIn => self.title_check_in(),
            FormKind::CarOn => self.title_car_on(),
            FormKind::HandOver => self.title_hand_over(),
            FormKind::Shares => self.title_shares(),
            FormKind::Request => self.title_request(),
            FormKind::AnswerRequest => self.title_answer_request(),
            FormKind::Extra => self.title_extra(),
            FormKind::AnswerExtra => self.title_answer_extra(),
            FormKind::Measure => self.title_measure(),
            FormKind::SendBack { .. } => self.title_send_back(),
            FormKind::Plan => self.title_plan(),
            FormKind::Deliver => self.title_deliver(),
            FormKind::ComeBack(_) => self.title_come_back(),
            FormKind::ClearDispute => self.title_clear(),
        }
    }

    pub fn guide_kind(self, kind: GuideKind) -> String {
        match kind {
            GuideKind::Instruction => self.guide_instruction(),
            GuideKind::Bulletin => self.guide_bulletin(),
            GuideKind::KnownFault => self.guide_fault(),
        }
    }
}
