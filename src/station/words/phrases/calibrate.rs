//! Calibrating a scanner.

use crate::station::words::{Language, Words, table};

table! {
    // Calibrating a scanner.
    task_calibrate => "Calibrate a scanner", "校准扫描枪";
    calibrate_scan => "Scan the square on the calibration sheet", "请扫校准单上的方码";
    calibrate_lines => "A scanner that reads no squares: scan all six line codes of the sheet, in any order.", "读不了方码的枪：把校准单上的六个条码各扫一次，顺序不限。";
    calibrate_sheet => "F7 prints the sheet on a label of 100 mm; one that was printed before will do. Esc leaves everything as it was.", "按 F7 打印校准单（100 mm 标签），以前打印的也可用。按 Esc 退出，不作更改。";
    calibrate_print => "print the sheet", "打印校准单";
    calibrate_again => "another scanner", "再校准一把";
    calibrate_left => "lines left", "还需扫的条码";
    calibrate_more(left) => "Read. Lines left: {left}", "已读取。还需扫条码：{left}";
    calibrate_saved(device) => "{device} is calibrated: its scans are put right from now on", "{device} 已校准，之后的扫描会自动纠正";
    calibrate_plain(device) => "{device} needs no calibration: its scans come as they should", "{device} 无需校准，扫描内容正确";
    calibrate_not_saved(device) => "{device} works as before. Scan the sheet again.", "{device} 仍按原样工作。请重新扫校准单。";
    calibrate_no_advice => "Nothing to do.", "无需任何操作。";
    calibrate_advice => "To change at the scanner (its manual has the setting codes), then calibrate it again:", "请用说明书中的设置码更改扫描枪，然后重新校准：";
    calibrate_refused => "Until then, scans that cannot be put right are refused. None is guessed.", "更改之前，无法纠正的扫描会被拒绝，不会猜测。";
    advice_not_the_sheet => "This was not the calibration sheet. If it was: set the scanner's keyboard to US English", "这不是校准单。如果确实是校准单：请把扫描枪的键盘设为美式英文";
    advice_truncated => "Only a part of the symbol came. Scan it again; set a longer delay between characters", "只收到条码的一部分。请重扫；或加长扫描枪的字符间隔";
    advice_us_layout(characters) => "Set its keyboard to US English. Characters that do not come, or come as others: {characters}", "键盘设为美式英文。未收到或混淆的字符：{characters}";
    advice_separators(which) => "Let it send control characters ({which}) as Ctrl and key, or as Alt and digits. Labels with several fields cannot be read without them.", "让扫描枪以 Ctrl 组合键或 Alt 加数字发送控制字符（{which}）。否则无法读取含多个字段的标签。";
    advice_caps_lock => "Caps Lock is on: switch it off. Scans are put right as long as it stays on.", "大写锁定已开，请关闭。保持开启期间会自动纠正。";
    advice_case => "It changes capital and small letters: switch that off.", "扫描枪会改变字母大小写，请关闭该功能。";
    advice_aim => "Let it send AIM identifiers, so that the kind of a code is never guessed.", "请开启 AIM 标识符，以便准确判断码制。";
}
