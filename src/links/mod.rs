//! Whether addresses on other sites still lead somewhere.
//!
//! In: [`OutsideAddress`]es. Out: [`Diagnostics`]. Entry: [`check`]. The one room that asks other computers, and only for
//! `check --links`. A server's answer is judged in [`answer`], the asking is [`client`], who waits for whom is [`queue`].

mod answer;
mod client;
mod queue;

#[cfg(test)]
mod tests;

use crate::check::OutsideAddress;
use crate::diagnostics::{Diagnostic, Diagnostics, rules};
use answer::Answer;
use std::fmt;
use std::time::Duration;

/// How patiently servers are asked.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The longest wait for one answer.
    pub answer: Duration,
    /// The wait before a server that failed is asked once more; a server may ask for a longer one, up to ten times this.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { answer: Duration::from_secs(20), pause: Duration::from_secs(1) }
    }
}

/// Nothing could be reached at all: the fault is most likely this machine's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offline {
    /// How many addresses were asked for.
    pub addresses: usize,
    /// What became of the first.
    pub reason: String,
}

impl fmt::Display for Offline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { addresses, reason } = self;
        write!(
            f,
            "none of {addresses} addresses on other sites could be reached ({reason}): is this machine connected, and `HTTPS_PROXY` set where it is needed?"
        )
    }
}

/// Asks for every address, and tells of those that lead nowhere, have moved, or gave no clear answer.
///
/// # Errors
///
/// [`Offline`] when not one server of several addresses answered anything.
pub fn check(addresses: &[OutsideAddress], patience: Patience) -> Result<Diagnostics, Offline> {
    let answers = queue::ask_all(addresses, patience);
    if let Some(first) = answers.first()
        && answers.len() > 1
        && answers.iter().all(|answer| !answer.is_of_a_server())
    {
        return Err(Offline { addresses: answers.len(), reason: first.to_string() });
    }
    Ok(addresses.iter().zip(answers).filter_map(|(address, answer)| finding(address, &answer)).collect())
}

/// Places of one address that a finding shows; of the others it says how many they are.
const SHOWN: usize = 8;

fn finding(address: &OutsideAddress, answer: &Answer) -> Option<Diagnostic> {
    let url = &address.url;
    let (rule, message, help) = match answer {
        Answer::Fine => return None,
        Answer::Moved(to) => (
            rules::MOVED_LINK,
            format!("`{url}` has moved for good"),
            format!("write `{to}`, which is where it leads now"),
        ),
        Answer::NoHost | Answer::Gone(_) => (
            rules::DEAD_LINK,
            format!("`{url}` leads nowhere: {answer}"),
            "look for its new address, or for a copy in an archive such as https://web.archive.org".to_owned(),
        ),
        Answer::Refused(_) => (
            rules::REFUSED_LINK,
            format!("whether `{url}` is there cannot be said: {answer}"),
            "open it in a browser: many servers refuse programs and serve readers; `[check] ignore_links` leaves it out"
                .to_owned(),
        ),
        Answer::Failed(_) => (
            rules::UNREACHABLE_LINK,
            format!("`{url}` cannot be read: {answer}"),
            "try again later; when it stays so, look for another address".to_owned(),
        ),
    };
    let (first, others) = address.spans.split_first()?;
    let mut diagnostic = Diagnostic::new(rule, message).at(*first, "").help(help);
    for span in others.iter().take(SHOWN - 1) {
        diagnostic = diagnostic.and(*span, "also here");
    }
    let more = address.spans.len().saturating_sub(SHOWN);
    Some(diagnostic.maybe_help((more > 0).then(|| format!("the address stands in {more} more places"))))
}
