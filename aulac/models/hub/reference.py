"""References to hub models, and the commit that each stands for."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from ...classroom.language import sentence
from ...course.storage import write_text
from ..catalog import ModelError
from ..others import Other, find

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
_REVISION = re.compile(r"[\w.-]+(/[\w.-]+)*", re.ASCII)
COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Reference:
    """A model on the hub: OWNER/NAME, and the revision where the user names one."""

    name: str
    revision: str | None = None

    def __str__(self) -> str:
        return f"hf:{self.name}" + (f"@{self.revision}" if self.revision else "")

    @property
    def known(self) -> Other | None:
        """What others.yml says of the model."""
        return find(f"hf:{self.name}")

    @property
    def commit(self) -> str | None:
        """The commit to use: the user's, else that of others.yml, else that of the first fetch."""
        if self.revision and COMMIT.fullmatch(self.revision):
            return self.revision
        if not self.revision and self.known and self.known.revision:
            return self.known.revision
        return _locked().get(str(self))

    def pin(self, commit: str) -> None:
        """Note the commit that the first fetch found, so that it is used ever after."""
        if self.commit != commit:
            entries = dict(sorted({**_locked(), str(self): commit}.items()))
            write_text(lock(), json.dumps(entries, indent=1) + "\n")


def reference(text: str) -> Reference:
    """Read OWNER/NAME or OWNER/NAME@REVISION. Errors: ModelError where it is neither."""
    name, at, revision = text.partition("@")
    if not _NAME.fullmatch(name) or ".." in text or (at and not _REVISION.fullmatch(revision)):
        raise ModelError(
            sentence(
                f"“hf:{text}” không phải là tham chiếu; hãy viết hf:CHỦ/TÊN hay hf:CHỦ/TÊN@BẢN",
                f'"hf:{text}" is no reference; write hf:OWNER/NAME or hf:OWNER/NAME@REVISION',
            )
        )
    return Reference(name, revision or None)


def lock() -> Path:
    """Return the file that keeps the commits of first fetches."""
    return platformdirs.user_data_path("aulac") / "hub.lock.json"


def _locked() -> dict[str, str]:
    try:
        entries = json.loads(lock().read_text("utf-8"))
        if all(COMMIT.fullmatch(commit) for commit in entries.values()):
            return entries
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError):
        pass
    raise ModelError(
        sentence(
            f"tệp {lock()} đã hỏng: xóa nó đi rồi chạy lại aulac models fetch",
            f"the file {lock()} is damaged: delete it and run aulac models fetch again",
        )
    )
