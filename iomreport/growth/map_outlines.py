"""Outlines of countries in the plane: the Equal Earth projection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iomreport.catalog import required_columns

if TYPE_CHECKING:
    import numpy
    import numpy.typing
    import pandas
    from matplotlib.path import Path

    Numbers = numpy.typing.NDArray[numpy.float64]

_EARTH = (1.340264, -0.081106, 0.000893, 0.003796)


def equal_earth(longitude: Numbers, latitude: Numbers) -> tuple[Numbers, Numbers]:
    """Project places onto the plane so that areas keep their proportions.

    The Equal Earth projection on a sphere of radius one: B. Šavrič, T. Patterson and B. Jenny (2018), The Equal Earth
    map projection, International Journal of Geographical Information Science 33(3), 454-465.

    Parameters
    ----------
    longitude, latitude : numpy.ndarray
        Degrees east of Greenwich and north of the equator.

    Returns
    -------
    x, y : numpy.ndarray
        In radii of the sphere.

    Examples
    --------
    >>> import numpy
    >>> x, y = equal_earth(numpy.array([180.0, 0.0]), numpy.array([0.0, 90.0]))
    >>> x.round(4).tolist(), y.round(4).tolist()
    ([2.7066, 0.0], [0.0, 1.3174])
    """
    import numpy

    a1, a2, a3, a4 = _EARTH
    root = numpy.sqrt(3) / 2
    angle = numpy.arcsin(root * numpy.sin(numpy.radians(latitude)))
    slope = a1 + 3 * a2 * angle**2 + angle**6 * (7 * a3 + 9 * a4 * angle**2)
    x = numpy.radians(longitude) * numpy.cos(angle) / (root * slope)
    y = angle * (a1 + a2 * angle**2 + angle**6 * (a3 + a4 * angle**2))
    return x, y


def outlines(data: pandas.DataFrame | None = None) -> dict[str, Path]:
    """Return the shape of each country in the plane of the map.

    Parameters
    ----------
    data : pandas.DataFrame, optional
        Corners shaped as the dataset `outlines`; that dataset by default.

    Returns
    -------
    dict of str to matplotlib.path.Path
        By code of the country; shapes without a code stand together under the empty string.

    Examples
    --------
    >>> "CHE" in outlines()
    True
    """
    import numpy
    from matplotlib.path import Path

    corners = required_columns.given_or_ours(
        data, "outlines", "outline_id", "order", "country_code", "longitude", "latitude"
    )
    x, y = equal_earth(corners["longitude"].to_numpy(float), corners["latitude"].to_numpy(float))
    ring = corners["outline_id"].str.rsplit("-", n=1).str[0]
    rings: dict[str, list[Path]] = {}
    placed = corners.assign(x=x, y=y, ring=ring, country_code=corners["country_code"].fillna(""))
    for (code, _), rows in placed.groupby(["country_code", "ring"], sort=False):
        points = rows.sort_values("order")[["x", "y"]].to_numpy(float)
        rings.setdefault(str(code), []).append(Path(numpy.vstack([points, points[:1]]), closed=True))
    return {code: Path.make_compound_path(*parts) for code, parts in rings.items()}
