//! What a piece of the screen means. Drawing code names a role; only themes know colours.

macro_rules! roles {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal,)+) => {
        /// The meaning of a piece of the screen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[$doc])+ $variant,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in theme files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

roles! {
    /// Ordinary words.
    Text = "text",
    /// Names and headings.
    Strong = "strong",
    /// What matters less: consequences, units, hints.
    Muted = "muted",
    /// The name of a field before its value.
    Label = "label",
    /// The frame of a pane.
    Border = "border",
    /// The frame of the pane that has the keys.
    BorderFocus = "border-focus",
    /// A pane's title.
    Title = "title",
    /// The title of the pane that has the keys.
    TitleFocus = "title-focus",
    /// The selected row of the pane that has the keys.
    Selected = "selected",
    /// The first lines of the screen.
    Header = "header",
    /// A word that must not be overlooked: read-only, paused, simulated.
    Badge = "badge",
    /// A key to press.
    Key = "key",
    /// Done, healthy, legal.
    Ok = "ok",
    /// Moving as usual.
    Busy = "busy",
    /// Moving slower than usual.
    Slow = "slow",
    /// Waiting on purpose.
    Waiting = "waiting",
    /// Cannot finish by itself.
    Stuck = "stuck",
    /// Failed.
    Bad = "bad",
    /// Too little is known.
    Unsure = "unsure",
    /// The first failure of an operation.
    FirstFailure = "first-failure",
    /// Words of AWS or of the program in question.
    Quote = "quote",
    /// A way out.
    Remedy = "remedy",
    /// A log line that looks like an error.
    LogError = "log-error",
    /// A log line that looks like a warning.
    LogWarn = "log-warn",
    /// Words that were searched for.
    Found = "found",
    /// Data that is old, and why.
    Stale = "stale",
    /// A sentence to the person.
    Notice = "notice",
    /// Text being typed.
    Input = "input",
    /// What is wrong with what was typed.
    Problem = "problem",
    /// In a query: the word a command begins with.
    QueryCommand = "query-command",
    /// In a query: a word inside a command.
    QueryKeyword = "query-keyword",
    /// In a query: a function.
    QueryFunction = "query-function",
    /// In a query: a field.
    QueryField = "query-field",
    /// In a query: a string, a regular expression.
    QueryText = "query-text",
    /// In a query: a number.
    QueryNumber = "query-number",
    /// In a query: a comment.
    QueryComment = "query-comment",
    /// Under what is wrong in a query.
    QueryError = "query-error",
    /// Under what is risky in a query.
    QueryLint = "query-lint",
    /// The frame of a dialog.
    Dialog = "dialog",
    /// The frame of the last step before a write.
    Danger = "danger",
}
