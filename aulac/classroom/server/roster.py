"""Who belongs to which class, as `server.toml` says at this moment, and whose account may enter."""

import grp
import json
import logging
import os
import pwd
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..exchange.identity import GROUPS, Role
from ..state import write_private
from .places import EXCHANGE, Places
from .settings import Members, Settings, SettingsError, read

FIRST_UID = 1000  # below it are the accounts of the system
SHUT = ("nologin", "false")  # shells of accounts that nobody logs in to

_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")
log = logging.getLogger("jupyterhub.roster")


class Roster:
    """The classes of everybody; the settings are read anew for every question.

    Settings that cannot be read change nothing: the last good ones hold, and the log says why.
    Who learns where is written down for the exchange: the Hub knows only who has logged in.
    """

    def __init__(self, places: Places):
        self._places, self._settings = places, read(places.settings)

    def groups(self, name: str) -> list[str]:
        """Return the Hub groups of an account, which say who it is in which class."""
        try:
            self._settings = read(self._places.settings)
        except SettingsError as error:
            log.error("%s", error)
        publish(self._places, self._settings)
        return hub_groups(self._settings, name)


def publish(places: Places, settings: Settings) -> None:
    """Write the learners of every class where the exchange, and nobody else, reads them."""
    classes = settings.classes.items()
    text = json.dumps({course: sorted(resolved(people.learners)) for course, people in classes})
    if not places.roster.exists() or places.roster.read_text(encoding="utf-8") != text:
        write_private(places.roster, text, group=EXCHANGE)


def stored(name: object) -> str | None:
    """Return an account's name in the one form Linux and the Hub share, None where it is none.

    Only ASCII is made lower case: other alphabets have letters that turn into Latin ones.
    """
    lower = name.lower() if isinstance(name, str) and name.isascii() else ""
    return lower if _NAME.fullmatch(lower) else None


def account(name: str) -> pwd.struct_passwd | None:
    """Return the Linux account of a person, None where there is none that may enter."""
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        return None
    closed = found.pw_uid < FIRST_UID or Path(found.pw_shell).name in SHUT
    return None if closed else found


def linux_groups(name: str) -> set[str]:
    """Return the names of an account's groups, none where there is no such account."""
    found = set()
    with suppress(KeyError):
        for number in os.getgrouplist(name, pwd.getpwnam(name).pw_gid):
            with suppress(KeyError):
                found.add(grp.getgrgid(number).gr_name)
    return found


def hub_groups(settings: Settings, name: str) -> list[str]:
    """Return the Hub groups of an account by these settings, sorted."""
    called = {name} | {f"@{group}" for group in linux_groups(name)}
    return sorted(
        prefix + course
        for course, people in settings.classes.items()
        for prefix, role in GROUPS.items()
        if called & set(_listed(people, role))
    )


def members(settings: Settings) -> set[str]:
    """Return the accounts of all classes, those of the Linux groups among them."""
    everybody = settings.classes.values()
    return resolved(name for people in everybody for name in people.instructors + people.learners)


def resolved(listed: Iterable[str]) -> set[str]:
    """Return account names with `@group` replaced by the members of the Linux group."""
    names = set(listed)
    groups = {name for name in names if name.startswith("@")}
    return (names - groups).union(*(_members(group[1:]) for group in groups))


def _listed(people: Members, role: Role) -> list[str]:
    return people.instructors if role == "instructor" else people.learners


def _members(group: str) -> set[str]:
    try:
        found = grp.getgrnam(group)
    except KeyError:
        return set()
    return {*found.gr_mem, *(a.pw_name for a in pwd.getpwall() if a.pw_gid == found.gr_gid)}
