"""Finds what is wrong with the sources, and names the file and the block."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from ..practice.questions import question_problems
from .facts import lesson_facts
from .figures import figure_faults
from .glossary import glossary_path, read_glossary, undefined_words
from .golden import out_of_step
from .notebook import grade_id_of, is_role
from .prose import form_problems
from .source import (
    LANGUAGES,
    Block,
    Module,
    SourceError,
    read_blocks,
    read_module,
    read_text,
    translation_hash,
)
from .wrong import read_wrong

MODULE_KEYS = ("title", "question", "minutes", "prerequisites", "outcomes", "lessons", "points")
BILINGUAL_KEYS = ("title", "question")
ROLES = ("solution", "test", "given", "written")
SUFFIXES = (".md", ".py", ".yml")


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it is and what to do. Lines count from 1."""

    path: Path
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.message}"


def check(root: Path) -> list[Problem]:
    """All problems of the course below `root`; paths in them are relative to it."""
    problems: list[Problem] = []
    modules: dict[str, Module] = {}
    for path in sorted(root.glob("notebooks/*/module.yml")):
        try:
            modules[path.parent.name] = read_module(path.parent)
        except SourceError as error:
            problems.append(as_problem(error))
    parts = (spec_problems, file_problems, lesson_problems, assignment_problems, quiz_problems)
    for module in modules.values():
        for part in parts:
            problems += guarded(part, module)
    problems += prerequisite_problems(modules)
    problems += guarded(page_problems, root)
    problems += guarded(glossary_problems, root)
    return [Problem(p.path.relative_to(root), p.message, p.line) for p in problems]


def guarded(part, subject: Module | Path) -> Iterator[Problem]:
    """The problems a check finds, the last of which may be that a source cannot be read."""
    try:
        yield from part(subject)
    except SourceError as error:
        yield as_problem(error)


def as_problem(error: SourceError) -> Problem:
    return Problem(error.path, error.message, error.line)


def spec_problems(module: Module) -> Iterator[Problem]:
    for key in MODULE_KEYS:
        if key not in module.spec:
            yield Problem(module.spec_path, f"the key `{key}` is missing")
    texts = [(key, module.spec[key]) for key in BILINGUAL_KEYS if key in module.spec]
    texts += [("outcomes", outcome) for outcome in module.spec.get("outcomes") or []]
    for key, text in texts:
        if not bilingual(text):
            yield Problem(module.spec_path, f"`{key}` needs both languages: {{vi: ..., en: ...}}")
    for name in module.companions:
        if not (module.folder / name).is_file():
            yield Problem(module.spec_path, f"the file {name} is listed but does not exist")


def bilingual(value) -> bool:
    return isinstance(value, dict) and all(value.get(lang) for lang in LANGUAGES)


def file_problems(module: Module) -> Iterator[Problem]:
    """Text in another Unicode form or tone style, in any file of the module."""
    for path in sorted(module.folder.rglob("*")):
        if path.suffix in SUFFIXES and ".ipynb_checkpoints" not in path.parts:
            yield from text_problems(path)


def text_problems(path: Path) -> Iterator[Problem]:
    blocks = read_blocks(path) if path.suffix == ".md" else []
    for line, message in form_problems(read_text(path), path.suffix == ".md"):
        inside = [block.name for block in blocks if block.line <= line][-1:]
        yield Problem(path, ": ".join([*inside, message]), line)


def lesson_problems(module: Module) -> Iterator[Problem]:
    for lesson in module.lessons:
        path = module.lesson_path(lesson)
        try:
            blocks = read_blocks(path)
            yield from translation_problems(path, blocks)
            yield from figure_problems(path, blocks)
            for lang in LANGUAGES:
                lesson_facts(path, lang)
            if reason := out_of_step(module, lesson):
                advice = "run `make golden` and look at the difference"
                yield Problem(module.golden_path(lesson), f"{reason}; {advice}")
        except SourceError as error:
            yield as_problem(error)


