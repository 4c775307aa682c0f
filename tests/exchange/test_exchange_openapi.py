"""The OpenAPI description is complete and true: schemathesis asks all of it, right and wrong."""

import subprocess
import sys

import pytest
from conftest import MANY
from running_exchange import running_exchange
from stand_in_hub import COURSE, INSTRUCTOR, LEARNER

from aulac.classroom.exchange.client import ExchangeClient
from aulac.classroom.exchange.limits import Limits

EXAMPLES = 5  # for each route, beside those that cover its description


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service that keeps up with whatever is asked."""
    patient = Limits(person=10**12, requests=MANY, submissions=MANY, refusals=MANY)
    with running_exchange(tmp_path_factory.mktemp("fuzzed"), patient) as service:
        yield service


@pytest.fixture
def known(service) -> dict[str, str]:
    """Names of a course, an assignment and a submission that there are."""
    files = {"bai.ipynb": b"{}"}
    ExchangeClient(service.url, INSTRUCTOR).release(COURSE, "bai-1", files)
    submission = ExchangeClient(service.url, LEARNER).submit(COURSE, "bai-1", files, "k")
    return {"course": COURSE, "name": "bai-1", "id": str(submission.id)}


@pytest.fixture
def unknown() -> dict[str, str]:
    return {}


@pytest.mark.parametrize("names", ["known", "unknown"])
@pytest.mark.parametrize("token", [INSTRUCTOR, LEARNER])
def test_every_answer_is_as_described(service, tmp_path, request, token, names):
    config = tmp_path / "schemathesis.toml"
    lines = (f'"path.{name}" = "{v}"' for name, v in request.getfixturevalue(names).items())
    config.write_text("\n".join(["[parameters]", *lines]), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(config)),
        *("run", service.url + "api/v1/openapi.json"),
        *("--header", f"Authorization: token {token}"),
        *("--phases", "coverage,fuzzing", "--max-examples", str(EXAMPLES)),
        *("--seed", "1", "--generation-deterministic", "--no-color"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
