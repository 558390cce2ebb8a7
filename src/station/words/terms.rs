//! Words for the values of the domain.

use pitbox_hw::reading::Unreadable;

use super::{Language, Words};
use crate::domain::job::{CheckLevel, JobState, Payer};
use crate::domain::old_part::Fault;
use crate::domain::operation::OpState;
use crate::domain::person::{Bilingual, Role};
use crate::domain::place::Place;
use crate::domain::qty::{Qty, Unit};
use crate::domain::reason::Reason;
use crate::domain::stock::Condition;
use crate::domain::work::PauseReason;
use crate::identify::card::Verb;
use crate::identify::own::Damage;

impl Words {
    pub fn language(self) -> Language {
        self.0
    }

    /// The text of this language, or the other one when this is empty.
    pub fn pick(self, text: &Bilingual) -> String {
        let (first, second) = match self.0 {
            Language::English => (&text.en, &text.zh),
            Language::Chinese => (&text.zh, &text.en),
        };
        if first.is_empty() { second.clone() } else { first.clone() }
    }

    pub(super) fn either(self, en: &str, zh: &str) -> String {
        match self.0 {
            Language::English => en.to_owned(),
            Language::Chinese => zh.to_owned(),
        }
    }

    /// A quantity with its unit: `4.5 l`, `3 pc`.
    pub fn qty(self, qty: Qty, unit: Unit) -> String {
        format!("{qty} {}", self.unit(unit))
    }

    pub fn unit(self, unit: Unit) -> String {
        match unit {
            Unit::Piece => self.either("pc", "件"),
            Unit::Litre => self.either("l", "升"),
            Unit::Metre => self.either("m", "米"),
            Unit::Kilogram => self.either("kg", "千克"),
            Unit::Set => self.either("set", "套"),
            Unit::Pair => self.either("pair", "副"),
        }
    }

    pub fn payer(self, payer: Payer) -> String {
        match payer {
            Payer::Customer => self.either("customer", "客付"),
            Payer::Warranty => self.either("warranty", "保修"),
            Payer::Internal => self.either("internal", "内部"),
            Payer::Insurance => self.either("insurance", "保险"),
        }
    }

    pub fn role(self, role: Role) -> String {
        match role {
            Role::Technician => self.either("technician", "技师"),
            Role::Clerk => self.either("parts clerk", "配件员"),
            Role::Lead => self.either("foreman", "车间主管"),
            Role::Adviser => self.either("service advisor", "服务顾问"),
            Role::Admin => self.either("administrator", "管理员"),
        }
    }

    pub fn condition(self, condition: Condition) -> String {
        match condition {
            Condition::New => self.either("new", "新件"),
            Condition::Old => self.either("old", "旧件"),
            Condition::Repaired => self.either("repaired", "修复件"),
            Condition::Opened => self.either("opened", "已拆封"),
        }
    }

    /// What is wrong with an old part.
    pub fn fault(self, fault: Fault) -> String {
        match fault {
            Fault::Leaks => self.either("leaks", "泄漏"),
            Fault::Noise => self.either("makes noise", "异响"),
            Fault::Broken => self.either("broken", "断裂"),
            Fault::Worn => self.either("worn", "磨损"),
            Fault::Electrical => self.either("electrical fault", "电气故障"),
            Fault::Other => self.either("other fault", "其他故障"),
        }
    }

