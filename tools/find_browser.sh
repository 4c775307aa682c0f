#!/bin/sh
# Makes sure that the browser tests have a Chromium and a font with Vietnamese letters.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    # Ubuntu packages Chromium as a snap only, which containers cannot run.
    .venv/bin/playwright install --with-deps chromium && exit 0
    echo "aulac: the browser tests need Chromium or Chrome; install one and run this again" >&2
    exit 1
fi
tools/install_packages.sh chromium fonts-dejavu-core
