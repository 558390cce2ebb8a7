//! Badges of everybody.

use crate::station::words::{Language, Words, table};

table! {
    badges_title => "Badges", "工牌";
    badges_of(name) => "Badges of {name}", "{name} 的工牌";
    badges_col_role => "role", "角色";
    badges_col_pin => "PIN", "PIN 码";
    badges_has_pin => "has a PIN", "已设 PIN";
    badges_no_pin => "no PIN yet", "未设 PIN";
    badges_revoke(mark) => "Badge {mark}: take it back", "工牌 {mark}：作废";
    badges_over(day) => "OVER since {day}", "已于 {day} 失效";
    badges_until(day) => "good until {day}", "有效至 {day}";
    badges_all_lost => "All badges are lost", "全部工牌遗失";
    badges_how => "Another badge: hold it to the reader now. Each change needs the PIN of an administrator.", "新增工牌：现在贴读卡器。每次更改都需要管理员 PIN。";
    help_here_badges => "Here: Enter opens a person's badges.", "本页：回车查看此人的工牌。";
    help_here_badges_of => "Here: a badge held to the reader becomes this person's; Enter takes the selected one back. Both need the PIN of an administrator.", "本页：贴卡即为此人新增工牌；回车作废选中的工牌。均需管理员 PIN。";
}
