//! The `ibid` command: see [`ibid::cli`].

fn main() -> std::process::ExitCode {
    ibid::cli::run()
}
