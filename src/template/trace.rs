//! Where protected text comes from.

/// Where the bytes of a protected text come from.
#[derive(Debug, Default)]
pub struct Trace(Vec<Step>);

/// A stretch of protected text that is text of the source, or stands for one tag of it.
#[derive(Debug)]
struct Step {
    protected: usize,
    source: usize,
    is_tag: bool,
}

impl Trace {
    pub(super) fn text(&mut self, protected: usize, source: usize) {
        self.0.push(Step { protected, source, is_tag: false });
    }

    pub(super) fn tag(&mut self, protected: usize, source: usize) {
        self.0.push(Step { protected, source, is_tag: true });
    }

    /// The byte of the source that a byte of the protected text comes from.
    pub fn source_offset(&self, protected: usize) -> usize {
        let behind = self.0.partition_point(|step| step.protected <= protected);
        let step = behind.checked_sub(1).map(|at| &self.0[at]);
        step.map_or(0, |step| if step.is_tag { step.source } else { step.source + protected - step.protected })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_distance_and_a_tag_its_beginning() {
        let mut trace = Trace::default();
        trace.text(0, 0);
        trace.tag(3, 3);
        trace.text(30, 12);
        assert_eq!([0, 2, 3, 29, 30, 34].map(|at| trace.source_offset(at)), [0, 2, 3, 3, 12, 16]);
    }
}
