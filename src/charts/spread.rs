//! Labels on a line, pushed apart until none overlap.

/// Places as near as possible to the wanted ones, at least `gap` apart, in the same order, within the limits as far as
/// there is room.
pub(super) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    blocks(wanted, &vec![gap; wanted.len()], (low - gap / 2.0, high + gap / 2.0))
}

/// The middles of blocks of these heights, as near as possible to the wanted ones, in the same order, within the limits as
/// far as there is room.
pub(super) fn blocks(wanted: &[f64], heights: &[f64], (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let tall = |members: &[usize]| members.iter().map(|index| heights[*index]).sum::<f64>();
    let keep = |start: f64, tall: f64| start.min(high - tall).max(low);
    // Clusters of blocks that touch: each begins where the mean of what they want is met.
    let mut clusters: Vec<(f64, Vec<usize>)> = Vec::new();
    for index in order {
        clusters.push((wanted[index] - heights[index] / 2.0, vec![index]));
        while let [.., before, last] = clusters.as_slice() {
            let above = tall(&before.1);
            if last.0 - before.0 >= above - 1e-9 {
                break;
            }
            let (count, more) = (before.1.len() as f64, last.1.len() as f64);
            let start = (before.0 * count + (last.0 - above) * more) / (count + more);
            let joined: Vec<usize> = before.1.iter().chain(&last.1).copied().collect();
            clusters.truncate(clusters.len() - 2);
            clusters.push((keep(start, tall(&joined)), joined));
        }
    }
    let mut placed = wanted.to_vec();
    for (start, members) in clusters {
        let mut top = keep(start, tall(&members));
        for index in members {
            placed[index] = top + heights[index] / 2.0;
            top += heights[index];
        }
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::{blocks, spread};

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

    #[test]
    fn blocks_of_several_heights_touch_at_most() {
        assert_eq!(blocks(&[10.0, 12.0], &[20.0, 10.0], (0.0, 100.0)), [10.0, 25.0]);
        assert_eq!(blocks(&[95.0, 50.0], &[20.0, 10.0], (0.0, 100.0)), [90.0, 50.0]);
    }
}
