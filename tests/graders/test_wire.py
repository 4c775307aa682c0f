"""The wire: values arrive as they were sent, by exact type; anything else is a WireError."""

import collections
import datetime
import decimal
import fractions
import json
import math
import os
import pathlib
import threading
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.channel import HEADER, MAGIC, Channel, Closed, Late, TooMuch, WireError
from graders.wire import MAX_DEPTH, Decoder, Encoder


def refuse(value):
    raise TypeError(type(value).__name__)


def round_trip(value):
    encoder = Encoder(refuse)
    data = json.loads(json.dumps(encoder.encode(value)))
    return Decoder(encoder.buffers, refuse, refuse).decode(data)


UTC7 = datetime.timezone(datetime.timedelta(hours=7), "+07")
PLAIN = [
    None,
    True,
    -3,
    10**4000,
    -(2**70),
    2.5,
    math.inf,
    "Hòa",
    "\ud800 lẻ",
    b"\x00\xff",
    bytearray(b"ab"),
    1 + 2j,
    complex("nan"),
    range(1, 9, 2),
    slice(None, 3),
    ...,
    NotImplemented,
    [1, "2", [3.0]],
    (1, (2, ())),
    {1, "a", (2,)},
    frozenset({1}),
    {"a": 1, (1, 2): [3], None: {}},
    {}.keys(),
    {"a": 1}.items(),
    collections.Counter("aab"),
    collections.OrderedDict(b=1, a=2),
    collections.deque([1, 2], maxlen=5),
    datetime.datetime(2026, 7, 1, 8, 30, tzinfo=UTC7),
    datetime.date(2026, 7, 1),
    datetime.time(8, 30, 1),
    datetime.timedelta(days=-1, seconds=3),
    decimal.Decimal("1.10"),
    fractions.Fraction(2, 6),
    pathlib.Path("bai/1.txt"),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: type(value).__name__)
def test_plain_data_arrives_with_type_and_value(value):
    got = round_trip(value)
    assert type(got) is type(value)
    assert repr(got) == repr(value)


TABLE = pd.DataFrame(
    {
        "tên": ["Hòa", None, "Thủy"],
        "điểm": [8.5, np.nan, 9.0],
        "lớp": pd.Categorical(["a", "b", "a"], ordered=True),
        "ngày": pd.to_datetime(["2026-07-01", "2026-07-02", None]),
        "giờ": pd.date_range("2026-07-01", periods=3, tz="Asia/Ho_Chi_Minh"),
        "số": pd.array([1, None, 3], dtype="Int64"),
    },
    index=pd.Index(["x", "y", "z"], name="mã"),
)
TABLES = {
    "frame": TABLE,
    "empty": pd.DataFrame(),
    "series": TABLE["điểm"],
    "grouped": pd.DataFrame({"a": [1, 1, 2], "b": [1, 2, 3]}).groupby("a").agg(["sum", "max"]),
}


@pytest.mark.parametrize("name", TABLES)
def test_tables_arrive_whole(name):
    value, check = TABLES[name], pd.testing.assert_frame_equal
    check = check if isinstance(value, pd.DataFrame) else pd.testing.assert_series_equal
    check(round_trip(value), value)


@pytest.mark.parametrize("value", [pd.Timestamp("2026-07-01 08:00", tz="UTC"), pd.Timedelta("3h")])
def test_times_of_pandas_arrive(value):
    assert repr(round_trip(value)) == repr(value)
    assert round_trip(pd.NaT) is pd.NaT and round_trip(pd.NA) is pd.NA


ARRAYS = [
    np.arange(6, dtype="int32").reshape(2, 3),
    np.array(3.5),
    np.zeros((0, 4), dtype="bool"),
    np.array(["Hòa", "Đạt"]),
    np.array(["2026-07-01"], dtype="datetime64[D]"),
    np.array([1, "a", None], dtype=object),
    np.asfortranarray(np.eye(3)[:, :2]),
]


