//! The container: a ZIP whose first file, uncompressed, says what it is.

use std::io::{Cursor, Write as _};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs the files in their order. Pictures are compressed already.
pub(super) fn pack(files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    let stored = options.compression_method(CompressionMethod::Stored);
    writer.start_file("mimetype", stored)?;
    writer.write_all(b"application/epub+zip")?;
    for (path, bytes) in files {
        let is_packed = [".png", ".jpg", ".jpeg", ".webp"].iter().any(|extension| path.ends_with(extension));
        let deflated = options.compression_method(CompressionMethod::Deflated);
        writer.start_file(path.as_str(), if is_packed { stored } else { deflated })?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_says_what_it_is_and_the_bytes_are_the_same_again() {
        let files = [("a.txt".to_owned(), vec![b'x'; 1000])];
        let packed = pack(&files).expect("it packs");
        assert_eq!(&packed[30..58], b"mimetypeapplication/epub+zip");
        assert!(packed.len() < 600);
        assert_eq!(packed, pack(&files).expect("it packs"));
    }
}
