//! What an exit code says by itself.

use super::cause::Cause;
use crate::diagnosis::verdict::Category::{AgentOrInstance, AppCrash, Other};

/// Codes above 128 are 128 plus the signal that ended the process.
const CODES: &[(i32, Cause)] = &[
    (
        0,
        Cause::new(
            "exited_by_itself",
            AppCrash,
            "The container ended by itself without an error; a service's container must keep running.",
            "Make the program stay in the foreground, or run it as a task instead of a service. Its last log lines say why it ended.",
        ),
    ),
    (
        1,
        Cause::new(
            "exited_with_error",
            AppCrash,
            "The program ended with a general error (exit code 1).",
            "Read the container's last log lines: they name the error.",
        ),
    ),
    (
        2,
        Cause::new(
            "exited_with_misuse",
            AppCrash,
            "The program or its shell refused its arguments (exit code 2).",
            "Check command and entry point of the container, then its last log lines.",
        ),
    ),
    (
        125,
        Cause::new(
            "docker_run_failed",
            AgentOrInstance,
            "Docker itself could not run the container (exit code 125).",
            "Read the container's reason, then check the container's settings and the Docker daemon on the instance.",
        ),
    ),
    (
        126,
        Cause::new(
            "command_not_executable",
            AppCrash,
            "The command was found but cannot be executed (exit code 126).",
            "Give the file the execute permission in the image, and check its interpreter and platform.",
        ),
    ),
    (
        127,
        Cause::new(
            "command_not_found",
            AppCrash,
            "The command does not exist in the image (exit code 127).",
            "Correct command or entry point in the task definition, or put the program into the image.",
        ),
    ),
    (
        134,
        Cause::new(
            "aborted",
            AppCrash,
            "The program aborted itself (exit code 134, SIGABRT).",
            "Read the last log lines for a failed assertion or an exhausted heap.",
        ),
    ),
    (130, Cause::routine("stopped_sigint", "The container was asked to stop and did (exit code 130, SIGINT).")),
    (
        132,
        Cause::new(
            "illegal_instruction",
            AppCrash,
            "The program used an instruction its processor does not have (exit code 132, SIGILL).",
            "Build the image for the processors the tasks run on: platform, and the level a native library asks for.",
        ),
    ),
    (
        137,
        Cause::new(
            "killed_sigkill",
            Other,
            "The container was killed with SIGKILL (exit code 137); the code alone does not say by whom.",
            "Look at the container's reason: out of memory is said there. Otherwise it did not stop in time after SIGTERM, or its host went away.",
        ),
    ),
    (
        139,
        Cause::new(
            "segfault",
            AppCrash,
            "The program crashed with a segmentation fault (exit code 139).",
            "Check native libraries and the image's platform against the task's.",
        ),
    ),
    (143, Cause::routine("stopped_sigterm", "The container was asked to stop and did (exit code 143, SIGTERM).")),
    (
        255,
        Cause::new(
            "exited_with_255",
            AppCrash,
            "The program ended with exit code 255.",
            "Read the container's last log lines; entry-point scripts use this code for any failure.",
        ),
    ),
];
/// Windows's code of an access violation, 0xC0000005, as .NET tells it.
const ACCESS_VIOLATION: i32 = -1_073_741_819;
const ANY: Cause = Cause::new(
    "exited_with_error",
    AppCrash,
    "The program ended with an error code of its own.",
    "Read the container's last log lines: they name the error.",
);

/// The row of a code.
pub fn cause(code: i32) -> &'static Cause {
    let code = if code == ACCESS_VIOLATION { 139 } else { code };
    CODES.iter().find(|(known, _)| *known == code).map_or(&ANY, |(_, cause)| cause)
}

/// Every row.
pub fn causes() -> impl Iterator<Item = &'static Cause> {
    CODES.iter().map(|(_, cause)| cause)
}
