"""Files of hub models: fetched once, by the hub's own client into its own cache, used offline.

Only what is data is fetched: configuration, vocabulary, safetensors. Pickled weights and code never
are. What the hub gives a SHA-256 for is checked by it.
"""

import hashlib
import sys
from pathlib import Path

import huggingface_hub
from huggingface_hub import errors

from ...classroom.language import sentence
from ..catalog import ModelError
from ..others import find, unpublished
from .reference import Reference, reference

WANTED = ("*.json", "*.txt", "*.model", "*.codes", "*.jinja", "model*.safetensors")
UNWANTED = ("onnx/*", "openvino/*", "original/*", "*.bin.index.json")
_SHA256 = 64  # digits; the cache names a large file after its checksum


def fetch(ref: str) -> int:
    """Download a hub model and print where it lies; return the exit code.

    ref: "hf:OWNER/NAME" or "hf:OWNER/NAME@REVISION". What is there is not downloaded again, and an
    interrupted download goes on.
    Errors: ModelError, in one sentence: not a hub reference, network cut, no such model or
    revision, terms to accept, disk full, a file that is not what the hub promised.
    """
    scheme, _, text = ref.partition(":")
    if (other := find(ref)) and not other.published:
        raise ModelError(unpublished(other))
    if scheme != "hf":
        raise ModelError(
            sentence(
                f"chỉ tải được mô hình hf:CHỦ/TÊN; {ref} không cần tải",
                f"only models hf:OWNER/NAME are fetched; {ref} needs no fetching",
            )
        )
    wanted = reference(text)
    try:
        folder = _download(wanted)
    except KeyboardInterrupt:
        print(sentence("đã dừng; chạy lại để tải tiếp", "stopped; run this again to go on"))
        return 130
    _check(wanted, folder)
    wanted.pin(folder.name)
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    print(f"hf:{wanted.name}@{folder.name}: {megabytes:.1f} MB, {folder}")
    if not list(folder.glob("*.safetensors")):
        print(f"aulac: {no_weights(wanted)}", file=sys.stderr)
    return 0


def folder_of(wanted: Reference) -> Path:
    """Return where the files of a model lie on this machine; the network is not used.

    Errors: ModelError: not fetched yet; the sentence says how.
    """
    try:
        revision = wanted.commit or wanted.revision  # none: what the hub's own cache calls main
        return Path(_snapshot(wanted.name, revision, local_files_only=True))
    except (errors.LocalEntryNotFoundError, errors.HFValidationError):
        pass
    raise ModelError(
        sentence(
            f"{wanted} chưa có trên máy này: nối mạng rồi chạy: aulac models fetch {wanted}",
            f"{wanted} is not on this machine: connect and run: aulac models fetch {wanted}",
        )
    )


def no_weights(wanted: Reference) -> str:
    """Return the sentence for a model whose weights are not safetensors."""
    return sentence(
        f"{wanted} không có trọng số dạng safetensors (dạng pickle có thể chạy mã lạ nên không"
        " bao giờ được nạp): chỉ dùng được việc tokenize",
        f"{wanted} has no weights in safetensors (pickle can run strange code and is never loaded):"
        " only the task tokenize can be done",
    )


def _snapshot(name: str, revision: str | None, **options) -> str:
    return huggingface_hub.snapshot_download(
        name, revision=revision, allow_patterns=[*WANTED], ignore_patterns=[*UNWANTED], **options
    )


def _download(wanted: Reference) -> Path:
    page = f"https://huggingface.co/{wanted.name}"
    try:
        return Path(_snapshot(wanted.name, wanted.commit or wanted.revision))
    except errors.GatedRepoError:
        raise ModelError(
            sentence(
                f"{wanted} đòi chấp nhận điều khoản: đăng nhập và chấp nhận tại {page}, tạo mã truy"
                " cập (token), đặt nó vào biến môi trường HF_TOKEN rồi chạy lại",
                f"{wanted} asks you to accept its terms: log in and accept them at {page}, make a"
                " token, put it into the environment variable HF_TOKEN and run this again",
            )
        ) from None
    except (errors.RepositoryNotFoundError, errors.HFValidationError):
        raise ModelError(
            sentence(
                f"không có mô hình {wanted.name} trên hub, hoặc nó không công khai: xem lại tên ở"
                f" {page}; nếu được cấp quyền, đặt mã truy cập vào HF_TOKEN",
                f"there is no model {wanted.name} on the hub, or it is private: check the name at"
                f" {page}; if you may see it, put your token into HF_TOKEN",
            )
        ) from None
    except errors.RevisionNotFoundError:
        raise ModelError(
            sentence(
                f"{wanted.name} không có bản {wanted.revision or wanted.commit}: xem các bản ở"
                f" {page}/commits",
                f"{wanted.name} has no revision {wanted.revision or wanted.commit}: see"
                f" {page}/commits",
            )
        ) from None
    except errors.HfHubHTTPError as error:
        raise _refused(wanted, error) from None
    except errors.OfflineModeIsEnabled:
        raise _unreachable(wanted, "HF_HUB_OFFLINE=1") from None
    except (errors.LocalEntryNotFoundError, errors.HTTPError):
        raise _unreachable(wanted, _no_connection()) from None
    except (OSError, RuntimeError) as error:  # RuntimeError: from the client of Xet storage
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _unreachable(wanted, reason) from None


def _unreachable(wanted: Reference, reason: str) -> ModelError:
    return ModelError(
        sentence(
            f"không tải được {wanted} ({reason}): hãy kiểm tra mạng và chỗ trống trên đĩa rồi chạy"
            " lại để tải tiếp; đã có sẵn ở máy khác thì chép thư mục ~/.cache/huggingface/hub sang",
            f"cannot fetch {wanted} ({reason}): check the network and the room on the disk and run"
            " this again to go on; where another machine has it, copy the folder"
            " ~/.cache/huggingface/hub",
        )
    )


def _refused(wanted: Reference, error: errors.HfHubHTTPError) -> ModelError:
    response = getattr(error, "response", None)
    if response is None:
        return _unreachable(wanted, _no_connection())
    if response.status_code == 401:  # also for what is public, where a token is wrong
        return ModelError(
            sentence(
                "hub không nhận mã truy cập (401): xem lại biến HF_TOKEN, hoặc gỡ mã cũ bằng"
                " hf auth logout",
                "the hub does not accept your token (401): check HF_TOKEN, or remove an old one by"
                " hf auth logout",
            )
        )
    return _unreachable(wanted, f"HTTP {response.status_code}")


def _no_connection() -> str:
    return sentence("không nối được với hub", "no connection to the hub")


def _check(wanted: Reference, folder: Path) -> None:
    """Compare large files with their checksums; delete what is wrong. Errors: ModelError."""
    for path in folder.rglob("*.safetensors"):
        blob = path.resolve()
        if len(blob.name) != _SHA256:
            continue
        with blob.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() == blob.name:
                continue
        blob.unlink()
        path.unlink()
        raise ModelError(
            sentence(
                f"{wanted}: tệp {path.name} sai mã kiểm SHA-256 nên đã xóa; chạy lại để tải bản"
                " khác",
                f"{wanted}: the file {path.name} had a wrong SHA-256 and was deleted; run this"
                " again to fetch another",
            )
        )
