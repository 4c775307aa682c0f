"""Reads the files of a multipart request, within the limits."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from . import names
from .limits import MEGABYTE, Limits
from .storage import digest
from .words import Refusal

OVERHEAD = 1024  # bytes of multipart around one file
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "description": "The file name of a part is its relative path.",
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True)
class Upload:
    """A file that was sent: its path in stored form, its size in bytes, its content."""

    path: str
    size: int
    content: BinaryIO

    def described(self) -> dict:
        """Return the file as answers and receipts name it."""
        return {"path": self.path, "size": self.size, "sha256": digest(self.content)}


@asynccontextmanager
async def reading(request: Request, limits: Limits) -> AsyncIterator[list[Upload]]:
    """Yield the files of the request; they are gone afterwards. Raises Refusal."""
    request.scope["body_limit"] = limits.upload + limits.files * OVERHEAD
    form = await _form(request, limits)
    try:
        yield check(form, limits)
    finally:
        await form.close()


async def _form(request: Request, limits: Limits) -> FormData:
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Refusal(415, "bad_form")
    try:
        async with asyncio.timeout(limits.seconds):
            return await request.form(max_files=limits.files, max_fields=0)
    except TimeoutError:
        raise Refusal(408, "too_slow") from None
    except Refusal:
        raise
    except HTTPException as error:
        if "Too many files" in error.detail:
            raise Refusal(413, "too_many_files", files=limits.files) from None
        raise Refusal(400, "bad_form") from None


def check(form: FormData, limits: Limits) -> list[Upload]:
    """Return the files of a form, sorted by path. Raises Refusal."""
    uploads = [_upload(field, file, limits) for field, file in form.multi_items()]
    if not uploads:
        raise Refusal(422, "no_files")
    if sum(upload.size for upload in uploads) > limits.upload:
        raise Refusal(413, "too_large", megabytes=f"{limits.upload / MEGABYTE:g}")
    if twice := names.clash([upload.path for upload in uploads]):
        raise Refusal(409, "same_name_twice", name=names.shown(twice))
    return sorted(uploads, key=lambda upload: upload.path)


def _upload(field: str, file: UploadFile | str, limits: Limits) -> Upload:
    if field != "files" or isinstance(file, str):
        raise Refusal(422, "bad_form")
    name = names.shown(file.filename or "")
    try:
        path = names.path(file.filename or "")
    except names.BadName:
        raise Refusal(422, "bad_name", name=name) from None
    if file.size > limits.file:
        raise Refusal(413, "file_too_large", name=name, megabytes=f"{limits.file / MEGABYTE:g}")
    return Upload(path, file.size, file.file)
