"""What makes both editions downloadable from JupyterLab's menu.

The menu lists every exporter, but the server's own address for exports has no room for a hyphen in a name; this adds
one for the exporters of this package.
"""

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter Server where its extension is."""
    return [{"module": "iomreport.export.jupyter_server"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Answer for `/nbconvert/iomreport-html/...` and `/nbconvert/iomreport-pdf/...` as for any exporter."""
    from jupyter_server.base.handlers import path_regex
    from jupyter_server.nbconvert.handlers import NbconvertFileHandler
    from jupyter_server.utils import url_path_join

    route = url_path_join(server.web_app.settings["base_url"], "nbconvert", "(?P<format>iomreport-[a-z]+)")
    server.web_app.add_handlers(".*$", [(route + path_regex, NbconvertFileHandler)])