@pytest.mark.parametrize("value", ARRAYS, ids=lambda value: str(value.dtype))
def test_arrays_arrive_with_dtype_and_shape(value):
    got = round_trip(value)
    assert (got.dtype, got.shape) == (value.dtype, value.shape)
    assert got.tolist() == value.tolist()
    got[...] = got  # and can be written to


@pytest.mark.parametrize("value", [np.float32(1.5), np.int8(-3), np.bool_(True), np.str_("Đ")])
def test_scalars_keep_their_dtype(value):
    got = round_trip(value)
    assert type(got) is type(value) and got == value


def test_tensors_arrive_with_dtype_shape_and_flags():
    torch = pytest.importorskip("torch", reason="torch is installed by `make test`")
    for dtype in (torch.float32, torch.bfloat16, torch.int64, torch.bool):
        value = torch.ones(2, 3).to(dtype)
        got = round_trip(value)
        assert got.dtype is dtype and torch.equal(got, value)
    weights = torch.nn.Parameter(torch.zeros(0, 2))
    assert type(round_trip(weights)) is torch.nn.Parameter
    assert round_trip(torch.ones(1, requires_grad=True)).requires_grad
    assert round_trip(torch.float16) is torch.float16
    assert round_trip(torch.Size([2, 3])) == torch.Size([2, 3])


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary()
    | st.dates(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(), inner)
    ),
    max_leaves=20,
)


@given(values)
@settings(max_examples=150, deadline=None)
def test_any_nesting_arrives(value):
    got = round_trip(value)
    assert got == value and repr(got) == repr(value)


def test_shared_and_cyclic_values_keep_their_shape():
    inner = [1]
    got = round_trip([inner, inner, {"again": inner}])
    assert got[0] is got[1] is got[2]["again"]
    loop = []
    loop.append(loop)
    got = round_trip(loop)
    assert got[0] is got


def test_an_argument_that_comes_back_is_named_by_number():
    sent = [[1], {"a": 2}]
    encoder = Encoder(refuse, {id(item): number for number, item in enumerate(sent)})
    data = encoder.encode((sent[1], [sent[0]]))
    got = Decoder(encoder.buffers, refuse, refuse, sent).decode(data)
    assert got[0] is sent[1] and got[1][0] is sent[0]


@pytest.mark.parametrize("value", [object(), len, type, Exception("x"), (i for i in [])])
def test_what_is_no_plain_data_is_never_sent_by_itself(value):
    with pytest.raises(TypeError):
        round_trip([value])


