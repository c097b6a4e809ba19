//! Who waits for whom: many servers are asked at a time, each by few.

use super::Patience;
use super::answer::Answer;
use super::client::Client;
use crate::check::OutsideAddress;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Addresses that are asked for at a time.
const AT_A_TIME: usize = 16;
/// Those of one host.
const OF_ONE_HOST: usize = 2;

/// The answer for each address, in their order.
pub(super) fn ask_all(addresses: &[OutsideAddress], patience: Patience) -> Vec<Answer> {
    let queues = Mutex::new(queues(addresses));
    let answers = Mutex::new(vec![Answer::Fine; addresses.len()]);
    let client = Client::new(patience);
    let take = || queues.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let work = || {
        while let Some(queue) = take() {
            for index in queue {
                let answer = client.ask(&addresses[index].url);
                answers.lock().unwrap_or_else(PoisonError::into_inner)[index] = answer;
            }
        }
    };
    thread::scope(|scope| (0..AT_A_TIME.min(addresses.len())).for_each(|_| drop(scope.spawn(work))));
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Indices of addresses that are asked for one after the other; the longest queue last, as it is taken first.
pub(super) fn queues(addresses: &[OutsideAddress]) -> Vec<Vec<usize>> {
    let mut hosts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, address) in addresses.iter().enumerate() {
        hosts.entry(address.url.host_str().unwrap_or_default()).or_default().push(index);
    }
    let mut queues: Vec<Vec<usize>> = hosts
        .into_values()
        .flat_map(|host| {
            let length = host.len().div_ceil(OF_ONE_HOST);
            host.chunks(length).map(<[usize]>::to_vec).collect::<Vec<_>>()
        })
        .collect();
    queues.sort_by_key(Vec::len);
    queues
}
