#!/usr/bin/env python3
"""Build the coast files of this case from the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2
    python3 -m venv venv && venv/bin/pip install numpy==2.4.6 shapely==2.2.0 pyproj==3.7.2
    venv/bin/python build_coast.py world-atlas-2.0.2.tgz          # write the files beside case.toml
    venv/bin/python build_coast.py world-atlas-2.0.2.tgz --check  # compare byte for byte instead

The package holds Natural Earth 4.1.0 admin-0 countries at 1:10m and 1:50m as TopoJSON (public domain data).
The case is 1:10m; 1:50m is the other coast of the switch coast50m, for sensitivity.

  1. decode   TopoJSON arcs -> country polygons, clipped to a box around the sea
  2. carve    box minus all land, cut at the strait of Garabogazkol; the piece with the seed is the sea
  3. label    every edge of the shore takes the country whose boundary is nearest to its midpoint
  4. split    the outer ring into one run per country (the coasts); inner rings are the islands
  5. mark     land-boundary termini (where two coasts meet) and the lagoon that was cut off
  6. write    one feature a line: sea, coasts, islands, excluded lagoon, termini

Lengths are geodesic km of the mainland shore, areas geodesic km2, both on WGS 84, taken before rounding.
Coordinates are lon/lat, rounded to 6 decimals and then to 4 (11 m; the source is quantised to
0.0036 x 0.0017 degrees). With other versions of shapely the start of a ring may differ, not the shape.
"""

import argparse
import hashlib
import json
import pathlib
import sys
import tarfile

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon, box, mapping
from shapely.ops import unary_union
from shapely.strtree import STRtree

WGS84 = Geod(ellps="WGS84")
CASE = pathlib.Path(__file__).resolve().parent.parent
MEMBERS = {"10m": "package/countries-10m.json", "50m": "package/countries-50m.json"}
PACKAGE_SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"

# ISO 3166 numeric -> alpha-3: the five parties and the neighbours inside the box. Any other country
# is kept as land under the first letters of its name.
ISO = {"031": "AZE", "364": "IRN", "398": "KAZ", "643": "RUS", "795": "TKM", "860": "UZB", "051": "ARM",
       "268": "GEO", "792": "TUR", "804": "UKR"}
PARTIES = ["AZE", "IRN", "KAZ", "RUS", "TKM"]
BOX = (45.0, 35.5, 56.5, 48.5)
SEED = (50.6, 42.0)
STRAITS = [[[52.872, 41.058], [52.930, 41.077]]]  # closes Garabogazkol
STRAITS_50M = [[[52.850, 41.2012], [52.9444, 41.0366]]]  # the same on the coarser coast, a little beyond both shores
# File, scale of the source, is the strait cut (and where, if not at STRAITS)?
FILES = [("coast.geojson", "10m", True), ("coast-garabogazkol.geojson", "10m", False),
         ("coast-50m.geojson", "50m", STRAITS_50M)]

TERMINI = {
    ("AZE", "IRN"): {"en": "Astara", "fa": "آستارا", "ru": "Астара"},
    ("AZE", "RUS"): {"en": "Samur", "fa": "سامور", "ru": "Самур"},
    ("IRN", "TKM"): {"en": "Gasan-Kuli", "fa": "حسینقلی", "ru": "Гасан-Кули"},
    ("KAZ", "RUS"): {"en": "Volga delta", "fa": "دلتای ولگا", "ru": "дельта Волги"},
    ("KAZ", "TKM"): {"en": "Kazakh-Turkmen coast", "fa": "ساحل قزاقستان و ترکمنستان",
                     "ru": "берег Казахстана и Туркменистана"},
}
LAGOON = {"en": "Garabogazköl", "fa": "قره‌بغازگل", "ru": "Кара-Богаз-Гол"}


# -- 1. decode ---------------------------------------------------------------------------------------

def read_topology(package, scale="10m"):
    """The TopoJSON of the package file, whose hash is checked first."""
    found = hashlib.sha256(pathlib.Path(package).read_bytes()).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{package}: SHA-256 {found}, expected {PACKAGE_SHA256} (world-atlas 2.0.2)")
    with tarfile.open(package) as tar:
        return json.load(tar.extractfile(MEMBERS[scale]))


def decode_arcs(topology):
    """Delta-coded integer arcs -> arrays of lon, lat."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.asarray(arc, float), axis=0) * scale + shift for arc in topology["arcs"]]


def assemble_ring(arcs, indices):
    """Join arcs end to end; a negative index ~i is arc i reversed; shared end points are kept once."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([piece if k == 0 else piece[1:] for k, piece in enumerate(pieces)])


def polygons_of(geometry):
    """The polygons inside any geometry, flattened."""
    if geometry.is_empty:
        return []
    if geometry.geom_type == "Polygon":
        return [geometry]
    return [p for part in getattr(geometry, "geoms", []) for p in polygons_of(part)]


def clipped(polygon, window):
    if not polygon.intersects(window):
        return []
    if not polygon.is_valid:
        polygon = shapely.make_valid(polygon)
    return polygons_of(polygon if window.contains(polygon) else polygon.intersection(window))


def land_by_country(topology):
    """{country: [Polygon]} of everything that touches the box."""
    arcs, window, land = decode_arcs(topology), box(*BOX), {}
    for country in topology["objects"]["countries"]["geometries"]:
        if not country.get("arcs"):
            continue
        name = ISO.get(str(country.get("id")).zfill(3), country["properties"]["name"][:3])
        parts = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for part in parts:
            rings = [r for r in (assemble_ring(arcs, ring) for ring in part) if len(r) >= 4]
            if rings:
                land.setdefault(name, []).extend(clipped(Polygon(rings[0], rings[1:]), window))
    return {name: polygons for name, polygons in land.items() if polygons}


