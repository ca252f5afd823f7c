//! The Land of a postal code, where the beginning of the code leaves no doubt.
//!
//! Postal codes follow the ways of the mail and not the borders of the Länder. Only beginnings stand here whose codes
//! all lie in one Land (checked against 8,159 codes of an open list, November 2026); those that cross a border, such
//! as 194 and 765's neighbours 193 and 767, give none, and neither do 874 and 875, which hold codes of Austria.

use std::sync::LazyLock;

use super::Land;

const BEGINNINGS: [(&str, &str); 16] = [
    (
        "BW",
        "681 682 683 687 691 70 71 72 73 74 75 761 762 763 764 765 766 77 78 79 880 882 883 884 885 886 887 890 891 895 896",
    ),
    (
        "BY",
        "637 638 639 80 81 82 83 84 85 86 876 877 892 893 894 90 91 92 93 94 95 960 961 962 963 964 970 971 972 973 974 \
         975 976 977",
    ),
    ("BE", "10 120 121 122 123 124 126 13 140 141"),
    ("BB", "03 049 144 145 146 149 152 153 157 158 159 16"),
    ("HB", "275 281 282 283"),
    ("HH", "20 211 220 222 223 224 225 227"),
    (
        "HE",
        "341 342 345 346 35 360 361 362 363 372 60 61 630 631 632 633 634 635 636 642 643 644 645 648 651 652 654 657 \
         658 659 686",
    ),
    ("MV", "170 171 174 175 18 190 194"),
    (
        "NI",
        "212 213 216 217 26 272 273 276 277 288 292 293 295 296 30 31 370 371 374 375 381 382 383 385 386 387 490 491 \
         492 493 496 497 498",
    ),
    (
        "NW",
        "320 321 322 324 325 326 327 328 33 40 41 42 44 45 46 47 481 482 483 486 487 50 510 511 513 514 516 517 52 531 \
         532 533 537 538 539 570 572 574 58 590 591 592 593 594 595 596 597 598",
    ),
    ("RP", "534 535 54 551 554 555 556 557 56 575 576 67 768 669"),
    ("SL", "661 662 663 666 667"),
    ("SN", "010 011 012 013 014 015 016 017 018 02 041 042 043 044 045 047 08 09"),
    ("ST", "061 062 063 064 066 067 068 069 388 39"),
    ("SH", "228 229 235 236 237 238 24 25"),
    ("TH", "073 074 075 076 077 078 364 373 965 98 99"),
];

/// The Land of a German postal code of five digits (`D-01067` as well); none where it is not beyond doubt. Four digits
/// may be a lost zero, or Austria.
pub(super) fn land(written: &str) -> Option<Land> {
    let bare = written.trim();
    let code = ["DE-", "D-", "DE ", "D "].iter().find_map(|prefix| bare.strip_prefix(prefix)).unwrap_or(bare).trim();
    if code.len() != 5 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    code[..3].parse::<usize>().ok().and_then(|first_three| LAENDER[first_three])
}

/// The Land of each of the thousand first three digits.
static LAENDER: LazyLock<[Option<Land>; 1000]> = LazyLock::new(|| {
    let mut laender = [None; 1000];
    for (land, beginnings) in BEGINNINGS {
        for beginning in beginnings.split(' ') {
            let number = beginning.parse::<usize>().unwrap_or_default();
            let first = if beginning.len() == 2 { number * 10..number * 10 + 10 } else { number..number + 1 };
            laender[first].fill(Land::read(land));
        }
    }
    laender
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postal_code_gives_its_land_only_where_no_border_is_near() {
        for (code, expected) in [
            ("01067", Some("SN")),
            ("D-01067", Some("SN")),
            ("10117", Some("BE")),
            ("12529", None),
            ("19053", Some("MV")),
            ("19273", None),
            ("20095", Some("HH")),
            ("22113", None),
            ("28195", Some("HB")),
            ("40213", Some("NW")),
            ("59969", None),
            ("55246", None),
            ("66111", Some("SL")),
            ("66482", None),
            ("80331", Some("BY")),
            ("87491", None),
            ("89073", Some("BW")),
            ("89231", Some("BY")),
            ("99084", Some("TH")),
            ("1067", None),
            ("SW1A 1AA", None),
            ("", None),
        ] {
            assert_eq!(land(code).map(Land::code), expected, "{code}");
        }
    }

    #[test]
    fn no_beginning_stands_for_two_laender() {
        let all: Vec<&str> = BEGINNINGS.iter().flat_map(|(_, beginnings)| beginnings.split(' ')).collect();
        for (at, one) in all.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            assert!(others.into_iter().all(|(_, other)| !one.starts_with(other)), "{one}");
        }
        assert!(BEGINNINGS.iter().all(|(land, _)| Land::read(land).is_some()));
    }
}
