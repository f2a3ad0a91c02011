#!/usr/bin/env python3
"""Build the coast files of this case from the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2
    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 shapely==2.2.0 pyproj==3.7.2
    venv/bin/python build_coast.py world-atlas-2.0.2.tgz          # write both files beside case.toml
    venv/bin/python build_coast.py world-atlas-2.0.2.tgz --check  # compare byte for byte instead

The steps are those of the Caspian's script, which does the work; this one says which sea: its box, its
straits, its parties, and the two claim sets to the coast of Crimea. The Sea of Azov is cut off at the strait
of Kerch, the Bosphorus at its mouth.
"""

import argparse
import importlib.util
import pathlib
import sys

from shapely.geometry import Point, box

CASE = pathlib.Path(__file__).resolve().parent.parent
_spec = importlib.util.spec_from_file_location("sea", CASE.parent / "caspian" / "build" / "build_coast.py")
sea = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sea)

sea.PARTIES = ["BGR", "GEO", "ROU", "RUS", "TUR", "UKR"]
sea.ISO = {"100": "BGR", "268": "GEO", "642": "ROU", "643": "RUS", "792": "TUR", "804": "UKR", "498": "MDA",
           "300": "GRC", "688": "SRB", "807": "MKD", "348": "HUN", "703": "SVK", "616": "POL", "112": "BLR",
           "051": "ARM", "031": "AZE", "364": "IRN", "398": "KAZ"}
sea.BOX = (26.0, 40.0, 43.0, 48.0)
sea.SEED = (34.0, 43.0)
sea.STRAITS = [[[29.03, 41.23], [29.22, 41.17]],   # mouth of the Bosphorus
               [[36.40, 45.12], [36.75, 45.12]]]   # Kerch
CRIMEA = box(32.0, 44.0, 36.66, 46.25)  # holds the whole peninsula in the source, and nothing else of Russia

TERMINI = {
    ("BGR", "ROU"): {"en": "Vama Veche", "fa": "واما وکه", "ru": "Вама-Веке"},
    ("BGR", "TUR"): {"en": "Rezovo", "fa": "رزوو", "ru": "Резово"},
    ("GEO", "RUS"): {"en": "Psou", "fa": "پسو", "ru": "Псоу"},
    ("GEO", "TUR"): {"en": "Sarpi", "fa": "سارپی", "ru": "Сарпи"},
    ("ROU", "UKR"): {"en": "Danube delta", "fa": "دلتای دانوب", "ru": "дельта Дуная"},
}
PEREKOP = {"en": "Perekop", "fa": "پرکوپ", "ru": "Перекоп"}
KERCH = {"en": "Kerch strait", "fa": "تنگهٔ کرچ", "ru": "Керченский пролив"}


def claimed_by_ukraine(land):
    """The same land with Crimea among the polygons of Ukraine."""
    moved = [p for p in land["RUS"] if CRIMEA.contains(Point(p.representative_point()))]
    rest = [p for p in land["RUS"] if p not in moved]
    return {**land, "RUS": rest, "UKR": land["UKR"] + moved}


def lines_of(land, terminus):
    """The features of a claim set; nothing is marked as left out."""
    sea.TERMINI = {**TERMINI, ("RUS", "UKR"): terminus}
    shape = sea.carve_sea(land, True)
    rings = sea.label_shore(shape, land)
    shores = sea.coasts(rings)
    yield sea.feature(shape, kind="sea", area_km2=sea.area_km2(shape))
    for party, lines in shores.items():
        yield sea.feature(lines, kind="coast", party=party, length_km=sea.length_km(lines))
    for party, group in sea.islands(rings).items():
        yield sea.feature(group, kind="islands", party=party, n=len(group.geoms),
                          area_km2=sum(sea.area_km2(p) for p in group.geoms))
    for pair, place in sea.termini(shores):
        yield sea.feature(Point(place), kind="terminus", between=list(pair), name=sea.TERMINI[pair])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", help="world-atlas-2.0.2.tgz")
    parser.add_argument("--out", type=pathlib.Path, default=CASE)
    parser.add_argument("--check", action="store_true", help="compare with the files in --out, write nothing")
    args = parser.parse_args()
    land = sea.land_by_country(sea.read_topology(args.package))
    sets = [("coast.geojson", land, PEREKOP), ("coast-crimea-ukr.geojson", claimed_by_ukraine(land), KERCH)]
    same = True
    for name, land, terminus in sets:
        text, path = sea.text_of_features(lines_of(land, terminus)), args.out / name
        if args.check:
            equal = path.is_file() and path.read_bytes() == text.encode()
            same &= equal
            print(f"{'identical' if equal else 'DIFFERENT'}  {name}  {len(text.encode())} bytes")
        else:
            path.write_bytes(text.encode())
            print(f"wrote  {name}  {len(text.encode())} bytes")
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
