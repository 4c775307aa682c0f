"""A hub on this machine: tiny models with random weights, served as the hub's HTTP API does."""

import hashlib
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote

TEXTS = ["Hà Nội mùa thu", "Học sinh đi học xử lý ngôn ngữ tự nhiên", "tiếng Việt 🙂 đẹp lắm"] * 3
CHAT = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:"
WORDS = ["học_sinh", "đi", "học", "Hà_Nội", "ngôn_ngữ"]


def write_models(folder: Path) -> None:
    """Write a repository a kind of model: OWNER/NAME below `folder`."""
    import torch

    torch.manual_seed(0)
    _writer(folder / "nho/viet")
    _reader_of_words(folder / "nho/tu")
    _sentence_encoder(folder / "nho/cau")
    _only_pickle(folder / "nho/dua")
    _with_code(folder / "nho/ma")
    _without_head(folder / "nho/thieu")


def commit(name: str, version: int = 1) -> str:
    """Return the commit of a version of a repository."""
    return hashlib.sha1(f"{name} {version}".encode()).hexdigest()


def _fast_tokenizer(**special):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, trim_offsets=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=list(special.values()),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)


def _writer(folder: Path) -> None:
    from transformers import LlamaConfig, LlamaForCausalLM

    tokenizer = _fast_tokenizer(eos_token="<|end|>")
    tokenizer.chat_template = CHAT
    config = LlamaConfig(**_sizes(tokenizer), num_key_value_heads=2)
    config.eos_token_id = tokenizer.eos_token_id
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def _reader_of_words(folder: Path) -> None:
    """A masked model with the files of PhoBERT: vocab.txt and bpe.codes."""
    from transformers import RobertaConfig, RobertaForMaskedLM

    folder.mkdir(parents=True)
    letters = sorted(set("".join(WORDS)))
    pieces = [f"{each}@@" for each in letters] + letters + WORDS
    (folder / "vocab.txt").write_text("".join(f"{each} 1\n" for each in pieces), "utf-8")
    (folder / "bpe.codes").write_text("".join(_merges()), "utf-8")
    kind = {"tokenizer_class": "PhobertTokenizer", "model_max_length": 20}
    (folder / "tokenizer_config.json").write_text(json.dumps(kind))
    sizes = {"vocab_size": len(pieces) + 5, "hidden_size": 16, "intermediate_size": 32}
    config = RobertaConfig(
        **sizes, num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=22
    )
    RobertaForMaskedLM(config).save_pretrained(folder)


def _merges():
    """Yield the merges that make WORDS out of letters, one letter at a time."""
    for word in WORDS:
        parts = [*word[:-1], word[-1] + "</w>"]
        left = parts[0]
        for right in parts[1:]:
            yield f"{left} {right} 1\n"
            left += right


def _sentence_encoder(folder: Path) -> None:
    from transformers import BertConfig, BertModel

    tokenizer = _fast_tokenizer(cls_token="[CLS]", pad_token="[PAD]")
    BertModel(BertConfig(**_sizes(tokenizer))).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling/config.json").write_text('{"pooling_mode_cls_token": true}')
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 8}')


def _only_pickle(folder: Path) -> None:
    _sentence_encoder(folder)
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def _with_code(folder: Path) -> None:
    _writer(folder)
    code = {"model_type": "la_lung", "auto_map": {"AutoModelForCausalLM": "modeling.Model"}}
    code |= {"architectures": ["StrangeForCausalLM"]}
    (folder / "config.json").write_text(json.dumps(code))
    (folder / "modeling.py").write_text("raise SystemExit('this code was run')\n")


def _without_head(folder: Path) -> None:
    """A folder whose weights are not all there."""
    from safetensors.numpy import load_file, save_file

    _writer(folder)
    weights = load_file(folder / "model.safetensors")
    kept = {name: each for name, each in weights.items() if "mlp" not in name}
    save_file(kept, folder / "model.safetensors", {"format": "pt"})


def _sizes(tokenizer) -> dict:
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": 16,
        "intermediate_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "max_position_embeddings": 64,
    }


class Hub:
    """What the hub serves: versions by repository, which are gated, and what was asked for."""

    def __init__(self, folder: Path):
        self.folder, self.version, self.gated = folder, {}, set()
        self.damaged: set[str] = set()  # repositories whose safetensors arrive wrong
        self.asked: list[str] = []
        self.tokens: list[str] = []

    def files(self, name: str) -> list[str]:
        place = self.folder / name
        found = (path.relative_to(place) for path in place.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found)

    def commit(self, name: str) -> str:
        return commit(name, self.version.get(name, 1))


@contextmanager
def serve(hub: Hub):
    """Serve a hub on loopback; yields its address."""

    class Handler(_Handler):
        pass

    Handler.hub = hub
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def do_GET(self):
        self.hub.asked.append(self.path)
        self.hub.tokens.append(self.headers.get("Authorization", ""))
        match unquote(self.path.partition("?")[0]).strip("/").split("/"):
            case ["api", "models", owner, name, "revision", revision]:
                self.about(f"{owner}/{name}", revision)
            case ["api", "models", owner, name, "tree", revision, *_]:
                self.tree(f"{owner}/{name}", revision)
            case [owner, name, "resolve", revision, *path]:
                self.file(f"{owner}/{name}", revision, "/".join(path))
            case _:
                self.refuse(404, "RepoNotFound")

    do_HEAD = do_GET

    def known(self, name: str, revision: str) -> bool:
        if not (self.hub.folder / name).is_dir():
            self.refuse(404, "RepoNotFound")
        elif "old" in self.headers.get("Authorization", ""):
            self.refuse(401, "", "Invalid credentials in Authorization header")
        elif name in self.hub.gated and "good" not in self.headers.get("Authorization", ""):
            self.refuse(403, "GatedRepo")
        elif revision not in ("main", self.hub.commit(name), commit(name)):
            self.refuse(404, "RevisionNotFound")
        else:
            return True
        return False

    def about(self, name: str, revision: str) -> None:
        if self.known(name, revision):
            sha = self.hub.commit(name) if revision == "main" else revision
            siblings = [{"rfilename": path} for path in self.hub.files(name)]
            self.answer(json.dumps({"id": name, "sha": sha, "siblings": siblings}).encode())

    def tree(self, name: str, revision: str) -> None:
        if self.known(name, revision):
            rows = [self.row(name, path) for path in self.hub.files(name)]
            self.answer(json.dumps(rows).encode())

    def row(self, name: str, path: str) -> dict:
        content = (self.hub.folder / name / path).read_bytes()
        row = {"type": "file", "path": path, "size": len(content), "oid": _oid(content)}
        if path.endswith((".safetensors", ".bin")):
            row["lfs"] = {"oid": _sha256(content), "size": len(content), "pointerSize": 130}
        return row

    def file(self, name: str, revision: str, path: str) -> None:
        if not self.known(name, revision):
            return
        content = (self.hub.folder / name / path).read_bytes()
        large = path.endswith((".safetensors", ".bin"))
        tag = _sha256(content) if large else _oid(content)
        if large and name in self.hub.damaged:
            content = content[:-1] + bytes([content[-1] ^ 1])
        self.answer(content, {"ETag": f'"{tag}"', "X-Repo-Commit": revision})

    def answer(self, content: bytes, headers: dict | None = None) -> None:
        self.send_response(200)
        for key, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def refuse(self, status: int, code: str, message: str = "") -> None:
        self.send_response(status)
        self.send_header("X-Error-Code", code)
        self.send_header("X-Error-Message", message or code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _oid(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