    /// A coded reason.
    pub fn reason(self, reason: Reason) -> String {
        let (en, zh) = match reason {
            Reason::DamagedInWork => ("damaged while fitting", "装配时损坏"),
            Reason::Lost => ("lost", "丢失"),
            Reason::ListTooLow => ("the list is too low", "清单数量不足"),
            Reason::Trial => ("fitted to find the fault", "排查故障试装"),
            Reason::WrongPart => ("wrong part", "错件"),
            Reason::WrongJob => ("wrong job", "工单错误"),
            Reason::WrongQuantity => ("wrong quantity", "数量错误"),
            Reason::NotNeeded => ("not needed", "不需要"),
            Reason::DamagedInStore => ("damaged in the store", "库内损坏"),
            Reason::Expired => ("past its date", "已过期"),
            Reason::Obsolete => ("nobody needs it any more", "呆滞"),
            Reason::Recall => ("called back by the maker", "厂家召回"),
            Reason::Suspect => ("to be inspected", "待检"),
            Reason::Short => ("less came than was sent", "短少"),
            Reason::DamagedOnTheWay => ("damaged on the way", "运输损坏"),
            Reason::KeptByCustomer => ("the customer keeps it", "客户带走"),
            Reason::NotWantedBack => ("not wanted back", "无需返还"),
            Reason::Destroyed => ("nothing is left of it", "已损毁无残件"),
            Reason::NoShow => ("the customer did not come", "客户未到"),
            Reason::Other => ("other reason", "其他原因"),
        };
        self.either(en, zh)
    }

    pub fn job_state(self, state: JobState) -> String {
        match state {
            JobState::Planned => self.either("planned", "已预约"),
            JobState::Released => self.either("dispatched", "已派工"),
            JobState::InProgress => self.either("in progress", "维修中"),
            JobState::Check => self.either("check", "待检验"),
            JobState::Rework => self.either("rework", "内返"),
            JobState::Wash => self.either("wash", "洗车"),
            JobState::Ready => self.either("ready", "待交车"),
            JobState::Settled => self.either("settled", "已结算"),
            JobState::Delivered => self.either("delivered", "已交车"),
            JobState::Cancelled => self.either("cancelled", "已取消"),
        }
    }

    pub fn op_state(self, state: OpState) -> String {
        match state {
            OpState::Open => self.either("open", "未开工"),
            OpState::Running => self.either("working", "施工中"),
            OpState::Paused => self.either("paused", "已暂停"),
            OpState::Waiting(reason) => self.waits_for(reason),
            OpState::Done => self.either("done", "已完工"),
            OpState::Declined => self.declined(),
        }
    }

    pub fn pause_reason(self, reason: PauseReason) -> String {
        match reason {
            PauseReason::Parts => self.either("waiting for parts", "待料"),
            PauseReason::CustomerApproval => self.either("waiting for approval", "待客户确认"),
            PauseReason::BayOrLift => self.either("waiting for bay or lift", "待工位或举升机"),
            PauseReason::Tool => self.either("waiting for a tool", "待工具"),
            PauseReason::Insurer => self.either("waiting for the insurer", "待保险公司"),
            PauseReason::TechnicalHotline => self.either("waiting for technical hotline", "待技术支持"),
            PauseReason::WarrantyApproval => self.either("waiting for warranty approval", "待索赔批准"),
            PauseReason::Sublet => self.either("at another shop", "外委"),
            PauseReason::Break => self.either("break", "休息"),
            PauseReason::Switch => self.either("changed to another job", "换工单"),
            PauseReason::Other => self.either("other reason", "其他原因"),
        }
    }

    /// What is wrong with one of our own codes.
    pub fn damage(self, damage: &Damage) -> String {
        match damage {
            Damage::TooLong => self.damage_too_long(),
            Damage::CutOff => self.damage_cut_off(),
            Damage::Character(letter) => self.damage_character(letter),
            Damage::Check => self.damage_check(),
            Damage::Newer => self.damage_newer(),
            Damage::Escape | Damage::Form | Damage::Id(_) => self.damage_form(),
        }
    }

    /// Why a reading did not come whole.
    pub fn unreadable_why(self, why: Unreadable) -> String {
        match why {
            Unreadable::TooLong => self.unreadable_too_long(),
            Unreadable::Checksum => self.unreadable_checksum(),
            Unreadable::Malformed => self.unreadable_malformed(),
            Unreadable::Interrupted => self.unreadable_interrupted(),
        }
    }

