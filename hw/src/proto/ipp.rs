//! Messages of the Internet Printing Protocol (RFC 8010): an operation or a status, and attributes in groups.

/// Version 2.0.
const VERSION: [u8; 2] = [2, 0];
/// Most attributes of a message that are kept.
const MOST: usize = 2000;

/// Operations (RFC 8011).
pub const PRINT_JOB: u16 = 0x0002;
pub const CANCEL_JOB: u16 = 0x0008;
pub const GET_JOB_ATTRIBUTES: u16 = 0x0009;
pub const GET_PRINTER_ATTRIBUTES: u16 = 0x000B;

/// Statuses.
pub const OK: u16 = 0x0000;
pub const BAD_REQUEST: u16 = 0x0400;
pub const NOT_FOUND: u16 = 0x0406;
pub const FORMAT_NOT_SUPPORTED: u16 = 0x040A;

/// Tags of groups and of values.
pub const OPERATION_GROUP: u8 = 0x01;
pub const JOB_GROUP: u8 = 0x02;
const END: u8 = 0x03;
pub const PRINTER_GROUP: u8 = 0x04;
const LAST_DELIMITER: u8 = 0x0F;
pub const INTEGER: u8 = 0x21;
pub const BOOLEAN: u8 = 0x22;
pub const ENUM: u8 = 0x23;
pub const RESOLUTION: u8 = 0x32;
pub const NAME: u8 = 0x42;
pub const KEYWORD: u8 = 0x44;
pub const URI: u8 = 0x45;
pub const CHARSET: u8 = 0x47;
pub const LANGUAGE: u8 = 0x48;
pub const MIME: u8 = 0x49;

/// One value of an attribute, with its tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    pub tag: u8,
    pub bytes: Vec<u8>,
}

/// An attribute and all its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The group that it stands in.
    pub group: u8,
    pub name: String,
    pub values: Vec<Value>,
}

/// A message. Members of collections are not told apart: they count as values of the attribute before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The operation of a request, the status of an answer.
    pub code: u16,
    pub request: u32,
    pub attributes: Vec<Attribute>,
    /// What follows the attributes: the document.
    pub data: Vec<u8>,
}

/// No message of IPP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed;

impl Message {
    /// A message that says so far only in which words it is written.
    pub fn new(code: u16, request: u32) -> Self {
        let mut message = Self { code, request, attributes: Vec::new(), data: Vec::new() };
        message.add(OPERATION_GROUP, CHARSET, "attributes-charset", "utf-8");
        message.add(OPERATION_GROUP, LANGUAGE, "attributes-natural-language", "en");
        message
    }

    /// Adds an attribute with one value.
    pub fn add(&mut self, group: u8, tag: u8, name: &str, value: impl AsRef<[u8]>) {
        let values = vec![Value { tag, bytes: value.as_ref().to_vec() }];
        self.attributes.push(Attribute { group, name: name.into(), values });
    }

    /// Adds an attribute with several keywords.
    pub fn add_keywords(&mut self, group: u8, name: &str, keywords: &[&str]) {
        let values = keywords.iter().map(|word| Value { tag: KEYWORD, bytes: word.as_bytes().to_vec() }).collect();
        self.attributes.push(Attribute { group, name: name.into(), values });
    }

    /// The values of an attribute; none when it is not there.
    pub fn values(&self, name: &str) -> &[Value] {
        let found = self.attributes.iter().find(|attribute| attribute.name == name);
        found.map_or(&[], |attribute| &attribute.values)
    }

    /// The number of an attribute: an integer or an enum.
    pub fn number(&self, name: &str) -> Option<u32> {
        let value = self.values(name).iter().find(|value| matches!(value.tag, INTEGER | ENUM))?;
        Some(u32::from_be_bytes(value.bytes.as_slice().try_into().ok()?))
    }

    /// The texts of an attribute.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values(name).iter().filter_map(|value| std::str::from_utf8(&value.bytes).ok())
    }

    /// The message as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = VERSION.to_vec();
        bytes.extend(self.code.to_be_bytes());
        bytes.extend(self.request.to_be_bytes());
        let mut group = 0;
        for attribute in &self.attributes {
            if attribute.group != group {
                group = attribute.group;
                bytes.push(group);
            }
            let mut name = attribute.name.as_str();
            for value in &attribute.values {
                bytes.push(value.tag);
                put(&mut bytes, name.as_bytes());
                put(&mut bytes, &value.bytes);
                // A further value has no name.
                name = "";
            }
        }
        bytes.push(END);
        bytes.extend(&self.data);
        bytes
    }

    /// Reads a message.
    ///
    /// # Errors
    /// When the bytes are none.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut rest = Rest(bytes);
        let [1 | 2, _] = *rest.take(2)? else { return Err(Malformed) };
        let code = rest.short()?;
        let request = u32::from(rest.short()?) << 16 | u32::from(rest.short()?);
        let mut message = Self { code, request, attributes: Vec::new(), data: Vec::new() };
        let mut group = 0;
        loop {
            match rest.take(1)? {
                [END] => break,
                [tag @ 0..=LAST_DELIMITER] => group = *tag,
                [tag] => message.read(&mut rest, group, *tag)?,
                _ => return Err(Malformed),
            }
        }
        message.data = rest.0.to_vec();
        Ok(message)
    }

    fn read(&mut self, rest: &mut Rest<'_>, group: u8, tag: u8) -> Result<(), Malformed> {
        let name = rest.counted()?;
        let value = Value { tag, bytes: rest.counted()?.to_vec() };
        if name.is_empty() {
            self.attributes.last_mut().ok_or(Malformed)?.values.push(value);
            return Ok(());
        }
        if self.attributes.len() >= MOST {
            return Err(Malformed);
        }
        let name = String::from_utf8_lossy(name).into_owned();
        self.attributes.push(Attribute { group, name, values: vec![value] });
        Ok(())
    }
}

fn put(bytes: &mut Vec<u8>, part: &[u8]) {
    let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
    bytes.extend(length.to_be_bytes());
    bytes.extend(&part[..usize::from(length)]);
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn short(&mut self) -> Result<u16, Malformed> {
        self.take(2)?.try_into().map(u16::from_be_bytes).map_err(|_| Malformed)
    }

    fn counted(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.short()?;
        self.take(length.into())
    }
}

#[cfg(test)]
mod tests;
