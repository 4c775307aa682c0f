#!/bin/sh
# Makes sure that the browser tests have what they need: Chromium, a font with Vietnamese letters,
# and the library that Playwright's driver loads. Run it after make_environment.sh.
set -eu

has_browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return
    done
    return 1
}

packages=
has_browser || packages='chromium fonts-dejavu-core'
.venv/bin/playwright --version >/dev/null 2>&1 || packages="$packages libatomic1"
[ -n "$packages" ] || exit 0

if ! has_browser && grep -q '^ID=ubuntu' /etc/os-release 2>/dev/null; then
    # Ubuntu packages Chromium as a snap only, which containers cannot run.
    tools/install_packages.sh fonts-dejavu-core libatomic1
    .venv/bin/playwright install --with-deps chromium && exit 0
    echo "aulac: the browser tests need Chromium or Chrome; install one and run this again" >&2
    exit 1
fi
# shellcheck disable=SC2086
tools/install_packages.sh $packages
