#!/bin/sh
# Run the unit and view tests on the newest Django, in an environment of its own beside .venv.
set -eu
cd "$(dirname "$0")/.."

environment=var/newest
for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 && python=$candidate && break
done
[ -n "${python:-}" ] || { echo "The newest Django needs Python 3.12: install one, or name it with PYTHON=." >&2; exit 1; }

echo "Making $environment with $("$python" --version)"
rm -rf "$environment"
"$python" -m venv "$environment"
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/test.txt
"$environment/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade Django
echo "Testing on Django $("$environment/bin/python" -m django --version)"
exec "$environment/bin/python" -m pytest -q -n 2 -m "not soak and not browser"
