from .loader import closed_on as closed_on
from .loader import datasets as datasets
from .loader import load as load
from .loader import once as once
from .loader import preload as preload
from .loader import stamp as stamp
from .loader import version as version
