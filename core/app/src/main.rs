//! The `littoral` binary. Everything is in the library beside it.

fn main() -> std::process::ExitCode {
    littoral_app::main()
}
