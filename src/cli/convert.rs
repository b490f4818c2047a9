//! Files of older programs, by way of LibreOffice where it is installed: what it makes of them is read as a Word or Excel file.

use crate::catalogue::Trouble;
use crate::load::Kind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Names it has on the path.
const NAMES: &[&str] = &["soffice", "libreoffice", "soffice.exe"];
/// Where it is when it is not on the path.
const PLACES: &[&str] = &[
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
];
/// Names the program to use, or, empty, that there is none.
const VARIABLE: &str = "GOUJI_SOFFICE";

/// One at a time: each takes hundreds of megabytes.
static TURN: Mutex<()> = Mutex::new(());

/// What LibreOffice is told: no macros, nothing from elsewhere, no question.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"#;

/// Converts a file of `kind` to a Word file, or a workbook to an Excel file, waiting no longer than `limit`.
pub fn to_current(bytes: &[u8], kind: Kind, limit: Duration) -> Result<Vec<u8>, Trouble> {
    let Some(program) = program() else { return Err(Trouble::NeedsConverting { kind: kind.name() }) };
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let failed = || Trouble::NotConverted { kind: kind.name() };
    let folder = Folder::new().ok_or_else(failed)?;
    let ending = match kind {
        Kind::Rtf => "rtf",
        Kind::WordXml => "xml",
        Kind::OpenText => "odt",
        Kind::OtherSheet => "sheet",
        _ => "doc",
    };
    let wanted = if kind == Kind::OtherSheet { "xlsx" } else { "docx" };
    let input = folder.0.join(format!("report.{ending}"));
    let profile = folder.0.join("profile");
    let settings = profile.join("user");
    std::fs::write(&input, bytes)
        .and_then(|()| std::fs::create_dir_all(&settings))
        .and_then(|()| std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS))
        .map_err(|_| failed())?;
    let mut child = Command::new(program)
        .arg(format!("-env:UserInstallation={}", address(&profile)))
        .args(["--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", wanted, "--outdir"])
        .arg(folder.0.join("out"))
        .arg(&input)
        .current_dir(&folder.0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| failed())?;
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) if begun.elapsed() < limit => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                // It may have ended just now.
                let _ = child.kill();
                let _ = child.wait();
                return Err(Trouble::TimedOut { seconds: limit.as_secs() });
            }
        }
    }
    // It ends with 0 whatever came of it; what counts is the file.
    std::fs::read(folder.0.join("out").join("report").with_extension(wanted)).map_err(|_| failed())
}

/// Where LibreOffice is.
fn program() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os(VARIABLE) {
        return (!given.is_empty()).then(|| PathBuf::from(given));
    }
    let on_path = std::env::var_os("PATH").into_iter().flat_map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let named = on_path.flat_map(|folder| NAMES.iter().map(move |name| folder.join(name)));
    named.chain(PLACES.iter().map(PathBuf::from)).find(|path| path.is_file())
}

/// A folder as LibreOffice wants it named: a `file:` address.
fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' | b':' => address.push(char::from(byte)),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

/// A folder of our own, gone when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Option<Folder> {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        // A folder that is there already is somebody else's.
        (0..100).find_map(|_| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("gouji-{}-{number}", std::process::id()));
            create(&path).ok().map(|()| Folder(path))
        })
    }
}

/// Reports may be confidential: on machines with several users only their own may look in.
#[cfg(unix)]
fn create(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir(path)
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What the system will not let go of now it clears away itself.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
