//! Setting up a badge reader.

use crate::station::words::{Language, Words, table};

table! {
    task_badge_reader => "Set up a badge reader", "设置工牌读卡器";
    badge_reader_type(nth) => "Badge {nth}: type the number printed on it, then Enter", "第 {nth} 张工牌：输入上面印的号码，按回车";
    badge_reader_forms => "As it is printed: 0012345678, or 188,24910, or 00BC614E.", "按印刷的样子输入：0012345678、188,24910 或 00BC614E。";
    badge_reader_why => "Two badges show how the reader says their numbers, so that one badge is one person at every reader. Esc leaves everything as it was.", "用两张工牌确定读卡器的号码格式，使同一工牌在每个读卡器上都是同一个人。按 Esc 退出，不作更改。";
    badge_reader_hold(printed) => "Hold badge {printed} to the reader", "请把工牌 {printed} 放到读卡器上";
    badge_reader_retype => "Another number? Type it, then Enter.", "号码不对？重新输入后按回车。";
    badge_reader_read => "badges read", "已读工牌";
    badge_reader_says => "says numbers as", "号码格式";
    badge_reader_done => "Badges log on here as at every other reader.", "工牌在此与其他读卡器上一样登录。";
    badge_reader_again => "another reader", "再设置一个";
    badge_reader_next => "take the number", "确认号码";
    badge_reader_one_more => "Read. Now another badge: type its number", "已读取。请换一张工牌：输入它的号码";
    badge_reader_third => "These two badges fit more than one way. A third one is needed: type its number", "这两张工牌符合不止一种格式，需要第三张：请输入它的号码";
    badge_reader_number_first => "Type the number that is printed on the badge first", "请先输入工牌上印的号码";
    badge_reader_no_number(text) => "{text} is no number of a badge", "{text} 不是工牌号码";
    badge_reader_same(text) => "Badge {text} was read already", "工牌 {text} 已读过";
    badge_reader_other => "Take another badge.", "请换另一张工牌。";
    badge_reader_not_this(device, printed) => "What {device} read is not badge {printed}", "{device} 读到的不是工牌 {printed}";
    badge_reader_check => "Hold that badge to it, or type the number again. If both are right, this reader says badges in a way that is not known.", "请放上该工牌，或重新输入号码。若都没错，则该读卡器的格式未知。";
    badge_reader_disagree => "The badges do not agree: no one way fits all of them", "工牌之间不一致：没有一种格式都符合";
    badge_reader_from_start => "One of them was not the badge whose number was typed. Begin again with the first.", "其中有一张与输入的号码不符。请从第一张重新开始。";
    badge_reader_saved(device) => "{device} is set up", "{device} 已设置";
    badge_reader_not_saved(device) => "{device} works as before. Begin again with the first badge.", "{device} 仍按原样工作。请从第一张工牌重新开始。";
    transform_decimal => "ten digits (0012345678)", "十位数字（0012345678）";
    transform_decimal_reversed => "ten digits, bytes reversed (1315027968)", "十位数字，字节倒序（1315027968）";
    transform_hex => "hexadecimal (00BC614E)", "十六进制（00BC614E）";
    transform_hex_reversed => "hexadecimal, bytes reversed (4E61BC00)", "十六进制，字节倒序（4E61BC00）";
    transform_decimal_24 => "24 bits as eight digits (12345678)", "24 位的八位数字（12345678）";
    transform_facility_card => "facility and card (188,24910)", "区号和卡号（188,24910）";
    transform_facility_card_plain => "facility and card in eight digits (18824910)", "区号和卡号连写（18824910）";
}
