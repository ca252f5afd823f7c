//! W2: three lists into one, beside the tools that people would use for it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::arguments::{Options, Workload};
use crate::courses::{Course, run_all};
use crate::folder::Folder;
use crate::peers::{Program, RUNDBRIEF};
use crate::report::{Figures, Row};
use crate::setting::Setting;
use crate::{Attempt, lists, measure};

/// Where the merged list goes, and what is written beside it.
const OUTPUTS: &str = "out";
const OUTPUT: &str = "out/merged.csv";

/// The peers, and what each of them runs.
const PEERS: [(Program, &str, &str); 3] = [
    (Program::Polars, "polars_merge.py", include_str!("peers/polars_merge.py")),
    (Program::DuckDb, "duckdb_merge.py", include_str!("peers/duckdb_merge.py")),
    (Program::Pandas, "pandas_merge.py", include_str!("peers/pandas_merge.py")),
];

/// The whole command: read, normalise, deduplicate, write. The peers do no more than that; rundbrief keeps where each
/// value came from and lists conflicts besides.
pub fn run(options: &Options) -> Attempt<Vec<Row>> {
    eprintln!("merge: writing {} rows …", options.rows);
    let folder = Folder::new("merge")?;
    let addresses = lists::write(&folder, options.rows)?;
    let installed = install();
    let course = |program, command: Box<dyn Fn() -> Command>| {
        let (folder, rows) = (&folder, options.rows);
        Course::new(program, Setting::plain(8), move || merge_once(folder, command(), rows, addresses))
    };
    let mut courses = vec![course(Program::Rundbrief, Box::new(own))];
    for (program, script, _) in PEERS {
        courses.push(match &installed {
            Ok(place) => {
                let place = place.path().to_owned();
                course(program, Box::new(move || peer(&place, script)))
            }
            Err(missing) => Course::missing(program, Setting::plain(8), &missing.to_string()),
        });
    }
    Ok(run_all(Workload::Merge, options.runs, courses))
}

fn own() -> Command {
    let mut command = Command::new(RUNDBRIEF);
    command.args(["merge", "-o", OUTPUT]);
    command
}

fn peer(place: &std::path::Path, script: &str) -> Command {
    let mut command = Command::new(place.join("bin/python"));
    command.arg(place.join(script)).args(lists::FILES).arg(OUTPUT);
    command
}

/// Exit code 3 is as good as 0 here: lists with duplicates in conflict are worth a look.
fn merge_once(folder: &Folder, mut command: Command, rows: usize, addresses: u64) -> Attempt<Figures> {
    // what an earlier round wrote is gone: replacing a file takes longer than writing one
    let outputs = folder.path().join(OUTPUTS);
    if outputs.exists() {
        fs::remove_dir_all(&outputs)?;
    }
    let merged = folder.place(OUTPUT)?;
    let usage = measure::run(command.current_dir(folder.path()), &folder.place("output.txt")?, &[0, 3])?;
    let text = fs::read(&merged).map_err(|error| format!("no {OUTPUT}: {error}"))?;
    let lines = text.split(|&byte| byte == b'\n').count() as u64 - 1;
    if lines != addresses + 1 {
        return Err(format!("{OUTPUT} has {lines} lines, not {addresses} and the headings").into());
    }
    Ok(Figures::new(rows, usage))
}

/// A folder with a Python of its own that has the peers and nothing else; the error says what is missing.
fn install() -> Attempt<Folder> {
    let folder = Folder::new("python")?;
    folder.write("requirements.txt", include_str!("peers/requirements.txt"))?;
    for (_, script, text) in PEERS {
        folder.write(script, text)?;
    }
    eprintln!("installing Polars, DuckDB and pandas …");
    let pip: PathBuf = folder.path().join("bin/pip");
    let mut venv = Command::new("python3");
    venv.args(["-m", "venv", "."]);
    let mut install = Command::new(pip);
    install.args(["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.txt"]);
    for (step, command) in [("python3 -m venv", &mut venv), ("pip install", &mut install)] {
        let output = command.current_dir(folder.path()).stdin(Stdio::null()).output();
        let output = output.map_err(|error| format!("`{step}` cannot run ({error}; apt-get install python3-venv)"))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr);
            let last = words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("no reason given");
            return Err(format!("`{step}` failed: {last}").into());
        }
    }
    Ok(folder)
}
