"""Larger pages change nothing but speed."""

import hashlib
import os

from graders import hugepages


def test_memory_holds_what_it_held():
    data = os.urandom(6 << 20)
    before = hashlib.sha256(data).digest()
    assert hugepages.collapse() >= 0
    assert hashlib.sha256(data).digest() == before