def translation_problems(path: Path, blocks: list[Block]) -> Iterator[Problem]:
    """Each Vietnamese block is followed by its English one, made from its present text."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if block.lang == "vi" and (following is None or following.lang != "en"):
            yield Problem(path, f"{block.name} has no English translation after it", block.line)
        elif block.lang == "vi" and following.meta.get("of") != translation_hash(block.text):
            message = f"{following.name} is stale: its Vietnamese has changed; mend it, "
            yield Problem(path, message + f"then `aulac build --stamp {path.name}`", following.line)
    for before, block in zip([None, *blocks], blocks, strict=False):
        if block.lang not in (None, *LANGUAGES):
            yield Problem(path, f"{block.name}: unknown language {block.lang!r}", block.line)
        elif block.lang == "en" and (before is None or before.lang != "vi"):
            yield Problem(path, f"{block.name} has no Vietnamese block before it", block.line)


def assignment_problems(module: Module) -> Iterator[Problem]:
    path = module.assignment_path
    blocks = read_blocks(path)
    yield from translation_problems(path, blocks)
    shared = [block for block in blocks if block.lang in (None, "vi")]
    for block in shared:
        yield from block_problems(path, block)
    yield from task_problems(module, shared)
    yield from points_problems(module, shared)
    yield from wrong_problems(module, {grade_id_of(b) for b in shared if is_named_test(b)})


def is_named_test(block: Block) -> bool:
    return is_role(block, "test") and {"task", "name"} <= block.meta.keys()


def block_problems(path: Path, block: Block) -> Iterator[Problem]:
    role = block.meta.get("role")
    if role is None:
        return
    if role not in ROLES:
        yield Problem(
            path, f"{block.name}: unknown role {role!r}; use {', '.join(ROLES)}", block.line
        )
    if "task" not in block.meta:
        yield Problem(path, f"{block.name}: a {role} needs `task:`", block.line)
    if role == "test" and "name" not in block.meta:
        yield Problem(path, f"{block.name}: a test needs `name:`", block.line)
    if role in ("test", "written") and not is_points(block.meta.get("points")):
        yield Problem(path, f"{block.name}: `points:` must be a number above 0", block.line)
    if "hint" in block.meta and not bilingual(block.meta["hint"]):
        yield Problem(path, f"{block.name}: `hint:` needs both languages", block.line)
    yield from engine_problems(path, block)
    for kind in ("SOLUTION", "HIDDEN TESTS"):
        if block.text.count(f"### BEGIN {kind}") != block.text.count(f"### END {kind}"):
            yield Problem(path, f"{block.name}: BEGIN and END {kind} do not match", block.line)


def engine_problems(path: Path, block: Block) -> Iterator[Problem]:
    """How a test asks the grading engine to be run."""
    for key in ("isolation", "operators"):
        if key in block.meta and not is_role(block, "test"):
            yield Problem(path, f"{block.name}: `{key}:` is for tests", block.line)
    if block.meta.get("isolation", "split") not in ("split", "shared"):
        yield Problem(path, f"{block.name}: `isolation:` is split or shared", block.line)
    operators = block.meta.get("operators", [])
    if not (isinstance(operators, list) and all(is_class_name(name) for name in operators)):
        message = f"{block.name}: `operators:` is a list of class names, for instance [Fraction]"
        yield Problem(path, message, block.line)


def is_class_name(value) -> bool:
    return isinstance(value, str) and value.isidentifier()


def is_points(value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def task_problems(module: Module, blocks: list[Block]) -> Iterator[Problem]:
    path = module.assignment_path
    solved = {b.meta.get("task"): b for b in blocks if is_role(b, "solution") and b.kind == "code"}
    tested = {b.meta.get("task"): b for b in blocks if is_role(b, "test")}
    for task, block in solved.items():
        if task not in tested:
            yield Problem(path, f"{block.name}: the task {task} has no tests", block.line)
    for task, block in tested.items():
        if task not in solved:
            yield Problem(
                path, f"{block.name}: there is no solution for the task {task}", block.line
            )
    names = Counter(grade_id_of(block) for block in blocks if is_named_test(block))
    for name in (name for name, count in names.items() if count > 1):
        yield Problem(path, f"two tests are called {name}; each needs its own name")


def points_problems(module: Module, blocks: list[Block]) -> Iterator[Problem]:
    points = [b.meta.get("points") for b in blocks if is_role(b, "test") or is_role(b, "written")]
    total, promised = sum(filter(is_points, points)), module.spec.get("points")
    if total != promised:
        message = f"the points of the tasks add up to {total}, module.yml says {promised}"
        yield Problem(module.assignment_path, message)


def wrong_problems(module: Module, tests: set[str]) -> Iterator[Problem]:
    for path in module.wrong_paths:
        try:
            wrong = read_wrong(path)
        except SourceError as error:
            yield as_problem(error)
            continue
        for name in sorted(wrong.loses - tests):
            yield Problem(path, f"loses {name}, which is no test of the assignment", 1)


def quiz_problems(module: Module) -> Iterator[Problem]:
    if module.quiz_path.is_file():
        for line, message in question_problems(module.quiz_path):
            yield Problem(module.quiz_path, message, line)


def page_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the prose pages of the book."""
    for path in sorted(root.glob("book/*.md")):
        blocks = read_blocks(path)
        yield from text_problems(path)
        yield from translation_problems(path, blocks)
        yield from figure_problems(path, blocks)


def figure_problems(path: Path, blocks: list[Block]) -> Iterator[Problem]:
    for block in blocks:
        if block.kind == "prose":
            for line, message in figure_faults(block):
                yield Problem(path, f"{block.name}: {message}", line)


def glossary_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the glossary, and words that a lesson or a page uses without it."""
    if not glossary_path(root).is_file():
        return
    yield from text_problems(glossary_path(root))
    entries = read_glossary(root)
    for path in [*sorted(root.glob("notebooks/*/[0-9]*.md")), *sorted(root.glob("book/*.md"))]:
        for line, message in undefined_words(read_blocks(path), entries):
            yield Problem(path, message, line)


def prerequisite_problems(modules: dict[str, Module]) -> Iterator[Problem]:
    for module in modules.values():
        for name in module.prerequisites:
            if name not in modules:
                message = f"unknown prerequisite {name}; modules are {', '.join(modules)}"
                yield Problem(module.spec_path, message)
    try:
        TopologicalSorter({m.name: m.prerequisites for m in modules.values()}).prepare()
    except CycleError as error:
        ring = error.args[1]
        message = f"the prerequisites form a cycle: {' -> '.join(ring)}"
        yield Problem(modules[ring[0]].spec_path, message)
