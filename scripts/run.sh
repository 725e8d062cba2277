#!/bin/sh
# Bring the site up to date and serve it in the foreground, with the settings of production, to this machine only.
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
port=${PORT:-8000}

"$python" - "$port" <<'PORT_CHECK'
import socket
import sys

port = sys.argv[1]
if not (port.isdecimal() and 0 < int(port) < 65536):
    sys.exit(f"PORT={port} is not a port: give a number from 1 to 65535.")
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(port)))
    except OSError as problem:
        sys.exit(f"Port {port} cannot be used ({problem.strerror}): choose another, as in make run PORT=8001.")
PORT_CHECK

if [ -z "${DJANGO_SECRET_KEY:-}" ]; then
    if [ ! -s var/secret_key ]; then
        echo "Writing a new secret key to var/secret_key"
        (umask 077 && "$python" -c 'import secrets; print(secrets.token_urlsafe(50))' >var/secret_key)
    fi
    DJANGO_SECRET_KEY=$(cat var/secret_key)
fi
export DJANGO_SECRET_KEY
export DJANGO_SETTINGS_MODULE=config.settings.production
export DJANGO_ALLOWED_HOSTS="${DJANGO_ALLOWED_HOSTS:-127.0.0.1,localhost}"
export SITE_URL="${SITE_URL:-http://127.0.0.1:$port}"

"$python" manage.py prepare_site

echo "Serving http://127.0.0.1:$port (Ctrl+C stops)"
exec "$python" -m scripts.serve "$port"
