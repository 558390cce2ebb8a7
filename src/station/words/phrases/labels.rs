//! Labels and the print queue.

use crate::station::words::{Language, Words, table};

table! {
    // Labels.
    label_title => "Print a label", "打印标签";
    label_scan => "Scan a part, a bin or a job; or type to search a part.", "扫配件、货位或工单，或输入查找配件。";
    label_queued(what) => "Label on its way: {what}", "标签已送打印：{what}";
    label_waits(what, why) => "Label waits: {what}: {why}", "标签等待打印：{what}：{why}";
    label_waits_help => "It is printed when the printer is well again; nothing of it was sent. In the label queue you can cancel it or take another printer.", "打印机恢复后自动打印，尚未发送任何内容。可在标签队列中取消或换打印机。";
    label_confirmed(what) => "Label printed: {what}", "标签已打印：{what}";
    label_failed(what, why) => "Label NOT printed: {what}: {why}", "标签未打印：{what}：{why}";
    label_unknown(what) => "Did this label come out: {what}?", "该标签是否打出：{what}？";
    label_unknown_help => "The printer was lost in the middle. Nothing is printed twice without your word.", "打印中途断开。未经确认不会重复打印。";
    no_printer => "No label printer is set up", "未配置标签打印机";
    no_printer_help => "Add one to kiosk.toml. Nothing was printed.", "请在 kiosk.toml 中添加。未打印。";
    col_label => "label", "标签";
    queue_title => "Labels", "标签队列";
    queue_empty => "No label waits.", "没有等待的标签。";
    print_queued => "waiting", "排队中";
    print_sent => "in the printer", "打印中";
    print_handed => "sent, printer does not report", "已发送，打印机不回报";
    label_handed(what) => "Label sent: {what}", "标签已发送：{what}";
    print_confirmed => "printed", "已打印";
    print_failed => "not printed", "未打印";
    print_unknown => "to be checked", "待核实";
    print_cancelled => "cancelled", "已取消";
    queue_keys => "came out", "已打出";
    queue_again => "print again", "重新打印";
    queue_other => "other printer", "换打印机";
    col_printer => "printer", "打印机";
    no_other_printer => "No other printer is set up. Nothing changed.", "没有其他打印机。未改变。";
    queue_cancel => "cancel", "取消";
    card_quantity(qty) => "quantity {qty}", "数量 {qty}";
    card_choice(nth) => "choice {nth}", "选 {nth}";
}
