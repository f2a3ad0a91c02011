#!/usr/bin/env python3
"""Makes the font files in this folder from the full Noto fonts. Run once; the results are committed.

    apt-get install fonts-noto-core fonts-noto-mono      # Debian 12: 20201225-1
    python3 -m venv venv && venv/bin/pip install fonttools==4.68.0 brotli
    venv/bin/python subset.py /usr/share/fonts/truetype/noto

The same fonts and the same fonttools give the same bytes (no time stamp is written).
Licence of sources and results: SIL OFL 1.1, see OFL.txt; Noto reserves no font name, so a subset
may keep it.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# What maps and reports write: Latin with Azerbaijani and Turkmen letters, Greek, Cyrillic, and the
# punctuation, primes, arrows and marks of surveyors' tables. Direction marks are kept so that no
# renderer has to look for them in another font.
COMMON = "0020-007E 00A0-017F 018F 0192 01E6-01E7 0218-021B 0259 02BB-02BC 02C6-02DD"
GREEK_CYRILLIC = "0370-03FF 0400-045F 0490-0493 0496-049D 04A0-04A5 04AE-04B3 04B8-04BB 04D8-04D9 04E8-04E9"
MARKS = "2007 2009-2015 2018-201E 2020-2022 2026-202F 2030 2032-2033 2039-203A 2044 2066-2069 20AC 2116"
SIGNS = "2070 2074-2079 2080-2089 2122 2190-2193 2202 2206 2212 2215 221A 221E 2248 2260 2264-2265 25A0 25B2 25BC 25CA 25CF"
ARABIC = "0020 00A0 00AB 00BB 0600-06FF 200B-200F 2026 202A-202F 2066-2069 2009 2010-2014 2212 25CC"

PAGE = "../src/studio/page"
LATIN = f"{COMMON} {GREEK_CYRILLIC} {MARKS} {SIGNS}"
FONTS = {
    "NotoSans-Regular.ttf": LATIN,
    "NotoSans-Bold.ttf": LATIN,
    "NotoSans-Italic.ttf": LATIN,
    "NotoSansArabic-Regular.ttf": ARABIC,
    "NotoSansArabic-Bold.ttf": ARABIC,
    "NotoSansMono-Regular.ttf": COMMON + " " + MARKS + " " + SIGNS,
}


def code_points(text):
    """Code points of a list of hexadecimal ranges."""
    out = set()
    for part in text.split():
        first, _, last = part.partition("-")
        out.update(range(int(first, 16), int(last or first, 16) + 1))
    return out


def main(source, target):
    for name, ranges in FONTS.items():
        options = subset.Options()
        options.hinting = False
        options.notdef_outline = True
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
        # Kerning, marks, joining and figures are kept; small capitals and stylistic sets are not drawn.
        options.layout_features = [
            "kern", "mark", "mkmk", "ccmp", "locl", "calt", "rlig", "liga", "init", "medi", "fina",
            "isol", "curs", "tnum", "lnum",
        ]
        font = TTFont(source / name, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=code_points(ranges))
        subsetter.subset(font)
        font.save(target / name)
        if "Mono" not in name:
            # The studio's page serves the same letters, compressed (needs the package brotli).
            font.flavor = "woff2"
            font.save(target / PAGE / name.replace(".ttf", ".woff2"))
        print(f"{name:30} {(target / name).stat().st_size:8} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent)
