//! The `ibid` command: see [`ibid::cli`].

/// Annotation makes many small strings on all cores at once, where the system's allocator waits.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    ibid::cli::run()
}
