//! Questions.

use crate::station::words::{Language, Words, table};

table! {
    // Questions.
    who_pays(part) => "{part} is not on the list of this job. Who pays?", "{part} 不在该工单清单中，谁付费？";
    over_required(part, issued, required) => "{part}: {issued} of {required} issued. More than required?", "{part}：已发 {issued}，应发 {required}。要超发吗？";
    over_required_why(qty) => "{qty} more: why?", "再发 {qty}：原因？";
    customers_own => "nobody: the customer brought it", "客户自带，不收费";
    expected(part) => "Expected now: {part}", "应取：{part}";
    expected_help => "Put the wrong one back and scan the right one, or say who pays for this one.", "请放回错件并扫正确配件，或选择该件的付费类型。";
    swapped(part) => "{part} was not booked: put it back.", "{part} 未记账，请放回。";
    not_approved(part) => "{part}: the customer has not approved this extra work. Issue all the same?", "{part}：客户尚未确认该增项，仍要发料？";
    from_which_bin(part) => "Where was {part} taken from? Scan the bin.", "{part} 取自哪个货位？请扫货位。";
    which_part => "This code stands for several parts. Which one?", "该条码对应多个配件，是哪个？";
    answer_first => "Answer the question first", "请先回答问题";
    question_dropped => "The question was left open: nothing was recorded.", "未回答，未作任何记录。";
}
