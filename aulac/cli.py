"""The `aulac` command. Each verb calls one function and holds no logic."""

import argparse
import sys
from pathlib import Path

from graders.cli import add_grade

from .course.source import SourceError
from .course.storage import NoSpace
from .data import DataError
from .models import ModelError

USER_ERRORS = (SourceError, NoSpace, DataError, ModelError)
RUN_TASKS = (
    *("restore", "segment", "tag", "entities", "sentiment"),
    *("tokenize", "embed", "generate", "search"),
)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the exit code: 0 done, 1 something to mend, 2 wrong usage."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options) or 0
    except USER_ERRORS as error:
        print(f"aulac: {error}", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="aulac", description="Âu Lạc Academy: course and classroom")
    verbs = top.add_subparsers(required=True, metavar="COMMAND")
    add_build(verbs)
    add_course(verbs)
    add_quality(verbs)
    add_book(verbs)
    add_classroom(verbs)
    add_server(verbs)
    add_doctor(verbs)
    add_grade(verbs)
    add_playground(verbs)
    add_run(verbs)
    add_fetch(add_cards(verbs, "models", "model", list_models, show_model))
    add_cards(verbs, "data", "corpus", list_data, show_data)
    add_train(verbs)
    return top


def add_build(verbs) -> None:
    verb = verbs.add_parser("build", help="write the notebooks that the sources make")
    what = verb.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only name what is wrong")
    what.add_argument("--stats", action="store_true", help="print words, cells, seconds a lesson")
    what.add_argument("--golden", action="store_true", help="execute and record changed lessons")
    what.add_argument(
        "--stamp", nargs="+", type=Path, metavar="FILE", help="mark translations current"
    )
    verb.add_argument("--all", action="store_true", help="with --golden: record unchanged ones too")
    verb.add_argument("--out", type=Path, help="where to write (default: build/ of the checkout)")
    verb.set_defaults(run=build)


def add_course(verbs) -> None:
    verb = verbs.add_parser("course", help="write an nbgrader course directory")
    verb.add_argument("directory", type=Path)
    verb.add_argument("--lang", choices=("vi", "en"), default="vi")
    verb.set_defaults(run=course)


def add_quality(verbs) -> None:
    verb = verbs.add_parser("quality", help="show which tests catch which wrong answer")
    verb.add_argument("modules", nargs="*", metavar="MODULE", help="only these: 01_chu_viet, ...")
    verb.set_defaults(run=quality)


def add_book(verbs) -> None:
    verb = verbs.add_parser("book", help="build the online book in both languages")
    verb.add_argument("--out", type=Path, help="where to build (default: build/book)")
    verb.set_defaults(run=book)


def add_classroom(verbs) -> None:
    verb = verbs.add_parser("classroom", help="start the classroom on this laptop")
    verb.add_argument("--port", type=int, default=8000)
    verb.add_argument("--state", type=Path, help="where gradebook, submissions and keys live")
    verb.add_argument("--host", default="127.0.0.1", help="loopback only")
    verb.add_argument("--no-browser", action="store_true", help="do not open a browser")
    verb.add_argument(
        "--server", action="store_true", help="for a school: real accounts; see STATE/server.toml"
    )
    verb.set_defaults(run=classroom)


def add_server(verbs) -> None:
    verb = verbs.add_parser("server", help="look after the classroom of a school")
    verb.add_argument("--state", type=Path, help="the classroom's folder (default: /var/lib/aulac)")
    actions = verb.add_subparsers(required=True, metavar="ACTION")

    action = actions.add_parser("backup", help="everything in one file, while the classroom runs")
    action.add_argument("file", type=Path, help="a new file, or a folder for it")
    action.add_argument("--without-homes", action="store_true")
    action.set_defaults(run=server_backup)

    action = actions.add_parser("restore", help="check a backup and put it in its place")
    action.add_argument("file", type=Path)
    action.add_argument("--replace", action="store_true", help="move what is there aside")
    action.add_argument("--without-homes", action="store_true")
    action.set_defaults(run=server_restore)

    action = actions.add_parser("tidy", help="delete what is older than server.toml says")
    action.add_argument("--dry-run", action="store_true", help="only say what is kept, what goes")
    action.set_defaults(run=server_tidy)

    action = actions.add_parser("export", help="everything about one learner, for that learner")
    action.add_argument("name")
    action.add_argument("file", type=Path, metavar="OUT.zip")
    action.set_defaults(run=server_export)

    action = actions.add_parser("delete", help="delete what is kept about one learner")
    action.add_argument("name")
    action.add_argument("--yes", action="store_true", help="do not ask")
    action.set_defaults(run=server_delete)

    keys = actions.add_parser("key", help="the key that signs receipts")
    keys = keys.add_subparsers(required=True, metavar="ACTION")
    action = keys.add_parser("rotate", help="sign with a new one; old receipts stay good")
    action.set_defaults(run=server_rotate_key)

    action = actions.add_parser("tls", help="print the configuration of a web server with TLS")
    action.add_argument("kind", choices=("nginx", "caddy"))
    action.set_defaults(run=server_tls)

    action = actions.add_parser("units", help="write the units for systemd")
    action.add_argument("--to", type=Path, metavar="DIR", help="(default: /etc/systemd/system)")
    action.set_defaults(run=server_units)


def add_doctor(verbs) -> None:
    verb = verbs.add_parser("doctor", help="say what is wrong with this machine, and the mend")
    verb.add_argument("--port", type=int, default=8000)
    verb.add_argument("--state", type=Path)
    verb.set_defaults(run=doctor)


