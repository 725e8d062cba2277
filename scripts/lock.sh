#!/bin/sh
# Resolve pyproject.toml into locks/: one file for every platform and every Python from 3.11 on, with hashes.
# Nothing in them tells where the packages came from: that is the business of whoever installs.
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate ${UPGRADE:+--upgrade} "$@"
}

echo "Resolving pyproject.toml into locks/"
compile pyproject.toml --output-file locks/run.txt
# The same versions that are served, and what tests need beside them.
compile pyproject.toml --group test --constraint locks/run.txt --output-file locks/test.txt
compile --group postgres --output-file locks/postgres.txt
