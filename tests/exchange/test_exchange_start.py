"""Starting: many at once, and what is kept where."""

import multiprocessing
import subprocess
import sys

import pytest

from aulac.classroom.exchange.service import Service
from aulac.classroom.exchange.settings import Settings


def start(settings: Settings) -> str:
    service = Service.start(settings)
    service.database.close()
    return service.signer.keys.name


def test_many_that_start_at_once_are_one_exchange(tmp_path, database_url):
    with multiprocessing.get_context("spawn").Pool(5) as pool:
        for folder in range(6):
            settings = Settings(tmp_path / str(folder), "http://127.0.0.1/hub", "t", database_url)
            assert len(set(pool.map(start, [settings] * 5, chunksize=1))) == 1


def test_the_environment_of_a_service_says_all_and_shows_no_secret(monkeypatch, tmp_path):
    told = {
        "AULAC_EXCHANGE_DIR": str(tmp_path),
        "AULAC_EXCHANGE_DB": "postgresql+psycopg://u:database-secret@h/d",
        "JUPYTERHUB_API_URL": "http://127.0.0.1:1/hub/api",
        "JUPYTERHUB_API_TOKEN": "hub-secret",
        "JUPYTERHUB_SERVICE_PREFIX": "/base/services/nop-bai/",
        "JUPYTERHUB_SERVICE_NAME": "nop-bai",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings = Settings.of_this_process()
    assert (settings.prefix, settings.name) == ("/base/services/nop-bai/", "nop-bai")
    assert settings.database_url == told["AULAC_EXCHANGE_DB"]
    assert "secret" not in repr(settings)
    monkeypatch.delenv("AULAC_EXCHANGE_DIR")
    with pytest.raises(KeyError):
        Settings.of_this_process()


@pytest.mark.parametrize("heavy", ["nbgrader", "nbconvert", "nbformat", "jupyterhub", "fastapi"])
def test_the_worker_needs_nothing_heavy_to_start(heavy):
    """It comes back after a crash while learners wait for results."""
    program = "import sys, aulac.classroom.exchange.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "sqlalchemy" in done.stdout.split() and heavy not in done.stdout.split(), done.stderr
