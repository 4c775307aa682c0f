"""What `make` says on a machine that lacks something: one clear sentence, and what to do."""

import os
import subprocess

import pytest


@pytest.fixture
def machine(tmp_path, root):
    """Runs a script of `tools/` on a machine that has only the given programs."""

    def run(script, *arguments, **programs):
        for name, body in {"id": 'exec /usr/bin/id "$@"', **programs}.items():
            program = tmp_path / name
            program.write_text(f"#!/bin/sh\n{body}\n")
            program.chmod(0o755)
        return subprocess.run(
            ["/bin/sh", str(root / "tools" / script), *arguments],
            cwd=tmp_path,
            env={"PATH": str(tmp_path), "HOME": os.environ["HOME"]},
            capture_output=True,
            text=True,
        )

    return run


def sentence_of(done):
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if line.startswith("aulac: ")]
    return lines[-1]


def test_a_missing_package_is_named_where_nothing_can_be_installed(machine):
    done = machine("install_packages.sh", "chromium", "fonts-dejavu-core")
    assert "missing system packages" in sentence_of(done)
    assert done.stderr.rstrip().endswith("sudo apt-get install chromium fonts-dejavu-core")


def test_a_failed_installation_names_the_package(machine):
    broken = {"apt-get": "exit 100", "sudo": 'shift; exec "$@"'}
    done = machine("install_packages.sh", "chromium", **broken)
    assert sentence_of(done).endswith("sudo apt-get install chromium")


def test_a_missing_python_is_named(machine):
    assert "Python 3.11, 3.12 or 3.13 is needed" in sentence_of(machine("make_environment.sh"))


def test_a_python_that_is_too_old_does_not_count(machine):
    done = machine("make_environment.sh", **{"python3": "exit 1"})
    assert "Python 3.11, 3.12 or 3.13 is needed" in sentence_of(done)


def test_a_browser_that_is_there_is_left_alone(machine, tmp_path):
    driver = tmp_path / ".venv/bin/playwright"
    driver.parent.mkdir(parents=True)
    driver.symlink_to("/bin/true")
    done = machine("find_browser.sh", chromium="exit 0")
    assert (done.returncode, done.stderr) == (0, "")