def add_playground(verbs) -> None:
    verb = verbs.add_parser("playground", help="serve the playgrounds (and the book) to a browser")
    verb.add_argument("module", nargs="?", metavar="MODULE", help="one only: 01_chu_viet, ...")
    verb.add_argument("--port", type=int, default=7860)
    verb.set_defaults(run=playground)


def add_run(verbs) -> None:
    verb = verbs.add_parser("run", help="run a model over lines: a line in, a line out")
    verb.add_argument("task", choices=RUN_TASKS)
    verb.add_argument("--model", metavar="REF", help="embedded:NAME, hf:... or openai:...")
    verb.add_argument("--file", type=Path, help="read this file (default: standard input)")
    verb.add_argument("--json", action="store_true", help="one JSON object a line, with details")
    writing = verb.add_argument_group("generate only")
    writing.add_argument("--max-tokens", type=int, metavar="N", help="write at most so many tokens")
    writing.add_argument("--temperature", type=float, help="0: always the likeliest token")
    writing.add_argument("--top-k", type=int, metavar="N", help="draw among the N likeliest")
    writing.add_argument("--top-p", type=float, help="draw among the likeliest of this probability")
    writing.add_argument("--seed", type=int, help="the same seed writes the same text")
    searching = verb.add_argument_group("search only")
    searching.add_argument("--among", type=Path, metavar="FILE", help="texts to find, one a line")
    searching.add_argument("--best", type=int, metavar="N", help="with --json: the N best (10)")
    verb.set_defaults(run=run)


def add_cards(verbs, name: str, one: str, list_all, show_one):
    verb = verbs.add_parser(name, help=f"list every {one}, show the card of one")
    actions = verb.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help=f"one line a {one}").set_defaults(run=list_all)
    show = actions.add_parser("show", help=f"print the card of a {one}")
    show.add_argument("name")
    show.set_defaults(run=show_one)
    return actions


def add_fetch(actions) -> None:
    action = actions.add_parser("fetch", help="download a hub model, to be used offline")
    action.add_argument("ref", metavar="hf:OWNER/NAME[@REVISION]")
    action.set_defaults(run=fetch_model)


def add_train(verbs) -> None:
    verb = verbs.add_parser("train", help="train one of the course's models again")
    verb.add_argument("name")
    verb.add_argument("--out", type=Path, help="where to write (default: build/models/NAME)")
    verb.add_argument("--seed", type=int, default=0)
    verb.add_argument("--resume", action="store_true", help="go on from an interrupted run")
    verb.set_defaults(run=train)


def build(options) -> int:
    from .course import commands

    if options.check:
        return commands.check_sources()
    if options.stats:
        return commands.print_stats()
    if options.golden:
        return commands.record_golden(everything=options.all)
    if options.stamp:
        return commands.stamp_sources(options.stamp)
    return commands.build_everything(options.out)


def course(options) -> int:
    from .course import commands

    return commands.write_course_directory(options.directory, options.lang)


def quality(options) -> int:
    from .course import commands

    return commands.try_answers(options.modules)


def book(options) -> int:
    from .book import site

    return site.run(options.out)


def classroom(options) -> int:
    if options.server:
        from .classroom.server import run

        return run.run(options.state)
    from .classroom import laptop

    return laptop.run(
        state=options.state,
        port=options.port,
        host=options.host,
        open_browser=not options.no_browser,
    )


def server_backup(options) -> int:
    from .classroom.server import backup

    return backup.run(options.state, options.file, homes=not options.without_homes)


def server_restore(options) -> int:
    from .classroom.server import restore

    homes = not options.without_homes
    return restore.run(options.state, options.file, replace=options.replace, homes=homes)


def server_tidy(options) -> int:
    from .classroom.server import privacy

    return privacy.tidy(options.state, dry=options.dry_run)


def server_export(options) -> int:
    from .classroom.server import privacy

    return privacy.export(options.state, options.name, options.file)


def server_delete(options) -> int:
    from .classroom.server import privacy

    return privacy.delete(options.state, options.name, sure=options.yes)


def server_rotate_key(options) -> int:
    from .classroom.server import privacy

    return privacy.rotate_key(options.state)


def server_tls(options) -> int:
    from .classroom.server import tls

    return tls.run(options.state, options.kind)


def server_units(options) -> int:
    from .classroom.server import units

    return units.run(options.state, options.to)


def doctor(options) -> int:
    from .classroom import doctor

    return doctor.run(state=options.state, port=options.port)


def playground(options) -> int:
    from .playground import server

    return server.run(options.module, options.port)


def run(options) -> int:
    from .models import lines

    names = ("max_tokens", "temperature", "top_k", "top_p", "seed", "among", "best")
    given = {name: value for name in names if (value := getattr(options, name)) is not None}
    return lines.run(options.task, options.model, options.file, options.json, **given)


def list_models(options) -> int:
    from .models import catalog

    return catalog.print_list()


def show_model(options) -> int:
    from .models import catalog

    return catalog.print_card(options.name)


def fetch_model(options) -> int:
    from .models import hub

    return hub.fetch(options.ref)


def list_data(options) -> int:
    from .data import corpora

    return corpora.print_list()


def show_data(options) -> int:
    from .data import corpora

    return corpora.print_card(options.name)


def train(options) -> int:
    from .models import recipes

    return recipes.run(options.name, options.out, options.seed, options.resume)
