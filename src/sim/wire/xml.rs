//! XML answers of awsQuery.

use super::moment::iso;
use crate::domain::{Text, Timestamp};
use crate::sim::refusal::Refusal;
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::io;

/// The elements of an answer, in order. A list is an element of `member`s.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(&'static str, Node)>);

#[derive(Clone, Debug)]
enum Node {
    Text(String),
    List(Vec<Fields>),
    Texts(Vec<String>),
    Fields(Fields),
}

impl Fields {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, Node::Text(value.into())));
        self
    }

    /// An element that is left out where there is nothing to say.
    pub fn maybe(self, name: &'static str, value: Option<&Text>) -> Self {
        match value {
            Some(value) => self.text(name, value.raw()),
            None => self,
        }
    }

    pub fn time(self, name: &'static str, at: Timestamp) -> Self {
        self.text(name, iso(at))
    }

    pub fn maybe_time(self, name: &'static str, at: Option<Timestamp>) -> Self {
        match at {
            Some(at) => self.time(name, at),
            None => self,
        }
    }

    pub fn flag(self, name: &'static str, value: bool) -> Self {
        self.text(name, if value { "true" } else { "false" })
    }

    pub fn list(mut self, name: &'static str, items: impl IntoIterator<Item = Fields>) -> Self {
        self.0.push((name, Node::List(items.into_iter().collect())));
        self
    }

    /// A list of words.
    pub fn texts<'a>(mut self, name: &'static str, words: impl IntoIterator<Item = &'a str>) -> Self {
        self.0.push((name, Node::Texts(words.into_iter().map(str::to_owned).collect())));
        self
    }

    pub fn fields(mut self, name: &'static str, fields: Fields) -> Self {
        self.0.push((name, Node::Fields(fields)));
        self
    }

    /// The token of the next page, where there is one.
    pub fn next(self, token: Option<String>) -> Self {
        match token {
            Some(token) => self.text("NextToken", token),
            None => self,
        }
    }
}

type Xml = Writer<Vec<u8>>;

/// An answer as a document.
pub fn answer(action: &str, namespace: &str, result: &Fields, request_id: &str) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    let outer = format!("{action}Response");
    let inner = format!("{action}Result");
    xml.write_event(Event::Start(BytesStart::new(outer.as_str()).with_attributes([("xmlns", namespace)])))?;
    element(&mut xml, &inner, |xml| write_fields(xml, result))?;
    element(&mut xml, "ResponseMetadata", |xml| text(xml, "RequestId", request_id))?;
    xml.write_event(Event::End(BytesEnd::new(outer.as_str())))?;
    Ok(xml.into_inner())
}

/// An error as a document.
pub fn error(namespace: &str, refusal: &Refusal, request_id: &str) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Start(BytesStart::new("ErrorResponse").with_attributes([("xmlns", namespace)])))?;
    element(&mut xml, "Error", |xml| {
        text(xml, "Type", if refusal.status < 500 { "Sender" } else { "Receiver" })?;
        text(xml, "Code", &refusal.code)?;
        text(xml, "Message", &refusal.message)
    })?;
    text(&mut xml, "RequestId", request_id)?;
    xml.write_event(Event::End(BytesEnd::new("ErrorResponse")))?;
    Ok(xml.into_inner())
}

fn write_fields(xml: &mut Xml, fields: &Fields) -> io::Result<()> {
    for (name, node) in &fields.0 {
        match node {
            Node::Text(value) => text(xml, name, value)?,
            Node::Fields(inner) => element(xml, name, |xml| write_fields(xml, inner))?,
            Node::Texts(words) => {
                element(xml, name, |xml| words.iter().try_for_each(|word| text(xml, "member", word)))?
            }
            Node::List(items) => element(xml, name, |xml| {
                items.iter().try_for_each(|item| element(xml, "member", |xml| write_fields(xml, item)))
            })?,
        }
    }
    Ok(())
}

fn element(xml: &mut Xml, name: &str, inside: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    inside(xml)?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    let allowed: String =
        value.chars().map(|c| if is_forbidden(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    element(xml, name, |xml| xml.write_event(Event::Text(BytesText::new(&allowed))))
}

/// What XML 1.0 cannot hold, not even escaped; what AWS does with it is not documented, our choice is U+FFFD.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_escaped_and_lists_are_members() {
        let item = Fields::new().text("Name", "a<b&\u{1b}");
        let result = Fields::new().list("Stacks", [item]).list("None", []).flag("Ok", true);
        let document = answer("ListStacks", "urn:x", &result, "r-1").expect("written");
        assert_eq!(
            String::from_utf8_lossy(&document),
            "<ListStacksResponse xmlns=\"urn:x\"><ListStacksResult><Stacks><member><Name>a&lt;b&amp;\u{fffd}</Name>\
             </member></Stacks><None></None><Ok>true</Ok></ListStacksResult><ResponseMetadata>\
             <RequestId>r-1</RequestId></ResponseMetadata></ListStacksResponse>"
        );
    }

    #[test]
    fn an_error_has_code_message_and_request_id() {
        let refusal = Refusal::bad_request("ValidationError", "Stack with id <x> does not exist");
        let document = error("urn:x", &refusal, "r-2").expect("written");
        assert_eq!(
            String::from_utf8_lossy(&document),
            "<ErrorResponse xmlns=\"urn:x\"><Error><Type>Sender</Type><Code>ValidationError</Code>\
             <Message>Stack with id &lt;x&gt; does not exist</Message></Error><RequestId>r-2</RequestId></ErrorResponse>"
        );
    }
}
