"""Corpora: what loads, from where, and what is refused."""

import functools
import gzip
import hashlib
import http.server
import json
import os
import subprocess
import threading
from pathlib import Path

import pytest
import yaml

from aulac import cli, data
from aulac.data import corpora

TEXTS = {
    "chợ nổi": "Chợ nổi Cái Răng họp từ lúc trời còn tờ mờ.",
    "kẹo": "Kẹo dừa Bến Tre dẻo và béo.",
}


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    """An empty cache of the user's, and no mirror."""
    monkeypatch.delenv("AULAC_MIRROR", raising=False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    monkeypatch.setattr(corpora, "announced", set())
    return tmp_path / "cache" / "aulac" / "data"


@pytest.fixture
def site(tmp_path):
    """A publisher's web site: its folder, its address, the paths that were asked for."""
    folder, asked = tmp_path / "site", []
    folder.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, form, *arguments):
            asked.append(self.path)

    handler = functools.partial(Handler, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield folder, f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.fixture
def publish(tmp_path, monkeypatch):
    """Return a function that makes one entry, named "mau", the whole table of public corpora."""

    def publish(**entry) -> None:
        entry = {
            "title": {"vi": "Bộ mẫu", "en": "A sample"},
            "summary": {"vi": "Để thử.", "en": "For tests."},
            "licence": "CC-BY-4.0",
            "publisher": "https://example.org",
            "format": "documents",
        } | entry
        table = tmp_path / "public.yml"
        table.write_text(yaml.safe_dump({"corpora": {"mau": entry}}, allow_unicode=True), "utf-8")
        monkeypatch.setattr(corpora, "PUBLIC", table)

    return publish


def packed() -> bytes:
    lines = (json.dumps({"id": name, "text": text}) + "\n" for name, text in TEXTS.items())
    return gzip.compress("".join(lines).encode(), mtime=0)


def file_at(content: bytes, **more) -> dict:
    return {"path": "text/mau.jsonl.gz", "sha256": hashlib.sha256(content).hexdigest(), **more}


def loaded() -> dict:
    return {record["id"]: record["text"] for record in data.load("mau")}


def refusal(name: str = "mau", split: str | None = None) -> str:
    with pytest.raises(data.DataError) as error:
        data.load(name, split)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_the_publisher_is_asked_once(cache, site, publish):
    folder, address, asked = site
    (folder / "a.gz").write_bytes(packed())
    publish(files={"train": file_at(packed(), url=f"{address}/a.gz")})
    assert loaded() == TEXTS
    assert loaded() == TEXTS
    assert asked == ["/a.gz"]
    assert (cache / "text/mau.jsonl.gz").read_bytes() == packed()
    assert [path.name for path in (cache / "text").iterdir()] == ["mau.jsonl.gz"]


def test_a_mirror_comes_first(cache, publish, tmp_path, monkeypatch):
    publish(files={"train": file_at(packed(), url="http://127.0.0.1:9/none")})
    mirror = tmp_path / "mirror"
    monkeypatch.setenv("AULAC_MIRROR", str(mirror))
    assert "AULAC_MIRROR" in refusal(), "a mirror without the file is an error"
    (mirror / "text").mkdir(parents=True)
    (mirror / "text/mau.jsonl.gz").write_bytes(packed())
    assert loaded() == TEXTS
    assert not cache.exists()
    (mirror / "text/mau.jsonl.gz").write_bytes(packed()[:-1])
    assert "SHA-256" in refusal()
    assert (mirror / "text/mau.jsonl.gz").exists(), "a mirror is not ours to change"


def test_a_wrong_checksum_is_refused_and_the_file_set_aside(cache, site, publish):
    folder, address, _ = site
    (folder / "a.gz").write_bytes(b"something else")
    publish(files={"train": file_at(packed(), url=f"{address}/a.gz")})
    assert str(cache / "text/mau.jsonl.gz.bad") in refusal()
    assert (cache / "text/mau.jsonl.gz.bad").read_bytes() == b"something else"
    assert not (cache / "text/mau.jsonl.gz").exists()
    (folder / "a.gz").write_bytes(packed())
    assert loaded() == TEXTS, "the next run fetches anew"


def test_a_cached_file_that_rots_is_set_aside(cache, site, publish):
    folder, address, asked = site
    (folder / "a.gz").write_bytes(packed())
    publish(files={"train": file_at(packed(), url=f"{address}/a.gz")})
    loaded()
    (cache / "text/mau.jsonl.gz").write_bytes(packed()[:20])
    assert "SHA-256" in refusal()
    assert loaded() == TEXTS
    assert asked == ["/a.gz", "/a.gz"]


def test_a_network_that_is_cut_says_what_to_do(cache, site, publish):
    _, address, _ = site
    for url in ("http://127.0.0.1:9/none", f"{address}/none", "https://nowhere.invalid/a"):
        publish(files={"train": file_at(packed(), url=url)})
        assert "AULAC_MIRROR" in refusal()
    assert not cache.exists()


def test_a_reply_that_breaks_off_leaves_nothing(cache, publish):
    class Short(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(packed())))
            self.end_headers()
            self.wfile.write(packed()[:10])

        def log_message(self, form, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Short) as server:
        threading.Thread(target=server.serve_forever).start()
        url = f"http://127.0.0.1:{server.server_port}/a"
        publish(files={"train": file_at(packed(), url=url)})
        message = refusal()
        server.shutdown()
    assert "AULAC_MIRROR" in message and not cache.exists()


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A publisher's git repository with two articles to keep and one to leave."""
    folder = tmp_path / "repository"
    (folder / "bai").mkdir(parents=True)
    ending = "\n\n\n== Tham khảo ==\nMột cuốn sách cũ về chợ nổi.\n"
    for name, text in TEXTS.items():
        heading = "\n\n== Giờ họp chợ của người miền Tây ==\n"
        formula = "  {\\displaystyle a^{0}=1} với mọi số thực khác không\n"
        body = f"{text}{heading}Ngắn quá.\n{formula}Hàng  bán treo trên cây bẹo.{ending}"
        (folder / "bai" / f"{name}.txt").write_text(body, "utf-8")
    (folder / "bai" / "để dành.txt").write_text("Bài này không có trong danh sách.", "utf-8")

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=x", "-c", "user.email=x@y", *arguments]
        environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull}
        return subprocess.check_output(command, cwd=folder, env=environment, text=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "x")
    kept = tmp_path / "kept.gz"
    kept.write_bytes(gzip.compress("\n".join(TEXTS).encode()))
    return {
        "url": folder.as_uri(),
        "commit": git("rev-parse", "HEAD").strip(),
        "folder": "bai",
        "documents": str(kept),
    }


