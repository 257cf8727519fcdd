//! Lists in pages.

use super::token;

/// A page of a list and the token of the next one, absent on the last.
pub struct Page<'a, T> {
    pub items: Vec<&'a T>,
    pub next: Option<String>,
}

/// Cuts a page of at most `size` out of a list. `list` names the list with its filter; `key` names an item.
///
/// The token holds the key of the last item given as well as its place: a list that grew at the front meanwhile
/// (events come newest first) goes on behind that item, and one whose item is gone goes on at its place. None where
/// the token is not one of this list.
pub fn cut<'a, T>(
    list: &str,
    items: &[&'a T],
    token: Option<&str>,
    size: usize,
    key: impl Fn(&T) -> &str,
) -> Option<Page<'a, T>> {
    let start = match token {
        None => 0,
        Some(token) => {
            let place = token::open(list, token)?;
            let (index, last) = place.split_once(' ')?;
            match items.iter().position(|item| key(item) == last) {
                Some(found) => found + 1,
                None => index.parse::<usize>().ok()?,
            }
        }
    };
    let items_here: Vec<&T> = items.iter().skip(start).take(size.max(1)).copied().collect();
    let end = start.saturating_add(items_here.len());
    let next = match items_here.last() {
        Some(last) if end < items.len() => Some(token::seal(list, &format!("{end} {}", key(last)))),
        _ => None,
    };
    Some(Page { items: items_here, next })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page<'a>(items: &'a [String], token: Option<&str>) -> (Vec<&'a str>, Option<String>) {
        let refs: Vec<&String> = items.iter().collect();
        let page = cut("L", &refs, token, 2, |item| item).expect("a token of this list");
        (page.items.into_iter().map(String::as_str).collect(), page.next)
    }

    fn list(names: &str) -> Vec<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn pages_follow_each_other_and_the_last_has_no_token() {
        let items = list("a b c d");
        let (first, token) = page(&items, None);
        let (second, end) = page(&items, token.as_deref());
        assert_eq!((first, second, end), (vec!["a", "b"], vec!["c", "d"], None));
    }

    #[test]
    fn a_list_that_grew_at_its_front_gives_nothing_twice() {
        let (_, token) = page(&list("a b c d"), None);
        assert_eq!(page(&list("new a b c d"), token.as_deref()).0, ["c", "d"]);
    }

    #[test]
    fn an_item_that_is_gone_is_replaced_by_its_place() {
        let (_, token) = page(&list("a b c d"), None);
        assert_eq!(page(&list("a c d"), token.as_deref()).0, ["d"]);
    }

    #[test]
    fn a_token_of_another_list_is_none() {
        let items = list("a b c");
        let refs: Vec<&String> = items.iter().collect();
        assert!(cut("L", &refs, Some(&token::seal("M", "2 b")), 2, |item| item).is_none());
        assert!(cut("L", &refs, Some("nonsense"), 2, |item| item).is_none());
    }
}
