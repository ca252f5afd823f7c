//! Pictures: how large they are, and copies that are no wider than a mail.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader};

/// The widest mail has 640 pixels; screens with fine dots show two for each.
const WIDEST: u32 = 1280;

/// Of JPEG, 1 to 100: no difference can be seen, and half the bytes.
const QUALITY: u8 = 82;

/// Width and height in pixels.
pub type Size = (u32, u32);

/// The size of a picture that mail programs show: PNG, JPEG or GIF. Only its head is read.
pub fn size(bytes: &[u8]) -> Option<Size> {
    match image::guess_format(bytes).ok()? {
        ImageFormat::Gif => {
            // the logical screen (GIF89a §18)
            let number = |at: usize| Some(u32::from(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
            Some((number(6)?, number(8)?))
        }
        format @ (ImageFormat::Png | ImageFormat::Jpeg) => {
            ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().ok()
        }
        _ => None,
    }
}

/// A copy that is as wide as mails can show, upright, without what cameras note down; `None` where the picture is
/// small enough, or none that can be read.
pub(super) fn smaller(bytes: &[u8]) -> Option<Vec<u8>> {
    let format = image::guess_format(bytes).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) || size(bytes)?.0 <= WIDEST {
        return None;
    }
    let mut decoder = ImageReader::with_format(Cursor::new(bytes), format).into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    let copy = picture.resize(WIDEST, u32::MAX, FilterType::Lanczos3);
    let mut out = Vec::new();
    let written = match format {
        ImageFormat::Png => copy.write_with_encoder(PngEncoder::new(&mut out)),
        // transparency and sixteen bits are nothing JPEG knows
        _ => copy.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)),
    };
    written.ok().map(|()| out)
}

#[cfg(test)]
mod tests {
    use image::RgbImage;

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::new(width, height).write_to(&mut out, format).expect("in memory");
        out.into_inner()
    }

    #[test]
    fn a_wide_picture_gets_a_copy_as_wide_as_mails() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let copy = smaller(&picture(2560, 1000, format)).expect("a copy");
            assert_eq!((size(&copy), image::guess_format(&copy).ok()), (Some((1280, 500)), Some(format)));
            assert_eq!(smaller(&picture(1280, 3000, format)), None);
        }
    }

    #[test]
    fn what_mail_programs_do_not_show_has_no_size() {
        assert_eq!(size(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), None);
        assert_eq!(size(b"RIFF\x10\0\0\0WEBPVP8 "), None);
        assert_eq!(size(&picture(3, 2, ImageFormat::Jpeg)[..40]), None);
        assert_eq!(size(b"GIF89a\x03\0\x02\0\0\0\0"), Some((3, 2)));
    }
}
