//! Server programs of a test's own: each in a folder of its own, without the rights of root, ended with the test.

use rand::Rng;
use std::{
    fs::{self, File, Permissions},
    net::TcpListener,
    os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// `nobody` of most systems: database servers refuse to run as root.
const NOBODY: u32 = 65_534;
/// Longest wait for a server to begin or to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that belongs to the user as whom services run.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        give(folder.path());
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file that only its owner may read, as keys and passwords must be.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("written");
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("closed to others");
        give(&path);
        path
    }

    /// A command that runs in this folder and knows nothing of the tester's environment.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.0.path()).current_dir(self.0.path()).stdin(Stdio::null());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Runs a command of this folder to its end.
    pub fn run(&self, mut command: Command) {
        let output = command.output().unwrap_or_else(|error| panic!("{error}: {command:?}"));
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

fn give(path: &Path) {
    if is_root() {
        chown(path, Some(NOBODY), Some(NOBODY)).expect("given away");
    }
}

/// A program that runs until it is dropped.
pub struct Service {
    child: Child,
    log: PathBuf,
}

impl Service {
    pub fn start(mut command: Command, log: PathBuf) -> Self {
        let file = File::create(&log).expect("a file for the log");
        command.stdout(file.try_clone().expect("the same file")).stderr(file);
        let child = command.spawn().unwrap_or_else(|error| panic!("{error}: {command:?}"));
        Self { child, log }
    }

    /// A moment between two looks at something that must become so; panics with the log if the program has ended or the
    /// wait that began at `since` is too long.
    pub async fn moment(&mut self, since: Instant) {
        let ended: Option<ExitStatus> = self.child.try_wait().expect("a child of ours");
        assert!(ended.is_none() && since.elapsed() < PATIENCE, "{ended:?}: {}", self.said());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    pub fn said(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().expect("kill runs");
    }
}

impl Drop for Service {
    /// `QUIT` ends PostgreSQL with everything it started; whoever does not heed it is killed.
    fn drop(&mut self) {
        self.signal("QUIT");
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(10) {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// A port that was free a moment ago. It lies below those that systems give to connections (32,768 and up on Linux), of
/// which tests open many at the same time: none of them takes it before the server does.
pub fn free_port() -> u16 {
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    std::iter::repeat_with(|| rand::rng().random_range(10_000..32_000)).take(1_000).find(free).expect("a free port")
}

/// A program on the search path or, failing that, in one of these folders.
pub fn program(name: &str, elsewhere: &[PathBuf]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).chain(elsewhere.iter().cloned()).map(|folder| folder.join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| panic!("{name} is missing: `make test` installs it"))
}
