#!/usr/bin/env python3
"""The peer of the bench `ladder`: equidistance the way a GIS does it, with shapely (GEOS) and pyproj.

Recipe: project every vertex on a Lambert azimuthal equal-area plane at the sea's centre; Voronoi cells of the
vertices; union by party; clip by the sea; back to degrees; geodesic areas. The clock runs from the coordinates in
memory to areas and lines. It answers on standard output: `ready VERSIONS`, then to `run` the milliseconds, and to
`lines` the boundaries between parties every 500 m as `party party lon lat;...`.
"""

import sys
import time

import numpy as np
import pyproj
import shapely
from shapely.geometry import MultiPoint, Polygon

SPACING_M = 500.0


def read():
    """Sea ring, holes, and (party, coordinates) of each shore, from standard input."""
    sea, holes, shores = None, [], []
    for line in sys.stdin:
        kind, *words = line.split()
        if kind == "done":
            return sea, holes, shores
        if kind in ("coast", "island"):
            shores.append((int(words[0]), np.array(words[1:], float).reshape(-1, 2)))
        elif kind == "sea":
            sea = np.array(words, float).reshape(-1, 2)
        else:
            holes.append(np.array(words, float).reshape(-1, 2))


def project(plane, points):
    return np.column_stack(plane(points[:, 0], points[:, 1]))


def geodesic_km2(geod, plane, geometry):
    total = 0.0
    for polygon in getattr(geometry, "geoms", [geometry]):
        if polygon.geom_type != "Polygon" or polygon.is_empty:
            continue
        rings = [polygon.exterior, *polygon.interiors]
        for k, ring in enumerate(rings):
            lon, lat = plane(*np.asarray(ring.coords).T, inverse=True)
            area = abs(geod.polygon_area_perimeter(lon, lat)[0]) / 1e6
            total += area if k == 0 else -area
    return total


def run(sea, holes, shores):
    lon, lat = sea.mean(axis=0)
    plane = pyproj.Proj(proj="laea", lat_0=lat, lon_0=lon, ellps="WGS84")
    geod = pyproj.Geod(ellps="WGS84")
    water = shapely.make_valid(Polygon(project(plane, sea), [project(plane, h) for h in holes]))
    points = np.vstack([project(plane, line) for _, line in shores])
    party = np.concatenate([np.full(len(line), p) for p, line in shores])
    # A terminus stands in two coasts: cells of equal points are not allowed.
    points, first = np.unique(points, axis=0, return_index=True)
    party = party[first]
    cells = shapely.get_parts(shapely.voronoi_polygons(MultiPoint(points), ordered=True, extend_to=water))
    parts = {}
    for p in np.unique(party):
        whole = shapely.coverage_union_all(cells[party == p])
        parts[int(p)] = shapely.intersection(shapely.make_valid(whole), water)
    areas = {p: geodesic_km2(geod, plane, g) for p, g in parts.items()}
    names, lines = sorted(parts), []
    for i, a in enumerate(names):
        for b in names[i + 1:]:
            shared = shapely.intersection(parts[a].boundary, parts[b].boundary)
            lines.append((a, b, shapely.segmentize(shared, SPACING_M)))
    return plane, areas, lines


def places(plane, lines):
    out = []
    for a, b, geometry in lines:
        for part in getattr(geometry, "geoms", [geometry]):
            if part.is_empty or part.geom_type != "LineString":
                continue
            lon, lat = plane(*np.asarray(part.coords).T, inverse=True)
            out += [f"{a} {b} {x:.9f} {y:.9f}" for x, y in zip(lon, lat)]
    return ";".join(out)


def main():
    coast = read()
    answer = lambda text: print(text, flush=True)
    answer(f"ready shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, pyproj {pyproj.__version__}")
    result = None
    for line in sys.stdin:
        if line.strip() == "run":
            start = time.perf_counter()
            result = run(*coast)
            answer(f"{(time.perf_counter() - start) * 1e3:.3f}")
        elif line.strip() == "lines":
            answer(places(result[0], result[2]) if result else "-")
        else:
            return


if __name__ == "__main__":
    main()
