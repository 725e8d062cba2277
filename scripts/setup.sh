#!/bin/sh
# Usage: setup.sh run|test|postgres
# Make .venv where it is missing and install what locks/NAME.txt holds, unless that very lock is installed.
set -eu
cd "$(dirname "$0")/.."

name=$1
lock=locks/$name.txt
stamp=.venv/installed-$name.txt

fail() {
    echo "$*" >&2
    exit 1
}

# True for a Python that runs and is not older than 3.11 nor newer than the second argument.
suits() {
    "$1" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $2))" >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        suits "$candidate" 14 && echo "$candidate" && return
    done
    # Newer than anything that the locked packages were tried with: better than nothing.
    suits python3 99 && echo python3
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        return 1
    fi
}

make_venv() {
    python=$(find_python) || fail "No Python of version 3.11 or later was found: install one, or name it with PYTHON=."
    # Debian takes these modules out of Python and into a package of their own.
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        command -v apt-get >/dev/null 2>&1 || fail "$python cannot make virtual environments: install its venv module."
        echo "Installing $package, which Debian keeps apart from Python"
        { as_root apt-get -qq update && as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package"; } \
            >/dev/null || fail "$package could not be installed: as root, run apt-get install $package, then try again."
    fi
    echo "Making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
}

mkdir -p var/static
suits .venv/bin/python 99 || make_venv
if ! cmp -s "$lock" "$stamp"; then
    echo "Installing the packages of $lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$lock"
    cp "$lock" "$stamp"
fi