    /// A verb, as it stands on its card.
    pub fn verb(self, verb: Verb) -> String {
        let (en, zh) = match verb {
            Verb::Done => ("DONE", "完成"),
            Verb::Cancel => ("CANCEL", "取消"),
            Verb::Undo => ("UNDO", "撤销"),
            Verb::Help => ("HELP", "帮助"),
            Verb::Yes => ("YES", "是"),
            Verb::No => ("NO", "否"),
            Verb::Issue => ("PARTS OUT", "领料出库"),
            Verb::Return => ("RETURN", "退料"),
            Verb::Receive => ("RECEIVE", "入库"),
            Verb::PutAway => ("PUT AWAY", "上架"),
            Verb::Transfer => ("TRANSFER", "调拨"),
            Verb::LookUp => ("LOOK UP", "查询"),
            Verb::Label => ("LABEL", "打印标签"),
            Verb::Count => ("COUNT", "盘点"),
            Verb::Scrap => ("SCRAP", "报废"),
            Verb::OldPart => ("OLD PART", "旧件"),
            Verb::Start => ("START", "开工"),
            Verb::Pause => ("PAUSE", "暂停"),
            Verb::Finish => ("FINISH", "完工"),
            Verb::HandOver => ("HAND OVER", "交接"),
            Verb::Request => ("REQUEST", "要料"),
            Verb::ClockIn => ("IN", "上班打卡"),
            Verb::ClockOut => ("OUT", "下班打卡"),
            Verb::CarOn => ("CAR ON BAY", "上线"),
            Verb::CarOff => ("CAR OFF BAY", "下线"),
            Verb::LogOff => ("LOG OFF", "退出登录"),
            Verb::Home => ("HOME", "主页"),
            Verb::Jobs => ("JOBS", "工单"),
            Verb::Alerts => ("ALERTS", "预警"),
            Verb::Up => ("UP", "上"),
            Verb::Down => ("DOWN", "下"),
            Verb::Select => ("SELECT", "选定"),
            Verb::Back => ("BACK", "返回"),
            Verb::NextPage => ("NEXT PAGE", "下一页"),
            Verb::PreviousPage => ("PREVIOUS PAGE", "上一页"),
            Verb::More => ("MORE", "更多"),
            Verb::PrePick => ("PRE-PICK", "预拣"),
            Verb::Sell => ("COUNTER SALE", "零售"),
            Verb::Tags => ("RFID TAGS", "读射频标签"),
            Verb::Language => ("LANGUAGE 中文", "语言 English"),
        };
        self.either(en, zh)
    }

    pub fn check_level(self, level: CheckLevel) -> String {
        match level {
            CheckLevel::Own => self.either("self-check", "自检"),
            CheckLevel::Mutual => self.either("mutual check", "互检"),
            CheckLevel::Final => self.either("final check", "终检"),
        }
    }

    pub fn place(self, place: &Place) -> String {
        match place {
            Place::Bin(id) => self.either("bin ", "货位 ") + id.as_str(),
            Place::Supplier => self.either("supplier", "供应商"),
            Place::Job(no) => self.either("job ", "工单 ") + no.as_str(),
            Place::Stage(tote) => self.either("tote ", "料箱 ") + tote.as_str(),
            Place::Sale(no) => self.either("sale ", "销售单 ") + no.as_str(),
            Place::WorkshopUse => self.either("workshop use", "车间自用"),
            Place::Person(id) => self.either("held by ", "持有人 ") + id.as_str(),
            Place::Scrap => self.either("scrap", "报废"),
            Place::OldPart => self.either("old parts", "旧件"),
            Place::Claim => self.either("claims", "索赔"),
            Place::CustomerOwned => self.either("customer's own", "客户自带"),
            Place::Loan(site) => self.either("lent to ", "借出 ") + site.as_str(),
            Place::Transit(no) => self.either("in transit ", "在途 ") + no.as_str(),
            Place::Adjust => self.either("adjustment", "盘点调整"),
            Place::Quarantine => self.either("quarantine", "封存"),
        }
    }
}
