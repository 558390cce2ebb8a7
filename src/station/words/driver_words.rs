//! What a driver says of a device in words of its own or of the operating system, in the language of the screen.
//!
//! Such words are kept with labels and told by `pitbox devices` as they are; only the screen translates them. They begin with the
//! path or the address that they are about.

use super::Words;

/// How the standard library begins what it says of a name that has no address.
const LOOKUP: &str = "failed to lookup address information";

impl Words {
    /// Words that are not known stay as they are: a hint in another language is better than none.
    pub(in crate::station) fn driver_words(self, text: &str) -> String {
        // What the resolver says has such a colon of its own.
        let at = text.find(LOOKUP).or_else(|| Some(text.rfind(": ")? + 2)).unwrap_or(0);
        let (place, said) = text.split_at(at);
        let known = self.system_words(said).or_else(|| self.own_words(said));
        match known {
            Some(words) => format!("{place}{words}"),
            None => text.to_owned(),
        }
    }

    /// `Connection refused (os error 111)`: the number decides, as `errno(3)` has them on Linux.
    fn system_words(self, said: &str) -> Option<String> {
        let (_, number) = said.strip_suffix(')')?.rsplit_once(" (os error ")?;
        let words = match number.parse::<i32>().ok()? {
            5 => self.device_faults(),
            16 => self.used_by_another(),
            6 | 19 => self.device_not_there(),
            28 => self.no_room_left(),
            32 | 103 | 104 => self.connection_broke(),
            110 => self.no_answer_in_time(),
            111 => self.nobody_there(),
            100 | 101 | 112 | 113 => self.no_way_there(),
            _ => return None,
        };
        Some(words)
    }

    fn own_words(self, said: &str) -> Option<String> {
        let words = match said {
            "in use by another program" => self.used_by_another(),
            "not a serial port" => self.not_a_serial_port(),
            "no such host" => self.no_such_host(),
            "no answer" => self.no_answer_in_time(),
            "the connection broke" => self.connection_broke(),
            "the printer closed the connection" | "the reader closed the connection" => self.other_side_closed(),
            "the printer gave the job no number" => self.no_number_for_job(),
            "does not speak LLRP" => self.speaks_no_llrp(),
            "pcscd refuses: see polkit's rules for pcscd" => self.pcscd_refuses(),
            "pcscd speaks a version that is not known" => self.pcscd_unknown(),
            _ => return self.own_words_with_a_number(said),
        };
        Some(words)
    }

    fn own_words_with_a_number(self, said: &str) -> Option<String> {
        if said.starts_with(LOOKUP) {
            return Some(self.no_such_host());
        }
        if said.starts_with("the reader serves another program") {
            return Some(self.used_by_another());
        }
        let antenna = said.strip_prefix("antenna ")?.strip_suffix(" is unplugged")?;
        Some(self.antenna_unplugged(antenna))
    }
}

#[cfg(test)]
mod tests {
    use crate::station::words::{Language, Words};

    #[test]
    fn what_drivers_say_is_said_in_the_language_of_the_screen() {
        let refused = std::io::Error::from_raw_os_error(111);
        let cases = [
            (format!("192.168.1.50:9100: {refused}"), "192.168.1.50:9100: 无人应答：未开机，或地址不对"),
            ("/dev/ttyUSB0: in use by another program".into(), "/dev/ttyUSB0: 正被其他程序使用"),
            ("antenna 2 is unplugged".into(), "天线 2 未接"),
            (
                "labels:9100: failed to lookup address information: Name or service not known".into(),
                "labels:9100: 找不到这个主机名：请检查地址",
            ),
        ];
        for (said, expected) in cases {
            assert_eq!(Words(Language::Chinese).driver_words(&said), expected);
        }
    }

    #[test]
    fn words_that_nobody_knows_stay() {
        for said in ["fuser too cold", "", ": ", "x: (os error )", "y (os error 99999999999)", "z (os error 4095)"] {
            assert_eq!(Words(Language::Chinese).driver_words(said), said);
        }
    }
}
