"""One set of versions, whoever installs: pip, conda, or the README's commands."""

import re
import tomllib
from importlib.metadata import version

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

EXTRAS = ("book", "classroom", "dev", "grading", "models")  # what `make setup` installs


def constraints(root) -> dict[str, str]:
    lines = (root / "constraints.txt").read_text().splitlines()
    pins = (line.split("==") for line in lines if "==" in line)
    return {canonicalize_name(name): pinned for name, pinned in pins}


def requirements(root, *extras) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [project["optional-dependencies"][extra] for extra in extras]
    return [Requirement(text) for text in sum(named, project["dependencies"])]


def test_constraints_lie_inside_the_ranges_of_pyproject(root):
    pins = constraints(root)
    for requirement in requirements(root, *EXTRAS):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_conda_environment_agrees_with_the_constraints(root):
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    (pip,) = [item["pip"] for item in environment["dependencies"] if isinstance(item, dict)]
    pinned = [Requirement(line) for line in pip if not line.startswith("--")]
    found = {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in pinned}
    wanted = {canonicalize_name(r.name) for r in requirements(root, *EXTRAS)}
    assert found == {name: pin for name, pin in constraints(root).items() if name in wanted}
    assert set(found) == wanted


def test_this_environment_is_the_one_of_the_constraints(root):
    pins = constraints(root)
    names = {canonicalize_name(r.name) for r in requirements(root, *EXTRAS)}
    found = {name: Version(version(name)).public for name in names}  # torch: 2.13.0+cpu
    assert found == {name: pins[name] for name in names}


def test_ci_runs_the_test_command_of_both_readmes(root):
    script = (root / ".ci/run").read_text()
    (command,) = re.findall(r"^make .*$", script, re.MULTILINE)
    for readme in ("README.md", "README.vi.md"):
        assert command in (root / readme).read_text(encoding="utf-8")


def imports_of_ours(path) -> list[str]:
    pattern = r"^\s*(?:from|import) +(aulac|graders|\.)"
    return re.findall(pattern, path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_graders_know_nothing_of_the_course_and_the_text_keys_nothing_of_ours(root):
    for path in (root / "graders").rglob("*.py"):
        assert "aulac" not in imports_of_ours(path), path
    assert imports_of_ours(root / "aulac/text.py") == []
