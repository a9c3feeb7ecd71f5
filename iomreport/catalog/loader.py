"""The datasets: load them, list them, read about them.

Tables travel with the package. A frame that `load` returns has been checked against its schema and carries what a chart
needs to cite it in `frame.attrs`. Each load raises the audit event `iomreport.load` (each listing of the datasets
`iomreport.datasets`), by which a build learns what a notebook rests on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from iomreport.catalog import descriptor, schema
from iomreport.catalog.folders import data_folder, shipped_data_folder
from iomreport.errors import DataError
from iomreport.suggest import need_known

if TYPE_CHECKING:
    import pandas

_Given = ParamSpec("_Given")
_PLAIN = (str, int, float, type(None))

_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64"}


class Units(dict[str, str]):
    """Units of columns; pandas copies them deeply at each operation on a frame, for which a flat copy will do."""

    def __deepcopy__(self, memo: Any) -> Units:
        return Units(self)


def load(name: str) -> pandas.DataFrame:
    """Return a dataset as a tidy frame.

    Parameters
    ----------
    name : str
        One of those that `datasets` lists.

    Returns
    -------
    pandas.DataFrame
        One row per observation. Dates are ISO 8601 text, as precise as they are known (`1954`, `1954-11`,
        `1954-11-30`), with the precision beside them; missing cells stay missing. `frame.attrs` holds the dataset's
        name, title, version, licence and the unit of each column that has one.

    Raises
    ------
    UnknownNameError
        If there is no such dataset; the message suggests the nearest.
    DataError
        If the table breaks its schema; the message names file, row and column.

    Examples
    --------
    >>> load("names")[["abbreviation", "start"]].head(2).values.tolist()
    [['PICMME', '1951-12-05'], ['ICEM', '1952-11-15']]
    """
    folder = data_folder()
    need_known("dataset", name, descriptor.resources(folder))
    sys.audit("iomreport.load", name)
    return _load(folder, name, stamp(folder)).copy()


def datasets() -> pandas.DataFrame:
    """List the datasets with a line each.

    Returns
    -------
    pandas.DataFrame
        Indexed by `name`, with the columns `title` and `rows`.

    Examples
    --------
    >>> int(datasets().loc["claims", "rows"])
    222
    """
    import pandas

    folder = data_folder()
    sys.audit("iomreport.datasets")
    lines = [
        {"name": name, "title": resource["title"], "rows": len(schema.read_rows(folder, name))}
        for name, resource in descriptor.resources(folder).items()
    ]
    return pandas.DataFrame(lines).set_index("name")


def once(compute: Callable[_Given, pandas.DataFrame]) -> Callable[_Given, pandas.DataFrame]:
    """Let a function compute a frame once only for the same arguments, as long as no data file changes.

    Each frame that it returns is the caller's own. With a frame among the arguments, it computes each time.
    """

    @wraps(compute)
    def remembered(*given: _Given.args, **named: _Given.kwargs) -> pandas.DataFrame:
        if not all(isinstance(argument, _PLAIN) for argument in (*given, *named.values())):
            return compute(*given, **named)
        folder = data_folder()
        return _once(compute, given, tuple(sorted(named.items())), folder, stamp(folder)).copy()

    return remembered


@lru_cache(maxsize=256)
def _once(
    compute: Callable[..., pandas.DataFrame],
    given: tuple[Any, ...],
    named: tuple[tuple[str, Any], ...],
    folder: Path,
    stamp: tuple[int, ...],
) -> pandas.DataFrame:
    return compute(*given, **dict(named))


def preload() -> None:
    """Read and check every table, so that forked processes need not; `load` says what is broken."""
    folder = data_folder()
    for name in descriptor.resources(folder):
        with suppress(DataError):
            _load(folder, name, stamp(folder))


def version() -> str:
    """Return the version of the data, which is the month they were closed in."""
    return str(descriptor.read_package(data_folder())["version"])


def closed_on() -> str:
    """Return the day on which the data were closed, as an ISO 8601 date."""
    return str(descriptor.read_package(data_folder())["created"])[:10]


def stamp(folder: Path) -> tuple[int, ...]:
    """Return a mark of the state of all data files, which changes whenever one of them does."""
    return tuple(time for each in dict.fromkeys([folder, shipped_data_folder()]) for time in _times(each))


def _times(folder: Path) -> Iterator[int]:
    """Yield when each data file was last written; it is asked at every load, so it wastes no time."""
    with os.scandir(folder) as files:
        data = sorted((file.name, file) for file in files if file.name.endswith((".csv", ".json")))
        yield from (file.stat().st_mtime_ns for _, file in data)


@lru_cache(maxsize=64)
def _load(folder: Path, name: str, stamp: tuple[int, ...]) -> pandas.DataFrame:
    """Check and read a table once for each `stamp` of the files."""
    import pandas

    resource = descriptor.resources(folder)[name]
    schema.check(folder, name)
    fields = resource["schema"]["fields"]
    frame = pandas.read_csv(
        descriptor.table_path(folder, name),
        dtype={field["name"]: _DTYPES[field["type"]] for field in fields},
        keep_default_na=False,
        na_values=[""],
        encoding="utf-8",
    )
    package = descriptor.read_package(folder)
    frame.attrs = {
        "dataset": name,
        "title": resource["title"],
        "version": package["version"],
        "licence": package["licenses"][0]["title"],
        "units": Units({field["name"]: field["unit"] for field in fields if "unit" in field}),
    }
    return frame
