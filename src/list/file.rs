//! The bytes of a file, a large one read by all cores.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use crate::cores::{self, on_all_cores};

/// How many bytes a core reads at least: less is not worth a thread.
const SHARE: usize = 1 << 23;

/// All bytes of a file, as long as it is when it is opened.
///
/// # Errors
/// The file cannot be read, or becomes shorter meanwhile.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
    if length < 2 * SHARE {
        return std::fs::read(path);
    }
    let mut bytes = vec![0; length];
    let share = length.div_ceil(cores::count()).max(SHARE);
    let parts = (0..).step_by(share).zip(bytes.chunks_mut(share)).collect();
    let read = on_all_cores(parts, |(begins, part)| file.read_exact_at(part, begins));
    read.into_iter().collect::<io::Result<()>>()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_is_read_whole_and_in_its_order() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.csv");
        let written: Vec<u8> = (0..=250).cycle().take(5 * SHARE / 2 + 7).collect();
        std::fs::write(&path, &written).expect("a file");
        assert!(read(&path).expect("readable") == written, "other bytes than those written");
        assert!(read(&folder.path().join("none.csv")).is_err());
    }
}
