//! awsQuery: the form a request is.

/// The fields of a request, from its body or its query string.
pub struct Form(Vec<(String, String)>);

impl Form {
    pub fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// A list, `Name.member.1`, `Name.member.2`, …, in the order of its numbers.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        let number = |key: &str| key.strip_prefix(name)?.strip_prefix(".member.")?.parse::<u32>().ok();
        let mut members: Vec<(u32, &str)> =
            self.0.iter().filter_map(|(key, value)| Some((number(key)?, value.as_str()))).collect();
        members.sort_by_key(|(number, _)| *number);
        members.into_iter().map(|(_, value)| value).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_the_order_of_its_numbers() {
        let form = Form::parse(b"A.member.10=c&A.member.2=b%20b&A.member.1=a&AB.member.1=x&A.other=y&S=+z");
        assert_eq!(form.texts("A"), ["a", "b b", "c"]);
        assert_eq!(form.text("S"), Some(" z"));
        assert_eq!(form.text("T"), None);
    }
}
