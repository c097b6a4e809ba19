//! Small PNGs: a card has four colours and the steps between them and white, so a palette holds it.

use resvg::tiny_skia::Pixmap;
use std::collections::BTreeMap;

type Colour = [u8; 3];

/// The picture with at most 256 colours; transparency is not kept, since a card has none.
pub(super) fn encode(pixmap: &Pixmap) -> Option<Vec<u8>> {
    let pixels: Vec<Colour> = pixmap.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
    let (palette, indices) = indexed(&pixels);
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    // Neighbouring numbers of a palette mean nothing, so there is nothing to predict.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&indices).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

/// Colours that differ little become one: the most frequent of them, so that even areas keep theirs.
fn indexed(pixels: &[Colour]) -> (Vec<Colour>, Vec<u8>) {
    let mut counts: BTreeMap<Colour, usize> = BTreeMap::new();
    for run in runs(pixels) {
        *counts.entry(run.0).or_default() += run.1;
    }
    // Sixteen steps per channel are as many as an eye sees at the edge of a letter; coarser ones end below 256.
    let groups =
        (4..8).map(|bits| grouped(&counts, bits)).find(|groups| groups.len() <= 256).unwrap_or_default();
    let numbers: BTreeMap<Colour, u8> = groups
        .values()
        .enumerate()
        .flat_map(|(number, colours)| colours.iter().map(move |colour| (*colour, number as u8)))
        .collect();
    let most_frequent = |colours: &Vec<Colour>| {
        colours.iter().copied().max_by_key(|colour| counts.get(colour).copied()).unwrap_or_default()
    };
    let palette = groups.values().map(most_frequent).collect();
    let number = |colour: Colour| numbers.get(&colour).copied().unwrap_or_default();
    (palette, runs(pixels).flat_map(|(colour, length)| std::iter::repeat_n(number(colour), length)).collect())
}

/// Colours with how often they follow each other: a card is mostly even.
fn runs(pixels: &[Colour]) -> impl Iterator<Item = (Colour, usize)> {
    pixels.chunk_by(|one, next| one == next).filter_map(|run| Some((*run.first()?, run.len())))
}

fn grouped(counts: &BTreeMap<Colour, usize>, bits: u32) -> BTreeMap<Colour, Vec<Colour>> {
    let mut groups: BTreeMap<Colour, Vec<Colour>> = BTreeMap::new();
    for colour in counts.keys() {
        groups.entry(colour.map(|channel| channel >> bits)).or_default().push(*colour);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_areas_keep_their_colour_and_any_picture_fits() {
        let pixels = [[255; 3], [255; 3], [250; 3], [140, 26, 62], [140, 26, 62], [141, 26, 62]];
        let (palette, indices) = indexed(&pixels);
        let shown: Vec<Colour> = indices.iter().map(|&index| palette[usize::from(index)]).collect();
        assert_eq!(shown, [[255; 3], [255; 3], [255; 3], [140, 26, 62], [140, 26, 62], [140, 26, 62]]);
        let many: Vec<Colour> = (0..=255).flat_map(|a| (0..=255).map(move |b| [a, b, a ^ b])).collect();
        let (palette, indices) = indexed(&many);
        assert!(palette.len() <= 256 && palette.len() > 1);
        assert!(indices.iter().all(|&index| usize::from(index) < palette.len()));
    }
}
