#!/bin/sh
# Makes sure that the browser tests have a Chromium and a font with Vietnamese letters.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
tools/install_packages.sh chromium fonts-dejavu-core
