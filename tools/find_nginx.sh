#!/bin/sh
# Makes sure that the tests of the written configuration find a real nginx; they start one of their own.
set -eu

[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || tools/install_packages.sh nginx-light