# -- 2. carve ----------------------------------------------------------------------------------------

def carve_sea(land, cut):
    """Box minus land, minus the straits if `cut` (STRAITS if True, else its own); the component that holds the seed."""
    water = box(*BOX).buffer(-0.01).difference(unary_union([p for ps in land.values() for p in ps]))
    if cut:
        straits = STRAITS if cut is True else cut
        water = water.difference(unary_union([LineString(s).buffer(1e-7) for s in straits]))
    return next(p for p in sorted(polygons_of(water), key=lambda p: -p.area) if p.contains(Point(SEED)))


# -- 3. label ----------------------------------------------------------------------------------------

def label_shore(sea, land, reach=0.5):
    """[(coords, labels)] per ring, outer first; '---' marks an edge more than `reach` degrees from a party."""
    owned = [(party, p.boundary) for party in PARTIES for p in land.get(party, [])]
    names, tree = np.array([party for party, _ in owned]), STRtree([line for _, line in owned])
    rings = []
    for ring in [sea.exterior, *sea.interiors]:
        coords = np.asarray(ring.coords)
        middles = shapely.points((coords[:-1] + coords[1:]) / 2)
        (edge, line), distance = tree.query_nearest(middles, return_distance=True, all_matches=False)
        labels, gap = np.full(len(middles), "---", dtype="U3"), np.full(len(middles), np.inf)
        labels[edge], gap[edge] = names[line], distance
        labels[gap > reach] = "---"
        rings.append((coords, labels))
    return rings


# -- 4. split ----------------------------------------------------------------------------------------

def split_runs(coords, labels):
    """A closed ring -> [(label, coords of one maximal run)]."""
    starts = [i for i in range(len(labels)) if labels[i] != labels[i - 1]]
    runs = []
    for i, j in zip(starts, starts[1:] + starts[:1]):
        part = coords[i:j + 1] if j > i else np.vstack([coords[i:-1], coords[:j + 1]])
        runs.append((str(labels[i]), part))
    return runs


def coasts(rings):
    found = {}
    for party, part in split_runs(*rings[0]):
        found.setdefault(party, []).append(LineString(part))
    return {party: MultiLineString(parts) for party, parts in sorted(found.items())}


def islands(rings):
    """An island belongs to the party that labels most of its edges."""
    found = {}
    for coords, labels in rings[1:]:
        names, counts = np.unique(labels, return_counts=True)
        found.setdefault(str(names[counts.argmax()]), []).append(Polygon(coords))
    return {party: MultiPolygon(polygons) for party, polygons in sorted(found.items())}


# -- 5. mark -----------------------------------------------------------------------------------------

def termini(shores):
    """[(pair of parties, place)]: the end vertices that exactly two coasts share."""
    ends = {}
    for party, lines in shores.items():
        for line in lines.geoms:
            for place in (line.coords[0], line.coords[-1]):
                ends.setdefault(place, set()).add(party)
    return sorted((tuple(sorted(pair)), place) for place, pair in ends.items() if len(pair) == 2)


def lagoon(topology_land, cut=True):
    """What the cut takes away: the part of the larger sea that is not in the smaller one."""
    rest = carve_sea(topology_land, False).difference(carve_sea(topology_land, cut))
    return max(polygons_of(rest), key=lambda p: p.area)


# -- 6. write ----------------------------------------------------------------------------------------

def ring_area(ring):
    lon, lat = np.asarray(ring.coords).T
    return abs(WGS84.polygon_area_perimeter(lon, lat)[0])


def area_km2(polygon):
    return (ring_area(polygon.exterior) - sum(ring_area(r) for r in polygon.interiors)) / 1e6


def length_km(lines):
    total = 0
    for line in lines.geoms:
        c = np.asarray(line.coords)
        total += float(np.sum(WGS84.inv(c[:-1, 0], c[:-1, 1], c[1:, 0], c[1:, 1])[2])) / 1e3
    return total


def rounded(value, decimals=4):
    if isinstance(value, float):
        return round(float(value), decimals)
    if isinstance(value, (list, tuple)):
        return [rounded(v, decimals) for v in value]
    if isinstance(value, dict):
        return {k: rounded(v, decimals) for k, v in value.items()}
    return value


def feature(geometry, **properties):
    shape = rounded(rounded(mapping(geometry), 6))
    return {"type": "Feature", "properties": rounded(properties), "geometry": shape}


def features(land, cut):
    sea = carve_sea(land, cut)
    rings = label_shore(sea, land)
    shores = coasts(rings)
    yield feature(sea, kind="sea", area_km2=area_km2(sea))
    for party, lines in shores.items():
        yield feature(lines, kind="coast", party=party, length_km=length_km(lines))
    for party, group in islands(rings).items():
        yield feature(group, kind="islands", party=party, n=len(group.geoms),
                      area_km2=sum(area_km2(p) for p in group.geoms))
    if cut:
        part = lagoon(land, cut)
        yield feature(part, kind="excluded", name=LAGOON, area_km2=area_km2(part))
    for pair, place in termini(shores):
        yield feature(Point(place), kind="terminus", between=list(pair), name=TERMINI[pair])


def text_of(land, cut):
    return text_of_features(features(land, cut))


def text_of_features(features):
    """One feature a line, so that a changed feature is a changed line."""
    lines = [json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", help="world-atlas-2.0.2.tgz")
    parser.add_argument("--out", type=pathlib.Path, default=CASE)
    parser.add_argument("--check", action="store_true", help="compare with the files in --out, write nothing")
    args = parser.parse_args()
    land = {scale: land_by_country(read_topology(args.package, scale)) for scale in MEMBERS}
    same = True
    for name, scale, cut in FILES:
        text, path = text_of(land[scale], cut), args.out / name
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
