//! Queries written before: those of earlier runs and of this one.

/// The queries that were run, oldest first, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queries {
    past: Vec<String>,
}

/// How many are kept.
pub const KEPT: usize = 200;

impl Queries {
    /// Those of earlier runs, oldest first.
    pub fn new(past: Vec<String>) -> Self {
        let mut queries = Self::default();
        past.into_iter().for_each(|text| queries.add(text));
        queries
    }

    /// Remembers a query as the newest.
    pub fn add(&mut self, text: String) {
        self.past.retain(|known| *known != text);
        self.past.push(text);
        let surplus = self.past.len().saturating_sub(KEPT);
        self.past.drain(..surplus);
    }

    /// Oldest first.
    pub fn past(&self) -> &[String] {
        &self.past
    }
}

/// Where somebody is who goes back through them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recall {
    /// How far back, and what was being written before.
    back: usize,
    draft: String,
}

impl Recall {
    /// The query before the one shown; none where there is no more.
    pub fn earlier(&mut self, queries: &Queries, now: String) -> Option<String> {
        let text = queries.past.iter().nth_back(self.back)?;
        if self.back == 0 {
            self.draft = now;
        }
        self.back += 1;
        Some(text.clone())
    }

    /// The query behind the one shown; at the end what was being written.
    pub fn later(&mut self, queries: &Queries, _: String) -> Option<String> {
        self.back = self.back.checked_sub(1)?;
        match self.back {
            0 => Some(std::mem::take(&mut self.draft)),
            back => queries.past.iter().nth_back(back - 1).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_run_again_is_the_newest_and_the_oldest_fall_out() {
        let mut queries = Queries::new((0..=KEPT).map(|n| n.to_string()).collect());
        assert_eq!((queries.past().len(), queries.past().first().map(String::as_str)), (KEPT, Some("1")));
        queries.add("7".to_owned());
        assert_eq!((queries.past().len(), queries.past().last().map(String::as_str)), (KEPT, Some("7")));
    }

    #[test]
    fn going_back_and_forth_ends_at_what_was_being_written() {
        let queries = Queries::new(vec!["a".to_owned(), "b".to_owned()]);
        let mut recall = Recall::default();
        let said: Vec<Option<String>> = vec![
            recall.later(&queries, "x".to_owned()),
            recall.earlier(&queries, "x".to_owned()),
            recall.earlier(&queries, "b".to_owned()),
            recall.earlier(&queries, "a".to_owned()),
            recall.later(&queries, "a".to_owned()),
            recall.later(&queries, "b".to_owned()),
            recall.later(&queries, "x".to_owned()),
        ];
        let said: Vec<&str> = said.iter().map(|text| text.as_deref().unwrap_or("-")).collect();
        assert_eq!(said, ["-", "b", "a", "-", "b", "x", "-"]);
    }
}
