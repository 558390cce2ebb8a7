//! What decoders remark on codes. Their English is that of the tools (`pitbox decode`); the Chinese is here.

use super::{Language, Words};
use crate::identify::Remark;
use crate::identify::badge::BadBadge;
use crate::identify::epc::EpcError;
use crate::identify::gs1::link::BadLink;
use crate::identify::gs1::{Check, Gs1Error, Set, Why};
use crate::identify::mh10::{Dirt, NoLabel};
use crate::identify::vin::{self, BadVin};

impl Words {
    /// What a decoder remarks on a code.
    pub fn remark(self, remark: &Remark) -> String {
        match (remark, self.0) {
            (Remark::Damaged(damage), _) => self.damage(damage),
            (Remark::Unreadable(why), _) => self.unreadable_why(*why),
            (_, Language::English) => remark.to_string(),
            (_, Language::Chinese) => chinese(remark),
        }
    }
}

fn chinese(remark: &Remark) -> String {
    match remark {
        // Said in both languages by phrases of their own.
        Remark::Damaged(_) | Remark::Unreadable(_) => String::new(),
        Remark::Unmarked => "扫描枪未报告码制，字段之间的分隔符可能丢失".to_owned(),
        Remark::Gs1(error) => gs1(error),
        Remark::NoLink(error) => format!("是网址，但不是 GS1 数字链接：{}", gs1(error)),
        Remark::NoTradeItem => "长度像商品条码，但校验码不符".to_owned(),
        Remark::LabelWrong(why) => label_wrong(*why),
        Remark::LabelDirty(dirt) => label_dirty(*dirt).to_owned(),
        Remark::Vin(remark) => vin(*remark).to_owned(),
        Remark::NoVin { meant, why } => format!("不是车架号，但 {meant} 是：{}", no_vin(*why)),
        Remark::NoBadge(why) => no_badge(*why).to_owned(),
        Remark::CardLength => "卡的序列号长度不对".to_owned(),
        Remark::NoEpc(why) => no_epc(*why),
        Remark::TagDataUnread(why) => format!("标签上编号之后的数据读不出来：{}", no_epc(*why)),
        Remark::SeveralTags => "同时读到多个标签".to_owned(),
        Remark::NoText => "含有不是文字的字节".to_owned(),
    }
}

fn gs1(error: &Gs1Error) -> String {
    let at = error.at + 1;
    let why = gs1_why(error.why);
    match error.ai {
        Some(ai) => format!("应用标识符 {ai}，第 {at} 位：{why}"),
        None => format!("第 {at} 位：{why}"),
    }
}

fn gs1_why(why: Why) -> String {
    let text = match why {
        Why::NoData => "没有数据",
        Why::UnknownAi => "没有这样开头的应用标识符",
        Why::Empty => "值为空",
        Why::TooShort => "值太短",
        Why::TooLong => "值太长，或其后缺少分隔符",
        Why::Length => "值的长度不对",
        Why::Character(Set::Numeric) => "应为数字",
        Why::Character(Set::Cset82) => "不是 GS1 允许的 82 个字符之一",
        Why::Character(Set::Cset39) => "不是此处允许的 39 个字符之一",
        Why::Character(Set::Cset64) => "不是 URL 安全的 Base64",
        Why::Check(check) => gs1_check(check),
        Why::Caret => "^ 代表 FNC1，不能作为数据",
        Why::TooManyElements => "字段太多",
        Why::Repeated => "重复出现且值不同",
        Why::Excludes(other) => return format!("不能与应用标识符 {other} 同时出现"),
        Why::Requires => "缺少与之配套的应用标识符",
        Why::NeedsSerial => "有数字签名时需要序列号",
        Why::Brackets => "应为圆括号内的应用标识符，后接值",
        Why::Link(why) => bad_link(why),
        Why::Digits(count) => return format!("应有 {count} 位数字"),
        Why::NotGs1 => "该码制不含 GS1 数据",
    };
    text.to_owned()
}

