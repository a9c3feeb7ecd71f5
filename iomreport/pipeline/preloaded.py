"""What the fork server imports before it forks; anywhere else, importing this does nothing."""

import os

from iomreport.pipeline.kernel_process import preload

SERVER = "IOMREPORT_FORK_SERVER"  # variable that only the fork server starts with

if os.environ.pop(SERVER, None):
    preload()
