#!/usr/bin/env python3
"""A real coast of more than 100 000 vertices for the bench `ladder`: the Baltic and the coast of Norway, from OpenStreetMap.

    npm pack @geo-maps/countries-coastline-10m@0.6.0 && tar xzf geo-maps-countries-coastline-10m-0.6.0.tgz
    python3 -m venv venv && venv/bin/pip install numpy shapely
    venv/bin/python real_coast.py package/map.geo.json baltic.geojson
    LITTORAL_REAL_COAST=baltic.geojson cargo bench -p littoral-delimit --bench ladder

Another box, west, south, east and north in degrees, makes another sea (Baffin Bay; the North Sea and Norway):

    venv/bin/python real_coast.py package/map.geo.json baffin.geojson=-82,60,-44,76
    venv/bin/python real_coast.py package/map.geo.json northsea.geojson=-12,48,13,72

The data are (c) OpenStreetMap contributors, ODbL-1.0: attribution and share-alike reach whoever passes the file on, so
each user builds his own copy and none is committed.

Aland (ALA in the source, which names ISO codes) is a part of Finland, not a state: its shores are Finland's.

Sea = the box without the land of any state, its largest part; the sides of the box are nobody's coast. Every shore edge
takes the state whose polygon it bounds. Written in the layout of the example cases: sea, coast and islands a state.
"""

import json
import sys

import numpy as np
import shapely
from shapely.geometry import Polygon, box, mapping
from shapely.strtree import STRtree

BOX = (4.5, 53.5, 30.5, 66.0)
STATE_OF = {"ALA": "FIN"}


def polygons_of(geometry):
    if geometry.geom_type == "Polygon":
        return [] if geometry.is_empty else [geometry]
    return [p for part in getattr(geometry, "geoms", []) for p in polygons_of(part)]


def land(path, window):
    """{state: [Polygon]} clipped to the window."""
    found = {}
    for feature in json.load(open(path))["features"]:
        geometry = feature["geometry"]
        parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        for part in parts:
            polygon = Polygon(part[0], part[1:])
            if not polygon.intersects(window):
                continue
            if not polygon.is_valid:
                polygon = shapely.make_valid(polygon)
            if not window.contains(polygon):
                polygon = polygon.intersection(window)
            code = feature["properties"]["A3"]
            found.setdefault(STATE_OF.get(code, code), []).extend(polygons_of(polygon))
    return {state: parts for state, parts in found.items() if parts}


def labels(coords, names, tree, frame):
    """The state of each edge; '---' on the sides of the box."""
    middles = shapely.points((coords[:-1] + coords[1:]) / 2)
    (edge, line) = tree.query_nearest(middles, all_matches=False)
    out = np.full(len(middles), "---", dtype="U3")
    out[edge] = names[line]
    out[shapely.distance(middles, frame) < 1e-9] = "---"
    return out


def runs(coords, names):
    """A closed ring -> [(state, coordinates of one maximal run)]."""
    starts = [k for k in range(len(names)) if names[k] != names[k - 1]]
    if not starts:
        return [(str(names[0]), coords)]
    out = []
    for i, j in zip(starts, starts[1:] + starts[:1]):
        part = coords[i:j + 1] if j > i else np.vstack([coords[i:-1], coords[:j + 1]])
        out.append((str(names[i]), part))
    return out


def feature(kind, party, kind_of_geometry, coordinates):
    properties = {"kind": kind} | ({"party": party} if party else {})
    return {"type": "Feature", "properties": properties,
            "geometry": {"type": kind_of_geometry, "coordinates": coordinates}}


def listed(coords):
    return np.round(coords, 6).tolist()


def main():
    source, target = sys.argv[1:3]
    target, _, sides = target.partition("=")
    window = box(*[float(x) for x in sides.split(",")]) if sides else box(*BOX)
    states = land(source, window)
    everything = shapely.union_all([p for parts in states.values() for p in parts])
    sea = max(polygons_of(window.difference(everything)), key=lambda p: p.area)
    owned = [(state, p.boundary) for state, parts in sorted(states.items()) for p in parts]
    names, tree = np.array([s for s, _ in owned]), STRtree([line for _, line in owned])
    coast, islands = {}, {}
    outer = np.asarray(sea.exterior.coords)
    for state, part in runs(outer, labels(outer, names, tree, window.boundary)):
        if state != "---":
            coast.setdefault(state, []).append(listed(part))
    for ring in sea.interiors:
        coords = np.asarray(ring.coords)
        found, counts = np.unique(labels(coords, names, tree, window.boundary), return_counts=True)
        islands.setdefault(str(found[counts.argmax()]), []).append([listed(coords)])
    rings = [listed(np.asarray(r.coords)) for r in [sea.exterior, *sea.interiors]]
    out = [feature("sea", None, "Polygon", rings)]
    out += [feature("coast", s, "MultiLineString", c) for s, c in sorted(coast.items())]
    out += [feature("islands", s, "MultiPolygon", c) for s, c in sorted(islands.items())]
    json.dump({"type": "FeatureCollection", "features": out}, open(target, "w"), separators=(",", ":"))
    count = sum(len(r) - 1 for r in rings)
    print(f"{target}: {count} vertices, {len(rings) - 1} islands, states {' '.join(sorted(coast))}")
    print("termini:", sum(len(c) for c in coast.values()))


if __name__ == "__main__":
    main()
