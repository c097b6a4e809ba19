//! Labels on a line, pushed apart until none overlap.

/// Places as near as possible to the wanted ones, at least `gap` apart, in the same order, within the limits as far as
/// there is room.
pub(super) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    // Clusters of labels that touch: their middle is the mean of what they want.
    let mut clusters: Vec<(f64, Vec<usize>)> = Vec::new();
    for index in order {
        clusters.push((wanted[index], vec![index]));
        while let [.., before, last] = clusters.as_slice() {
            let (end, start) = (before.0 + half(&before.1, gap), last.0 - half(&last.1, gap));
            if start - end >= gap - 1e-9 {
                break;
            }
            let (count, more) = (before.1.len() as f64, last.1.len() as f64);
            let middle = (before.0 * count + last.0 * more) / (count + more);
            let joined: Vec<usize> = before.1.iter().chain(&last.1).copied().collect();
            clusters.truncate(clusters.len() - 2);
            clusters.push((keep(middle, half(&joined, gap), (low, high)), joined));
        }
    }
    let mut placed = wanted.to_vec();
    for (middle, members) in clusters {
        let start = keep(middle, half(&members, gap), (low, high)) - half(&members, gap);
        for (place, index) in members.into_iter().enumerate() {
            placed[index] = start + place as f64 * gap;
        }
    }
    placed
}

fn half(members: &[usize], gap: f64) -> f64 {
    (members.len() as f64 - 1.0) * gap / 2.0
}

fn keep(middle: f64, half: f64, (low, high): (f64, f64)) -> f64 {
    middle.min(high - half).max(low + half)
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn labels_keep_their_distance_and_order() {
        assert_eq!(spread(&[10.0, 50.0], 17.0, (0.0, 100.0)), [10.0, 50.0]);
        assert_eq!(
            spread(&[50.0, 50.0, 52.0], 10.0, (0.0, 100.0)),
            [50.0 - 10.0 + 2.0 / 3.0, 50.0 + 2.0 / 3.0, 60.0 + 2.0 / 3.0]
        );
        assert_eq!(spread(&[99.0, 100.0], 10.0, (0.0, 100.0)), [90.0, 100.0]);
        assert_eq!(spread(&[], 10.0, (0.0, 1.0)), [] as [f64; 0]);
    }
}
