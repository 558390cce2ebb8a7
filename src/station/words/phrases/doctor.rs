//! What `pitbox doctor` says.

use crate::station::words::{Language, Words, table};

table! {
    doctor_ok => "ok", "正常";
    doctor_wrong => "WRONG", "有问题";
    doctor_all_well => "All well.", "一切正常。";
    doctor_count(wrong) => "{wrong} to put right.", "有 {wrong} 项需要处理。";

    doctor_of_configuration => "configuration", "配置文件";
    doctor_of_disk => "disk", "磁盘";
    doctor_of_store => "store", "存储";
    doctor_of_journal => "second copy", "副本";
    doctor_of_hub => "hub", "服务器";
    doctor_of_clock => "clock", "时钟";
    doctor_of_device => "device", "设备";
    doctor_of_printer => "printer", "打印机";
    doctor_of_labels => "labels", "标签";
    doctor_of_bench => "bench", "设备测试";

    doctor_configuration_good(devices) => "readable, {devices} devices", "可读取，{devices} 个设备";
    doctor_no_template_wrong(count) => "{count} own label templates", "{count} 个自有标签模板";
    doctor_templates_unreadable(why) => "the folder of label templates cannot be read: {why}", "无法读取标签模板文件夹：{why}";
    doctor_templates_fix => "Make the folder, or remove labels from [station]", "建立该文件夹，或从 [station] 删除 labels";
    doctor_template_fix => "Correct the file; docs/labels.md lists the keys", "更正该文件；各键见 docs/labels.md";

    doctor_disk_free(free, all, kind) => "{free} of {all} MB free, {kind}", "剩余 {free} MB，共 {all} MB，{kind}";
    doctor_disk_full(free) => "only {free} MB free", "仅剩 {free} MB";
    doctor_disk_full_fix(path) => "Make room: sudo du -xh {path} | sort -h | tail", "请腾出空间：sudo du -xh {path} | sort -h | tail";
    doctor_disk_read_only => "mounted read-only", "以只读方式挂载";
    doctor_disk_read_only_fix(path) => "Remount it: sudo mount -o remount,rw $(findmnt -no TARGET -T {path}); dmesg says whether the card fails", "重新挂载：sudo mount -o remount,rw $(findmnt -no TARGET -T {path})；dmesg 会显示存储卡是否损坏";
    doctor_disk_volatile(kind) => "{kind} loses everything with the power", "{kind} 断电后数据全部丢失";
    doctor_disk_volatile_fix => "Put the store on ext4: set store in [station] to a folder of the card or disk", "请把存储放在 ext4 上：将 [station] 的 store 设为存储卡或硬盘上的文件夹";
    doctor_disk_absent(why) => "the folder cannot be looked at: {why}", "无法查看该文件夹：{why}";
    doctor_disk_absent_fix(path) => "Make it: sudo install -d -m 700 -o pitbox {path}", "请创建：sudo install -d -m 700 -o pitbox {path}";
    doctor_not_writable => "this user may not write there", "当前用户无权写入";
    doctor_not_writable_fix(path) => "Run it as the user of the kiosk (sudo -u pitbox pitbox doctor ..), or: sudo chown -R pitbox {path}", "请以终端用户运行（sudo -u pitbox pitbox doctor ..），或：sudo chown -R pitbox {path}";

    doctor_copy_good => "it has the last record", "已含最新记录";
    doctor_copy_same => "it lies on the same medium as the store", "与存储位于同一介质";
    doctor_copy_unread(why) => "it cannot be read: {why}", "无法读取：{why}";
    doctor_copy_behind(n) => "it lacks the last {n} records", "缺少最新 {n} 条记录";
    doctor_copy_behind_fix => "pitbox status says why, when the kiosk runs; it catches up by itself once the medium takes writes", "终端运行时 pitbox status 会说明原因；介质可写后会自动补齐";
    doctor_copy_mount(path) => "Mount the second medium there, writable for pitbox: findmnt -T {path}", "请把第二介质挂载到此处并允许 pitbox 写入：findmnt -T {path}";
    doctor_store_good(records, waiting) => "{records} records hold, {waiting} wait to be sent", "{records} 条记录完好，{waiting} 条待发送";
    doctor_store_broken(why) => "does not hold: {why}", "校验未通过：{why}";
    doctor_store_broken_fix(path) => "Stop the kiosk, keep a copy (sudo cp -a {path} {path}.broken), and run `pitbox salvage`: it saves what can be read, and the hub returns what it has", "停止终端，保留副本（sudo cp -a {path} {path}.broken），然后运行 pitbox salvage：抢救可读记录，服务器会返回其已有记录";
    doctor_store_absent => "there is none yet", "尚不存在";
    doctor_store_absent_fix => "Start the kiosk once: sudo systemctl start pitbox-kiosk", "请先启动一次终端：sudo systemctl start pitbox-kiosk";
    doctor_not_enrolled => "this kiosk is no member of a hub", "此终端尚未登记到服务器";
    doctor_not_enrolled_fix => "At the hub: pitbox enrol --new --config hub.toml; here: pitbox enrol --config kiosk.toml CODE", "在服务器上：pitbox enrol --new --config hub.toml；在此处：pitbox enrol --config kiosk.toml CODE";
    doctor_labels_open(count) => "{count} labels to be checked", "{count} 张标签待核实";
    doctor_labels_open_fix => "At the kiosk: label queue, and say whether each came out", "在终端上打开标签队列，逐张确认是否打出";

    doctor_clock_good => "set by a time service", "已由时间服务校准";
    doctor_clock_hub => "agrees with the hub", "与服务器一致";
    doctor_clock_off(seconds) => "{seconds} s away from the hub's", "与服务器相差 {seconds} 秒";
    doctor_clock_unset => "nobody has set it since the start", "开机后尚未校准";
    doctor_clock_fix => "Switch the time service on: sudo timedatectl set-ntp true; timedatectl shows what it does", "启用时间服务：sudo timedatectl set-ntp true；用 timedatectl 查看状态";

    doctor_hub_good(version) => "answers, version {version}", "有应答，版本 {version}";
    doctor_hub_silent(why) => "does not answer: {why}", "无应答：{why}";
    doctor_hub_silent_fix(url) => "Is it on, and is the address right? curl {url}/v1/caps", "服务器是否开机、地址是否正确？curl {url}/v1/caps";
    doctor_hub_protocol(theirs, ours) => "speaks protocol {theirs}, this kiosk {ours}", "协议为 {theirs}，本终端为 {ours}";
    doctor_hub_other(theirs, ours) => "version {theirs}, this kiosk {ours}", "版本 {theirs}，本终端 {ours}";
    doctor_hub_version_fix => "Install the same version on both", "请在两边安装相同版本";

    doctor_device_there => "there, may be opened", "已连接，可以打开";
    doctor_device_gone(path) => "{path} is not there", "{path} 不存在";
    doctor_device_gone_fix => "Plug it in and switch it on; pitbox devices lists what is plugged in", "请连接并开机；pitbox devices 列出已连接的设备";
    doctor_device_denied(path) => "{path}: this user may not open it", "{path}：当前用户无权打开";
    doctor_device_denied_fix(group) => "sudo usermod -aG {group} pitbox, then restart the kiosk", "sudo usermod -aG {group} pitbox，然后重启终端";
    doctor_network_silent(address, why) => "{address} takes no connection: {why}", "{address} 无法连接：{why}";
    doctor_network_fix(host) => "Is it on and in this network? ping {host}", "设备是否开机并在此网络中？ping {host}";

    doctor_printer_good => "ready", "就绪";
    doctor_printer_fix => "Load a roll, close the cover, switch it on; then ask again", "装好标签卷、关好盖子、开机，然后再查";
    doctor_printer_setup_fix => "Change it in kiosk.toml (docs/hardware.md), then: sudo systemctl restart pitbox-kiosk", "请修改 kiosk.toml（见 docs/hardware.md），然后：sudo systemctl restart pitbox-kiosk";
    doctor_pcscd_fix => "Run sudo apt install pcscd; sudo systemctl enable --now pcscd.socket", "请执行：sudo apt install pcscd；sudo systemctl enable --now pcscd.socket";
    doctor_printer_late => "did not say within 6 s how it is", "6 秒内未报告状态";

    doctor_bench_step(what) => "now: {what}", "现在：{what}";
    doctor_bench_scan => "scan any code", "扫任意条码";
    doctor_bench_badge => "hold a badge to it", "刷一张工牌";
    doctor_bench_tags => "hold a tag into its field", "把标签放入读取区";
    doctor_bench_press => "press the button", "按下按钮";
    doctor_bench_label => "a test label comes out", "打出一张测试标签";
    doctor_bench_look => "watch and listen: good, bad, attention", "请看请听：正常、错误、注意";
    doctor_bench_lock => "watch: the lock opens for a moment", "请看：锁会打开片刻";
    doctor_bench_got(what) => "got {what}", "收到 {what}";
    doctor_bench_nothing(seconds) => "nothing came within {seconds} s", "{seconds} 秒内没有收到任何内容";
    doctor_bench_nothing_fix => "Check cable, path and driver: pitbox devices", "请检查线缆、路径和驱动：pitbox devices";
}
