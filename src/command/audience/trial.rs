//! Every mail of a campaign tried out before the first one leaves.

use std::collections::BTreeMap;

use super::specimens::Specimens;
use super::{Incomplete, Prepared};
use crate::audience::Reason;
use crate::command::Failure;
use crate::command::workspace::Workspace;
use crate::cores;
use crate::finding::{Code, Finding};
use crate::message::{Failure as RenderFailure, Measures, Outline};
use crate::token::Keys;

/// Contacts that lack one value, and the tag that needs it.
struct Lack {
    count: u64,
    first: Vec<u32>,
    finding: Finding,
}

/// By variable, who lacks it; and anything that fails otherwise.
#[derive(Default)]
struct Trial {
    lacks: BTreeMap<String, Lack>,
    incomplete: Vec<u32>,
    /// Of the mails of those who lack nothing, in their order.
    digests: Vec<i64>,
    broken: Option<Finding>,
    specimens: Specimens,
}

impl Prepared<'_> {
    /// Renders every mail once, on all cores, before the first one leaves.
    pub(super) fn try_everybody(
        &mut self,
        workspace: &Workspace,
        incomplete: Incomplete,
        outline: Option<&Outline>,
    ) -> Result<(), Failure> {
        let cores = cores::count();
        let share = self.audience.included.len().div_ceil(cores).max(1);
        let this = &*self;
        let trials: Vec<Trial> = std::thread::scope(|scope| {
            let shares = this.audience.included.chunks(share);
            let threads: Vec<_> =
                shares.map(|share| scope.spawn(|| this.try_share(workspace, share, outline))).collect();
            let lost = || Finding::new(Code::RenderFailed).with("variable", "").with("reason", "panic");
            let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.map(|trial| trial.unwrap_or_else(|_| Trial { broken: Some(lost()), ..Trial::default() })).collect()
        });
        let mut all = Trial::default();
        for trial in trials {
            all.join(trial);
        }
        if let Some(broken) = all.broken {
            return Err(broken.into());
        }
        if incomplete == Incomplete::Stop && !all.lacks.is_empty() {
            return Err(all.lacks.into_values().map(|lack| self.lack_finding(lack)).collect::<Vec<_>>().into());
        }
        all.incomplete.sort_unstable();
        self.audience.leave_out(|number| all.incomplete.binary_search(&number).ok().map(|_| Reason::Incomplete));
        self.digests = all.digests;
        self.specimens = all.specimens.chosen(&self.audience.included);
        Ok(())
    }

    fn try_share(&self, workspace: &Workspace, share: &[u32], outline: Option<&Outline>) -> Trial {
        // whose links they are makes no difference to whether a mail can be rendered
        let links = self.links.scope(&Keys::demonstration(), true, "");
        let (mut trial, mut measures) = (Trial::default(), Measures::default());
        for &number in share {
            let contact = self.scope(workspace, &self.lists.contacts.get(number));
            let tried = if let Some(outline) = outline {
                let form = self.compiled.form(outline, &mut measures, contact, links.clone());
                form.map(|form| trial.specimens.take(number, &form))
            } else {
                let digest = self.compiled.try_out(contact, links.clone());
                digest.map(|digest| trial.digests.push(digest.short()))
            };
            match tried {
                Ok(()) => {}
                Err(RenderFailure::Missing(variable, finding)) => {
                    trial.incomplete.push(number);
                    trial.join_lack(variable, Lack { count: 1, first: vec![number], finding: *finding });
                }
                Err(RenderFailure::Broken(finding)) => {
                    trial.broken = Some(self.concerning(number, *finding));
                    return trial;
                }
            }
        }
        trial
    }

    /// How many lack a value, three of them with file and line, and the tag to paste.
    fn lack_finding(&self, lack: Lack) -> Finding {
        let examples: Vec<String> = lack.first.iter().map(|&number| self.person(number)).collect();
        lack.finding.with("count", lack.count).with("examples", examples.join(", "))
    }

    /// The finding with the person whose data may be the reason; what the event or the settings lack, all mails lack.
    fn concerning(&self, number: u32, finding: Finding) -> Finding {
        match finding.code {
            Code::FactMissing | Code::KeyMissing => finding,
            _ => finding.with("person", self.person(number)),
        }
    }

    /// A contact by file, line and name.
    pub(in crate::command) fn person(&self, number: u32) -> String {
        let contact = self.lists.contacts.get(number);
        let place = contact.rows().next().map(|row| self.lists.place(row).to_string()).unwrap_or_default();
        format!("{place} ({})", contact.display_name())
    }
}

impl Trial {
    fn join(&mut self, other: Self) {
        self.incomplete.extend(other.incomplete);
        self.digests.extend(other.digests);
        self.specimens.join(other.specimens);
        self.broken = self.broken.take().or(other.broken);
        for (variable, lack) in other.lacks {
            self.join_lack(variable, lack);
        }
    }

    fn join_lack(&mut self, variable: String, lack: Lack) {
        match self.lacks.get_mut(&variable) {
            Some(known) => {
                known.count += lack.count;
                known.first.extend(lack.first);
                known.first.truncate(3);
            }
            None => {
                self.lacks.insert(variable, lack);
            }
        }
    }
}