fn gs1_check(check: Check) -> &'static str {
    match check {
        Check::CheckDigit => "校验码不符",
        Check::CheckPair => "校验字符不符",
        Check::Prefix1 => "开头不是 GS1 厂商识别代码",
        Check::Prefix2 => "从第二位起不是 GS1 厂商识别代码",
        Check::Date | Check::DateOrMonth => "不是日期（年月日各两位）",
        Check::LongDate => "不是日期（年四位，月日各两位）",
        Check::HourMinute => "不是时间（时分各两位）",
        Check::Hour => "不是小时",
        Check::Minute => "不是分钟",
        Check::Second => "不是秒",
        Check::Country => "不是 ISO 3166 国家数字代码",
        Check::CountryOrMany => "不是 ISO 3166 国家数字代码，也不是 999",
        Check::CountryLetters => "不是 ISO 3166 两位字母国家代码",
        Check::Currency => "不是 ISO 4217 货币数字代码",
        Check::Sex => "不是 ISO/IEC 5218 代码",
        Check::PercentEncoding => "% 后面不是两位十六进制数字",
        Check::Iban => "不是国际银行账号（IBAN）",
        Check::ImporterIndex => "不是进口商索引",
        Check::NonZero => "不能为零",
        Check::NoZeroPrefix => "不能以零开头",
        Check::Zero => "必须为零",
        Check::Winding => "不是卷绕方向（0、1 或 9）",
        Check::YesNo => "不是 0 或 1",
        Check::Hyphen => "此处只能是连字符",
        Check::Latitude => "不是纬度",
        Check::Longitude => "不是经度",
        Check::MediaType => "不是 AIDC 介质类型",
        Check::PackageType => "不是包装类型代码",
        Check::PieceOfTotal => "不是件号和总件数",
        Check::PositionSlashEnd => "不是用斜线分隔的序号和总数",
        Check::HasNonDigit => "不能全是数字",
        Check::Coupon => "不是优惠券代码",
        Check::CouponOffer => "不是优惠文件（POF）优惠券代码",
    }
}

fn bad_link(why: BadLink) -> &'static str {
    match why {
        BadLink::Scheme => "不以 http:// 或 https:// 开头",
        BadLink::Character => "网址中不能有此字符",
        BadLink::Domain => "缺少域名或域名含错误字符",
        BadLink::NoKey => "路径中没有 GS1 主键",
        BadLink::Qualifiers => "限定符不属于该主键，或顺序不对",
        BadLink::UnknownParameter => "查询中的数字不是应用标识符",
        BadLink::NotAttribute => "不能出现在查询中",
        BadLink::BelongsInPath => "应放在路径中",
        BadLink::Twice => "出现两次",
        BadLink::Escape => "百分号转义不是文字",
    }
}

fn label_wrong(why: NoLabel) -> String {
    let text = match why {
        NoLabel::Other => "不是 ISO/IEC 15434 信息，也不是带数据标识符的字段",
        NoLabel::Empty => "报头之后没有内容",
        NoLabel::ControlCharactersLost => "控制字符丢失：扫描枪未发送 GS、RS 或 EOT，请设置为发送",
        NoLabel::Format => "无法读取该信息格式",
        NoLabel::NoIdentifier(at) => return format!("第 {} 位：应为数据标识符", at + 1),
        NoLabel::TooManyFields => "字段太多",
        NoLabel::Gs1(error) => return gs1(&error),
    };
    text.to_owned()
}

fn label_dirty(dirt: Dirt) -> &'static str {
    match dirt {
        Dirt::NoTrailer => "信息缺少结尾",
        Dirt::Header => "报头不符合标准",
        Dirt::Spaces => "字段用空格分隔",
        Dirt::EmptyField => "有空字段",
        Dirt::UnlistedIdentifier => "有未列入标准的数据标识符",
        Dirt::OtherFormat => "有一条记录的格式无法读取",
    }
}

fn vin(remark: vin::Remark) -> &'static str {
    match remark {
        vin::Remark::CheckDigitWrong => "校验位错误，很可能误读",
        vin::Remark::CheckDigitUnused => "校验位不符；北美和中国以外的厂家不必设置",
        vin::Remark::YearUnreliable => "北美和中国以外的车型年份不可靠",
        vin::Remark::SerialNotNumeric => "最后四位应为数字",
    }
}

fn no_vin(why: BadVin) -> String {
    match why {
        BadVin::Length(count) => format!("车架号有 17 位，这里有 {count} 位"),
        BadVin::Character(letter, at) => format!("第 {at} 位的 {letter:?} 不能用于车架号"),
    }
}

fn no_badge(why: BadBadge) -> &'static str {
    match why {
        BadBadge::Empty => "什么也没读到",
        BadBadge::Form => "没有读卡器这样输出工牌",
        BadBadge::Range => "号码太大",
    }
}

fn no_epc(why: EpcError) -> String {
    let text = match why {
        EpcError::Unprogrammed => "标签未写入",
        EpcError::Tid => "这是标签的序列号（TID），不是 EPC",
        EpcError::Header(header) => return format!("没有 EPC 方案使用报头 {header:02X}"),
        EpcError::TooShort => "数据过早结束",
        EpcError::Partition => "厂商识别代码的长度无效",
        EpcError::Range => "数字超出其位数",
        EpcError::Length => "字段长度不对",
        EpcError::Empty => "有不能为空的空字段",
        EpcError::Character => "有不允许的字符",
        EpcError::Padding => "应为零的位不为零",
        EpcError::Form => "不是标签 URI，或没有方案能容纳这些字段",
    };
    text.to_owned()
}
