//! The devices on the screen, setting one up, and the locks.

use crate::station::words::{Language, Words, table};

table! {
    // The list of devices.
    task_devices => "Devices", "设备";
    devices_title => "Devices", "设备";
    devices_looking => "looking…", "正在查找…";
    devices_none => "Nothing is plugged in that Pitbox could use.", "没有可用的设备。";
    devices_keys => "1 set up a scanner   2 set up a badge reader   3 print a test label   4 try lamp and buzzer   5 calibrate a scanner   6 set up a tag reader", "1 设置扫描枪   2 设置工牌读卡器   3 打印测试标签   4 测试灯和蜂鸣器   5 校准扫描枪   6 设置射频读写器";
    col_device => "device", "设备";
    col_use => "use", "用途";
    col_where => "where", "位置";
    seen_starting => "starting", "启动中";
    seen_ready(since) => "ready since {since}", "{since} 起就绪";
    seen_gone(since) => "gone since {since}", "{since} 起断开";
    seen_trouble(what, since) => "{what} since {since}", "{what}（{since} 起）";
    seen_unused => "not used", "未使用";
    seen_unused_help => "Enter sets it up.", "按回车进行设置。";
    seen_unsupported => "not supported", "不支持";
    seen_not_permitted => "no permission", "没有权限";
    seen_absent => "not plugged in", "未插入";
    fix_group(path, group) => "{path} belongs to the group {group}. Type this, then start the kiosk again:", "{path} 属于用户组 {group}。运行下面的命令后重启终端：";
    fix_rule(path) => "Nobody may open {path}. Put 90-pitbox.rules into /etc/udev/rules.d, run udevadm control --reload, plug it in again.", "没有打开 {path} 的权限。请把 90-pitbox.rules 放入 /etc/udev/rules.d，运行 udevadm control --reload，再重新插入。";
    unsupported_keyboard => "A keyboard. If it is a scanner, press 1 and scan with it.", "键盘。若是扫描枪，请按 1 并用它扫码。";
    unsupported_maker => "An unknown maker. If it is a scanner, press 1 and scan with it.", "未知厂家。若是扫描枪，请按 1 并用它扫码。";
    unsupported_mode => "The scanner is in a mode of its maker: scan its set-up code for USB serial (CDC) or HID POS.", "扫描枪处于厂家专用模式：请扫其 USB 串口 (CDC) 或 HID POS 设置码。";
    role_scanner => "scanner", "扫描枪";
    role_badge => "badge reader", "工牌读卡器";
    role_rfid => "tag reader", "射频读写器";
    role_printer => "printer", "打印机";
    role_lamp => "stack light", "警示灯";
    role_buzzer => "buzzer", "蜂鸣器";
    role_button => "button", "按钮";
    role_lock => "cabinet", "柜子";

    // Setting up.
    set_up_title => "Set up a device", "设置设备";
    set_up_scan => "Scan any label with the new scanner", "请用新扫描枪扫任意标签";
    set_up_badge => "Hold a badge to the new reader", "请将工牌靠近新读卡器";
    set_up_tags => "Hold a tag into the field of the new reader", "请把标签放入新读写器的读取区";
    set_up_way(driver, baud) => "Serial ports are listened to as {driver} at {baud} baud. Nothing? 1 tries the next way.", "串口按 {driver}、{baud} 波特监听。没有反应？按 1 换下一种方式。";
    key_another_way => "another way", "换一种方式";
    set_up_help => "Pitbox listens to everything that is plugged in and not used yet. Whichever answers is it.", "正在监听所有已插入但未使用的设备，有响应的即为该设备。";
    set_up_answered(name) => "{name} answered", "{name} 有响应";
    set_up_use => "Press Enter to use it from now on.", "按回车，今后使用该设备。";
    key_use_it => "use it", "使用";
    set_up_saved(name) => "In use from now on: {name}", "已启用：{name}";
    button_works(device) => "Button {device} works", "按钮 {device} 正常";
    signal_good => "green, one short sound: done", "绿灯，一声短音：完成";
    signal_bad => "red, three sounds: refused", "红灯，三声：拒绝";
    signal_attention => "amber, two long sounds: a question", "黄灯，两声长音：提问";
    signal_next => "4 gives the next one.", "再按 4 测试下一个。";

    // Locks.
    task_cabinet => "Open a cabinet", "开柜";
    cabinet_title => "Cabinets", "柜子";
    cabinet_none => "This kiosk has no cabinet with a lock.", "本终端没有带锁的柜子。";
    cabinet_locked => "locked", "已锁";
    cabinet_opened(cabinet) => "Cabinet {cabinet} opened", "已打开柜子 {cabinet}";
    cabinet_close => "Close the door: it locks by itself.", "请关好柜门，会自动上锁。";
    cabinet_lock_gone(cabinet) => "The lock of {cabinet} does not answer", "{cabinet} 的锁无响应";
}
