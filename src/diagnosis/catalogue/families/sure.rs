//! Signs that a program has ended, whatever level its line has; and what a line is that calls itself fatal.

use super::super::cause::Cause;
use super::super::subject::HOST;
use crate::diagnosis::verdict::Category::{AppCrash, HealthCheck, Other, Resources};

const LINES: &str = "Read the lines around this one: the first error decides.";

/// Answers to the load balancer, as access logs tell them.
pub const ANSWERS: &[Cause] = &[
    Cause::new("elb_health_check_codes", HealthCheck, "The program answers the health check with a status that means failure.",
        "Make the health check's path answer with a status the matcher accepts, or correct path and matcher.")
        .when(&["{elb-healthchecker | kube-probe | get /health | get /healthz | get /healthcheck | get /health_check | get /ready | get /live | get /ping | get /status} & {http/1.1 4 | http/1.1 5 | http/1.0 4 | http/1.0 5 | http/2.0 4 | http/2.0 5}"]).about(HOST),
    Cause::new("request_failed", Other, "The program, or a proxy before it, answered a request with an error of its own.",
        "Read the program's own lines of that moment; a 502 or 504 is a proxy's: what stands behind it does not answer.")
        .when(&["http/1.1 5 | http/1.0 5 | http/2.0 5"]),
];

pub const CAUSES: &[Cause] = &[
    Cause::new("heap_exhausted", Resources, "The program ran out of memory.", "Raise the container's memory and the runtime's heap limit together, or find what grows.")
        .when(&["outofmemoryerror | java heap space | heap out of memory | perhaps out of memory"]),
    Cause::new("app_crashed", AppCrash, "The program ended with an error of its own.", LINES)
        .when(&["failed to boot | failed to start | application run failed | panic: | panicked at | traceback most recent | unhandled exception | uncaught exception | unhandled rejection | unhandled promise rejection | exception in thread | terminated unexpectedly | exited unexpectedly | exited with code & !code 0 | exited with status & !status 0 | exit status & !status 0 | gave up: | entered fatal state | core dumped"]),
];

/// What is left of a line that calls itself fatal.
pub const LAST_WORDS: &[Cause] =
    &[Cause::new("app_crashed", AppCrash, "The program ended with an error of its own.", LINES).when(&["*"])];

/// The cause told of a line that only says that an error was written.
pub const ERROR_LOGGED: &str = "error_logged";

const LOGGED: Cause = Cause::new(
    ERROR_LOGGED,
    AppCrash,
    "The program wrote of an error; whether it ended by it, the line does not say.",
    "Read the lines around this one and the container's exit code: the first error decides.",
);

/// What is left of a line that calls itself an error.
pub const ERRORS: &[Cause] = &[LOGGED.when(&["*"])];

/// What is left of a bare line with words of failure.
pub const WORDS: &[Cause] = &[LOGGED.when(&["error | errors | err: | fail | failed | fails | failure | failures | must | missing | unknown | unexpected | expected*got | bad | wrong | denied | refused | rejected | exceeded | timed out | timeout | terminating | killed | violation | corrupt | conflict | mismatch | incompatible | unresolved | expired | exhausted | overflow | deadlock | duplicate | not allowed | not permitted | not valid | not exist | forbidden | unauthorized | problem | incorrect | rolled back | rolling back | no more | too many | too large | exception"])];
