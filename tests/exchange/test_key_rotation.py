"""A new key signs, the old ones still vouch, and nobody can sign with them any more."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from desk import LEARNER, Desk
from service_process import ServiceProcess

from aulac.classroom.exchange.receipts import Signer


def check(desk: Desk, receipt: dict, **changed) -> bool:
    answer = desk.http.post("/services/exchange/api/v1/receipts/check", json=receipt | changed)
    return answer.json()["valid"]


def test_a_running_service_signs_with_the_new_key_and_knows_the_old(desk):
    desk.release()
    old = desk.submit().json()["receipt"]
    Signer(desk.folder).rotate()
    new = desk.submit().json()["receipt"]
    assert old["key"] != new["key"]
    assert check(desk, old) and check(desk, new)
    assert not check(desk, old, key=new["key"])
    assert not check(desk, new, payload=old["payload"])
    assert not check(desk, old, key="../receipts.pem")
    told = desk.get("/key", token=None).json()
    assert told["key"] == new["key"] and told["public_key"] == told["keys"][new["key"]]
    for receipt in (old, new):
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["keys"][receipt["key"]]))
        public.verify(base64.b64decode(receipt["signature"]), receipt["payload"].encode())


def test_the_old_private_key_is_nowhere_and_restarts_change_nothing(hub, tmp_path, limits):
    folder = tmp_path / "exchange"
    with Desk.opened(hub, folder, limits) as desk:
        desk.release()
        old = desk.submit().json()["receipt"]
    private = (folder / "receipts.pem").read_bytes()
    Signer(folder).rotate()
    assert not [
        path for path in folder.rglob("*") if path.is_file() and private in path.read_bytes()
    ]
    with Desk.opened(hub, folder, limits) as desk:
        assert check(desk, old)
        assert desk.submit().json()["receipt"]["key"] != old["key"]
    assert not any(p.stat().st_mode & 0o077 for p in folder.rglob("receipts*"))
    assert len(list((folder / "receipts").iterdir())) == 2


def test_a_folder_from_before_public_keys_were_kept_keeps_its_receipts_good(hub, tmp_path, limits):
    folder = tmp_path / "exchange"
    with Desk.opened(hub, folder, limits) as desk:
        desk.release()
        old = desk.submit().json()["receipt"]
    (kept,) = (folder / "receipts").iterdir()
    kept.unlink()
    Signer(folder).rotate()
    with Desk.opened(hub, folder, limits) as desk:
        assert check(desk, old)


@pytest.mark.parametrize("junk", [b"", b"x" * 31, b"x" * 33])
def test_what_is_no_key_in_the_folder_of_keys_is_none(desk, junk):
    (desk.folder / "receipts" / "junk").write_bytes(junk)
    Signer(desk.folder).rotate()
    assert len(desk.get("/key", token=None).json()["keys"]) == 2


def test_receipts_given_while_keys_change_again_and_again_are_all_good(hub, tmp_path):
    folder = tmp_path / "exchange"
    with ServiceProcess(folder, hub) as service, ThreadPoolExecutor(4) as pool:
        service.ready().release()
        handed = [
            pool.submit(service.submit_until_safe, LEARNER, str(i).encode(), str(i))
            for i in range(20)
        ]
        for one in handed[::4]:
            one.result()
            Signer(folder).rotate()
        given = [one.result() for one in handed]
        assert len({one["receipt"]["key"] for one in given}) > 1
        assert all(service.valid(one) for one in given)
