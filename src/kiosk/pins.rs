//! PINs are checked and hashed on a thread of their own: it takes tens of milliseconds on a desktop, and more on a Pi.

use super::Shell;
use super::devices::Devices;
use super::event::Event;
use crate::domain::ids::PersonId;
use crate::domain::pin::Pin;
use crate::record::badge::SiteKey;
use crate::record::pin::{pin_fits, pin_hash};
use crate::station::input::Input;

impl Shell<'_> {
    pub(super) fn verify_pin(&mut self, token: u64, person: PersonId, pin: Pin, hash: String, devices: &mut Devices) {
        let answer = move |key: SiteKey| Input::PinChecked { token, outcome: Ok(pin_fits(&key, &person, &pin, &hash)) };
        let failed = move |why: String| Input::PinChecked { token, outcome: Err(why) };
        self.with_site_key("check-pin", answer, failed, devices);
    }

    pub(super) fn hash_pin(&mut self, token: u64, person: PersonId, pin: Pin, devices: &mut Devices) {
        let answer = move |key: SiteKey| Input::PinHashed { token, outcome: pin_hash(&key, &person, &pin) };
        let failed = move |why: String| Input::PinHashed { token, outcome: Err(why) };
        self.with_site_key("hash-pin", answer, failed, devices);
    }

    fn with_site_key(
        &mut self,
        thread: &str,
        answer: impl FnOnce(SiteKey) -> Input + Send + 'static,
        failed: impl FnOnce(String) -> Input,
        devices: &mut Devices,
    ) {
        let Some(key) = self.identity.as_ref().map(|identity| SiteKey(identity.site_key.0)) else {
            return self.step(failed("this kiosk is not enrolled".to_owned()), devices);
        };
        let queue = self.queue.clone();
        let started = std::thread::Builder::new().name(thread.to_owned()).spawn(move || {
            queue.put(Event::Pin(answer(key)));
        });
        if let Err(error) = started {
            self.step(failed(error.to_string()), devices);
        }
    }
}
