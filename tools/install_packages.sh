#!/bin/sh
# Installs system packages without asking; where that is not possible, says in a sentence what to do.
set -eu

run_as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

advise() {
    printf 'aulac: missing system packages; run this once, then again what you ran: %s\n' \
        "sudo apt-get install $*" >&2
    exit 1
}

command -v apt-get >/dev/null || advise "$@"
[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || advise "$@"
printf 'aulac: installing %s\n' "$*" >&2
export DEBIAN_FRONTEND=noninteractive
run_as_root apt-get update -q >/dev/null || true
run_as_root apt-get install -y -q --no-install-recommends "$@" >/dev/null || advise "$@"
