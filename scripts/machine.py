"""What is on this machine: variables, system packages, and the right to install more of them."""

import os
import shutil
import subprocess

# The beginnings of the names of our own variables.
_OURS = ("CACHE_", "DATABASE_", "DJANGO_", "MEDIA_ROOT", "PAGE_STORE_", "SITE_", "STATIC_ROOT", "TRUSTED_")


def clean_environment() -> dict[str, str]:
    """Return the environment without our own variables: what serves a site must not change what is tested."""
    return {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}


def install_debian_package(name: str) -> bool:
    """Install a Debian package, as root or through sudo; tell whether that was possible at all."""
    if not shutil.which("apt-get"):
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return False
        prefix = ["sudo"]
    print(f"Installing {name} from Debian's packages", flush=True)
    install = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "--yes", "install"]
    for command in ([*prefix, "apt-get", "-qq", "update"], [*install, "--no-install-recommends", name]):
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True
