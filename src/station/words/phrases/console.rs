//! Terminals elsewhere that show this screen.

use crate::station::words::{Language, Words, table};

table! {
    console_watches(by) => "watched by {by}", "远程查看：{by}";
    console_drives(by) => "REMOTE CONTROL: {by}", "远程操作：{by}";
    console_no_pin => "A PIN is typed at the kiosk only", "PIN 只能在本机输入";
}
