"""Outlines of countries in the plane: the Equal Earth projection."""

import numpy
import numpy.typing
import pandas
from matplotlib.path import Path

from iomreport.catalog.required_columns import given_or_shipped

Numbers = numpy.typing.NDArray[numpy.float64]


def equal_earth(longitude: Numbers, latitude: Numbers) -> tuple[Numbers, Numbers]:
    """Project degrees onto the plane, in radii of the sphere, so that areas keep their proportions."""
    # B. Šavrič, T. Patterson and B. Jenny (2018), The Equal Earth map projection, International Journal of
    # Geographical Information Science 33(3), 454-465.
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    root = numpy.sqrt(3) / 2
    angle = numpy.arcsin(root * numpy.sin(numpy.radians(latitude)))
    slope = a1 + 3 * a2 * angle**2 + angle**6 * (7 * a3 + 9 * a4 * angle**2)
    x = numpy.radians(longitude) * numpy.cos(angle) / (root * slope)
    y = angle * (a1 + a2 * angle**2 + angle**6 * (a3 + a4 * angle**2))
    return x, y


def outlines(data: pandas.DataFrame | None = None) -> dict[str, Path]:
    """Return the outline of each country in the plane of the map, by its code; the empty string stands for no code."""
    corners = given_or_shipped(data, "outlines", "outline_id", "order", "country_code", "longitude", "latitude")
    points = numpy.column_stack(equal_earth(corners["longitude"].to_numpy(float), corners["latitude"].to_numpy(float)))
    codes, order = corners["country_code"].fillna("").tolist(), corners["order"].to_numpy(int)
    rings = corners["outline_id"].str.rsplit("-", n=1).str[0]
    paths: dict[str, list[Path]] = {}
    for rows in corners.groupby(rings, sort=False).indices.values():
        ring = points[rows[order[rows].argsort()]]
        paths.setdefault(codes[rows[0]], []).append(Path(numpy.vstack([ring, ring[:1]]), closed=True))
    return {code: Path.make_compound_path(*parts) for code, parts in paths.items()}
