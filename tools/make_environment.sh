#!/bin/sh
# Makes .venv from constraints.txt; run by `make setup`. Asks nothing and can be run again at once.
set -eu

say() { printf 'aulac: %s\n' "$*" >&2; }

find_python() {
    for name in python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
        then command -v "$name"; return; fi
    done
    say "Python 3.11, 3.12 or 3.13 is needed and none was found; on Debian or Ubuntu:" \
        "sudo apt-get install python3 python3-venv"
    exit 1
}

python=$(find_python)
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    "$python" -c 'import ensurepip' 2>/dev/null ||
        tools/install_packages.sh "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    say "making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
say "installing what the classroom, the book, grading, models and the tests need: 1 to 5 minutes the first time"
.venv/bin/python -m pip install --disable-pip-version-check --constraint constraints.txt \
    --editable '.[book,classroom,dev,grading,models]'
touch .venv/ready
