//! The dimensions of an image, read from its first bytes, so that a page does not jump while images load.

/// Width and height in CSS pixels; `None` when the format is not known or the file says nothing.
pub(crate) fn dimensions(path: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if extension == "svg" {
        return svg(bytes);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// `width` and `height` of the root element when both are plain pixels, else the size of its `viewBox`.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    const HEAD: usize = 4096;
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes));
    let start = head.find("<svg")?;
    let tag = head.get(start..)?;
    let tag = tag.get(..tag.find('>')?)?;
    let pixels = |name: &str| {
        let text = attribute(tag, name)?;
        text.trim_end_matches("px").parse::<f64>().ok()
    };
    let (width, height) = match (pixels("width"), pixels("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let numbers: Vec<f64> = attribute(tag, "viewBox")?
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .map_while(|part| part.parse().ok())
                .collect();
            let [_, _, width, height] = numbers[..] else { return None };
            (width, height)
        }
    };
    let whole = |n: f64| (1.0..100_000.0).contains(&n).then(|| n.round() as u32);
    Some((whole(width)?, whole(height)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(index, _)| {
        let before = tag.get(..index)?.chars().next_back()?;
        let rest = tag.get(index + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        before.is_whitespace().then(|| rest.get(1..)?.split(quote).next()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn svg_sizes_come_from_attributes_or_the_view_box() {
        assert_eq!(
            dimensions("a.svg", br#"<svg stroke-width="2" width='30px' height="40">"#),
            Some((30, 40))
        );
        assert_eq!(dimensions("a.SVG", br#"<?xml?><svg width="100%" viewBox="0 0 12.4,8">"#), Some((12, 8)));
        assert_eq!(dimensions("a.svg", b"<svg>"), None);
        assert_eq!(dimensions("a.svg", b"<svg viewBox=\"0 0 NaN 4\""), None);
    }

    #[test]
    fn raster_sizes_come_from_the_header() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 7, 0, 0, 0, 9, 8, 6, 0, 0, 0]);
        assert_eq!(dimensions("a.png", &png), Some((7, 9)));
        assert_eq!(dimensions("a.png", b"not an image"), None);
    }
}
