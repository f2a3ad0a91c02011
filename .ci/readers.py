"""Files of `littoral export` in programs that are not ours: geopandas (GDAL and Arrow) and DuckDB.

    readers.py FOLDER     the folder holds a.gpkg a.parquet a.geojson a.fgb a.shz a.kml of one division

Geometry valid, geodesic areas (PROJ) of the polygons equal to the printed ones within a millionth, names right,
Persian intact, the same holders in every format. Leaves with 1 and the file's name at the first that differs.
"""

import json
import sys
from pathlib import Path

import duckdb
import geopandas
from pyproj import Geod

PERSIAN = {"AZE": "جمهوری آذربایجان", "IRN": "ایران", "KAZ": "قزاقستان", "RUS": "روسیه", "TKM": "ترکمنستان"}
WGS84 = Geod(ellps="WGS84")


def cells(file: Path) -> geopandas.GeoDataFrame:
    if file.suffix == ".parquet":
        return geopandas.read_parquet(file)
    layer = {".gpkg": "cells", ".kml": "cells", ".shz": "cells"}.get(file.suffix)
    found = geopandas.read_file(file, layer=layer) if layer else geopandas.read_file(file)
    return found[found["kind"] == "cell"]


def persian(cell) -> str:
    """GeoJSON keeps the names of a party together, tables in a column each."""
    if "name_fa" in cell:
        return cell["name_fa"]
    names = cell["name"]
    return (json.loads(names) if isinstance(names, str) else names)["fa"]


def check(file: Path) -> dict[str, float]:
    found = cells(file)
    assert found.geometry.is_valid.all(), f"{file.name}: geometry is not valid"
    assert found.crs is not None and found.crs.to_epsg() in (4326, None), f"{file.name}: {found.crs}"
    area = next(c for c in ("area_km2", "area") if c in found.columns)
    areas = {}
    for _, cell in found.iterrows():
        printed = float(cell[area])
        drawn = abs(WGS84.geometry_area_perimeter(cell.geometry)[0]) / 1e6
        assert abs(drawn / printed - 1) < 1e-6, f"{file.name}: {cell.holder} {drawn} is not {printed}"
        assert persian(cell) == PERSIAN[cell.holder], f"{file.name}: {persian(cell)}"
        areas[cell.holder] = printed
    return areas


def main(folder: Path) -> None:
    all_areas = {}
    for ending in ("gpkg", "parquet", "geojson", "fgb", "shz", "kml"):
        all_areas[ending] = check(folder / f"a.{ending}")
        print(f"{ending}: {len(all_areas[ending])} cells valid, areas within 1e-6, names right")
    first = all_areas["gpkg"]
    for ending, areas in all_areas.items():
        assert areas.keys() == first.keys() == PERSIAN.keys(), f"{ending}: {areas}"
        assert all(abs(areas[p] / first[p] - 1) < 1e-9 for p in first), f"{ending}: {areas}"
    rows = duckdb.sql(f"select holder, area_km2 from '{folder / 'a.parquet'}'").fetchall()
    assert dict(rows) == all_areas["parquet"], f"DuckDB: {rows}"
    print("DuckDB: the same areas")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
