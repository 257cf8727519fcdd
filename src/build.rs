//! The build script: how the program is linked.

use std::process::Command;

/// The glibc that reads packed relocations.
const PACKED_SINCE: (u32, u32) = (2, 36);

/// The SDK brings forty thousand addresses that the loader fills in before `main`; their records are a megabyte that
/// every start would read, and a twentieth of it packed. A program so linked asks for the glibc named above, so it is
/// done only where it is built for a machine that has it.
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|is| is == value);
    let native = std::env::var("HOST").ok() == std::env::var("TARGET").ok();
    let linux = is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu");
    if native && linux && glibc().is_some_and(|version| version >= PACKED_SINCE) {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
}

/// The version of this machine's glibc.
fn glibc() -> Option<(u32, u32)> {
    let said = Command::new("getconf").arg("GNU_LIBC_VERSION").output().ok()?;
    let words = String::from_utf8(said.stdout).ok()?;
    let (major, minor) = words.trim().strip_prefix("glibc ")?.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