def test_a_derived_corpus_is_made_from_the_repository(cache, repository, publish, tmp_path):
    publish(files={"train": file_at(packed())}, repository=repository)
    made = loaded()
    assert made == {name: f"{text}\nHàng bán treo trên cây bẹo." for name, text in TEXTS.items()}
    (tmp_path / "repository").rename(tmp_path / "gone")
    assert loaded() == made, "the cache serves it"
    (cache / "text/mau.jsonl.gz").write_bytes(packed())
    assert "SHA-256" in refusal(), "a cached file that was changed is noticed"


def test_an_abbreviated_commit_is_completed_by_the_history(cache, repository, publish):
    short = repository["commit"][:7]
    publish(files={"train": file_at(packed())}, repository=repository | {"commit": short})
    assert loaded().keys() == TEXTS.keys()


def test_a_repository_without_the_commit_or_a_document_is_refused(
    cache, repository, publish, tmp_path
):
    for commit in ("0" * 40, "0" * 7):
        publish(files={"train": file_at(packed())}, repository=repository | {"commit": commit})
        assert "AULAC_MIRROR" in refusal()
    more = gzip.compress("\n".join([*TEXTS, "bài thiếu"]).encode())
    (tmp_path / "kept.gz").write_bytes(more)
    publish(files={"train": file_at(packed())}, repository=repository)
    assert "bài thiếu" in refusal()
    assert not cache.exists()


