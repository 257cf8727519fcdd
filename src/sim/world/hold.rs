//! What a deployment waits for on purpose.

/// How far the primary deployment of a service is with its hooks and its bake time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hold {
    /// A hook keeps it from launching tasks.
    pub(super) launch: bool,
    /// A hook or the bake time keeps it from being complete.
    pub(super) finish: bool,
    /// Its hook has been passed.
    pub(super) hooked: bool,
    /// Its bake time is over.
    pub(super) baked: bool,
    /// Nothing holds it any more: the old tasks may go.
    pub(super) released: bool,
}

impl Hold {
    /// One that waits for nothing: a rollback.
    pub(super) fn none() -> Self {
        Self { hooked: true, baked: true, released: true, ..Self::default() }
    }
}