def test_depth_and_numbers_are_limited_on_both_sides():
    deep = []
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(TooMuch):
        round_trip(deep)
    data = json.loads("[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5))
    with pytest.raises(TooMuch):
        Decoder([], refuse, refuse).decode(data)
    with pytest.raises(TooMuch):
        round_trip(1 << 2**21)


FORGED = [
    {"array": ["float64", [10**9, 10**9], 0]},
    {"array": ["O", [1], 0]},
    {"array": ["V8", [1], 0]},
    {"array": ["float64", [-1], 0]},
    {"array": ["float64", ["1"], 0]},
    {"objects": [[3], [1]]},
    {"scalar": ["float32", 0]},
    {"tensor": ["float32", [5], 0, False, False]},
    {"tensor": ["__class__", [1], 0, False, False]},
    {
        "frame": [
            {"index": ["range", [None], [0, 9, 1]]},
            {"index": ["range", [None], [0, 1, 1]]},
            [["values", [1], "object"]],
        ]
    },
    {"same": 0},
    {"argument": 0},
    {"bytes": 5},
    {"bytes": -1},
    {"bytes": True},
    {"int": "0x" + "f" * 10**6},
    {"int": 5},
    {"float": "1"},
    {"dict": [[1], []]},
    {"dict": [[[]], [1]]},
    {"set": [[]]},
    {"range": [0, 1, 0]},
    {"derived": ["list", [], None, ["object", 1]]},
    {"derived": ["int", "5", None, None]},
    {"view": ["items", [1]]},
    {"datetime": ["2026-13-01", 0, None, None]},
    {"datetime": ["2026-01-01", 0, "x", 1e30]},
    {"fraction": [1, 0]},
    {"decimal": "x"},
    {"path": 3},
    {"pickle": "gASV"},
    {"dtype": "O"},
    {"torch.device": "cuda"},
    {"a": 1, "b": 2},
    {},
    {"timestamp": ["ns", 2**80, None]},
    {"timestamp": ["ns", 5, "dateutil//etc/localtime"]},
    {"timestamp": ["ns", 5, "../../etc/localtime"]},
]


@pytest.mark.parametrize("data", FORGED, ids=lambda data: next(iter(data), "empty"))
def test_forged_values_are_refused(data):
    with pytest.raises(WireError):
        Decoder([b"12345678"], refuse, refuse).decode(json.loads(json.dumps(data)))


@pytest.fixture
def channels():
    reading, theirs = os.pipe()
    other, writing = os.pipe()
    pair = Channel(reading, writing), Channel(other, theirs)
    yield pair
    for channel in pair:
        try:
            channel.close()
        except OSError:
            pass


def test_large_frames_pass_in_both_directions(channels):
    mine, yours = channels
    buffers = [os.urandom(3 * 2**20), b""]
    sender = threading.Thread(target=mine.send, args=({"n": 1}, buffers))
    sender.start()
    assert yours.receive(time.monotonic() + 20) == ({"n": 1}, buffers)
    sender.join()


def test_silence_and_a_full_pipe_end_at_the_deadline(channels):
    mine, _ = channels
    with pytest.raises(Late):
        mine.receive(time.monotonic() + 0.05)
    with pytest.raises(Late):
        mine.send({}, [bytes(2**20)], time.monotonic() + 0.05)


def test_a_closed_side_is_noticed(channels):
    mine, yours = channels
    yours.close()
    with pytest.raises(Closed):
        mine.receive(time.monotonic() + 5)
    with pytest.raises(Closed):
        mine.send({}, [], time.monotonic() + 5)


FRAMES = {
    "no magic": b"XXXX" + bytes(8),
    "huge JSON": HEADER.pack(MAGIC, 2**32 - 1, 0),
    "many buffers": HEADER.pack(MAGIC, 2, 2**31),
    "huge buffer": HEADER.pack(MAGIC, 2, 1) + b"\xff" * 8 + b"{}",
    "list": HEADER.pack(MAGIC, 2, 0) + b"[]",
    "not JSON": HEADER.pack(MAGIC, 2, 0) + b"{]",
    "NaN": HEADER.pack(MAGIC, 9, 0) + b'{"n":NaN}',
    "not ASCII": HEADER.pack(MAGIC, 4, 0) + b'"\xc3\xa1"',
    "deep": HEADER.pack(MAGIC, 200_000, 0) + b"[" * 200_000,
    "digits": HEADER.pack(MAGIC, 100_005, 0) + b'{"n":' + b"9" * 99_999 + b"}",
}


@pytest.mark.parametrize("name", FRAMES)
def test_malformed_frames_are_refused(channels, name):
    mine, yours = channels
    writer = threading.Thread(target=yours._write, args=(FRAMES[name], time.monotonic() + 5))
    writer.start()
    with pytest.raises(WireError):
        mine.receive(time.monotonic() + 5)
    mine.close()
    writer.join()


@given(st.binary(max_size=80), st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_mutated_messages_never_do_more_than_raise_a_wire_error(noise, place):
    encoder = Encoder(refuse)
    value = [{"a": (1, 2.5)}, np.arange(4), {3, 4}, "Đ", collections.Counter("ab"), b"xy"]
    text = json.dumps(encoder.encode(value)).encode()
    place %= len(text)
    mutated = text[:place] + noise + text[place + len(noise) :]
    try:
        data = json.loads(mutated.decode("ascii"))
    except ValueError:
        return
    try:
        Decoder(encoder.buffers, refuse_reference, refuse_reference).decode(data)
    except WireError:
        pass


def refuse_reference(*_):
    raise WireError("reference")