def test_a_corpus_of_the_mirror_only_says_so(cache, publish):
    publish(files={"train": file_at(packed())})
    assert "AULAC_MIRROR" in refusal()


@pytest.mark.parametrize(
    "licence",
    ["CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0", "unknown", "", None, "MIT OR CC-BY-NC-4.0"],
)
def test_terms_that_are_not_allowed_are_refused(cache, publish, tmp_path, monkeypatch, licence):
    publish(licence=licence, files={"train": file_at(packed())})
    (tmp_path / "text").mkdir()
    (tmp_path / "text/mau.jsonl.gz").write_bytes(packed())
    monkeypatch.setenv("AULAC_MIRROR", str(tmp_path))
    assert "giấy phép" in refusal()
    publish(files={"train": file_at(packed())})
    assert loaded() == TEXTS, "the licence alone was the matter"


def test_every_corpus_has_terms_that_are_allowed():
    for corpus in [*corpora.public().values(), *corpora.written().values()]:
        assert corpora.ALLOWED.issuperset(corpus.card.facts["licence"].split(" OR "))


def test_the_licence_is_printed_once(cache, site, publish, capsys):
    folder, address, _ = site
    (folder / "a.gz").write_bytes(packed())
    publish(files={"train": file_at(packed(), url=f"{address}/a.gz")})
    loaded(), loaded()
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert "CC-BY-4.0" in line, "and no progress bar where nobody looks"


def test_unknown_names_and_splits(monkeypatch):
    assert "ud_vtb" in refusal("ud-vtb")
    assert "train, dev" in refusal("ud_vtb", "test")
    monkeypatch.setenv("AULAC_LANG", "en")
    assert refusal("ud_vtc").startswith("there is no corpus")


def test_public_entries_are_pinned():
    for corpus in corpora.public().values():
        facts = corpus.card.facts
        for file in facts["files"].values():
            assert len(file["sha256"]) == 64
            assert facts["version"] in file.get("url", facts["version"])
        if "repository" in facts:
            assert facts["repository"]["commit"] == facts["version"]


def test_cards_are_complete_in_both_languages(capsys):
    for name in data.names():
        card = data.card(name)
        assert {"title", "summary", "licence", "fields", "limits"} <= card.facts.keys()
        vietnamese, english = card.markdown("vi"), card.markdown("en")
        assert vietnamese != english
        assert "None" not in vietnamese + english
        assert vietnamese.count("\n## ") == english.count("\n## ") > 3
    assert cli.main(["data", "show", "ud_vtb"]) == 0
    assert capsys.readouterr().out == data.card("ud_vtb").markdown()
    assert cli.main(["data", "list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == data.names()
    assert cli.main(["data", "show", "ud"]) == 1


@pytest.mark.skipif("AULAC_MIRROR" not in os.environ, reason="needs AULAC_MIRROR")
def test_the_mirror_holds_what_the_table_says():
    for name, corpus in corpora.public().items():
        records = data.load(name)
        assert len({record["id"] for record in records}) == len(records) > 30
        assert all(record.keys() == corpus.card.facts["fields"].keys() for record in records)
    for sentence in data.load("ud_vtb"):
        spaces = [" " if after else "" for after in sentence["spaces_after"]]
        joined = "".join(map("".join, zip(sentence["words"], spaces, strict=True)))
        assert joined.rstrip() == sentence["text"]
    for question in data.load("xquad_vi"):
        for answer in question["answers"]:
            start, text = answer["start"], answer["text"]
            assert question["context"][start : start + len(text)] == text
