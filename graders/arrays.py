"""Arrays, tables and tensors on the wire: numpy, pandas and torch, by raw buffers.

Only libraries that are loaded already are looked at while encoding; while decoding, only these
three may be imported. Dtypes come from fixed lists; sizes must agree with shapes.
"""

import sys

from .channel import WireError

MAX_DIMENSIONS = 32
NUMBERS = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64 complex64"
    " complex128".split()
)
TENSORS = (NUMBERS | {"bfloat16"}) - {"uint16", "uint32", "uint64"}
EXTENSIONS = frozenset(
    "str string boolean Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64".split()
)


def encode(encoder, kind: type, value) -> dict | None:
    """The tagged form of an array, table or tensor of an exact known type, or None."""
    library = kind.__module__.partition(".")[0]
    if library == "numpy" and "numpy" in sys.modules:
        return _encode_numpy(encoder, kind, value, sys.modules["numpy"])
    if library == "pandas" and "pandas" in sys.modules:
        return _encode_pandas(encoder, kind, value, sys.modules["pandas"])
    if library == "torch" and "torch" in sys.modules:
        return _encode_torch(encoder, kind, value, sys.modules["torch"])
    return None


def decode(decoder, tag: str, content) -> object:
    """The value of a tag of this module. Raises WireError, also for unknown tags."""
    if tag not in DECODERS:
        raise WireError("unknown tag")
    try:
        return DECODERS[tag](decoder, content)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"malformed {tag}: {type(error).__name__}") from None


def _zone(name):
    """A time zone of the IANA list, or a fixed offset such as `UTC+07:00`; never a file."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    if name[:4] in ("UTC+", "UTC-"):
        return datetime.strptime(name[3:], "%z").tzinfo
    return ZoneInfo(name)


def _encode_numpy(encoder, kind, value, np):
    if kind is np.ndarray:
        if value.dtype.hasobject:
            if value.dtype != object:
                return None
            encoder.container(value)
            return {"objects": [list(value.shape), encoder.sequence(value.ravel().tolist())]}
        if not (name := _dtype_name(value.dtype)):
            return None
        encoder.container(value)
        return {"array": [name, list(value.shape), encoder.buffer(value.tobytes())]}
    if isinstance(value, np.generic) and (name := _dtype_name(value.dtype)):
        return {"scalar": [name, encoder.buffer(value.tobytes())]}
    if isinstance(value, np.dtype) and (name := _dtype_name(value)):
        return {"dtype": name}
    return None


def _dtype_name(dtype) -> str:
    """A name for numbers, fixed-width text and dates, in the machine's byte order; else empty."""
    if dtype.name in NUMBERS:
        return dtype.name
    return dtype.str if dtype.kind in "USMm" and dtype.names is None else ""


def _dtype(name):
    import numpy as np

    if type(name) is not str or not (name in NUMBERS or name[1:2] in ("U", "S", "M", "m")):
        raise WireError("dtype")
    dtype = np.dtype(name)
    if dtype.hasobject or dtype.itemsize > 2**20:
        raise WireError("dtype")
    return dtype


def _shape(data) -> tuple[int, ...]:
    fits = type(data) is list and len(data) <= MAX_DIMENSIONS
    if not fits or any(type(n) is not int or not 0 <= n < 2**40 for n in data):
        raise WireError("shape")
    return tuple(data)


def _array(decoder, content):
    import numpy as np

    name, shape, buffer = content
    flat = np.frombuffer(decoder.buffer(buffer), dtype=_dtype(name))
    return decoder.container(flat.reshape(_shape(shape)).copy())


def _objects(decoder, content):
    import numpy as np

    shape, items = content
    flat = np.empty(len(items), dtype=object)
    value = decoder.container(flat.reshape(_shape(shape)))
    for index, item in enumerate(decoder.sequence(items)):
        flat[index] = item
    return value


def _scalar(decoder, content):
    import numpy as np

    name, buffer = content
    values = np.frombuffer(decoder.buffer(buffer), dtype=_dtype(name))
    if values.shape != (1,):
        raise WireError("scalar")
    return values[0]


def _encode_pandas(encoder, kind, value, pd):
    if kind is pd.DataFrame:
        encoder.container(value)
        columns = [value.iloc[:, i].array for i in range(value.shape[1])]
        index, names = _index(encoder, value.index, pd), _index(encoder, value.columns, pd)
        if index is None or names is None:
            return None
        return {"frame": [index, names, [_column(encoder, column, pd) for column in columns]]}
    if kind is pd.Series:
        encoder.container(value)
        index = _index(encoder, value.index, pd)
        if index is None:
            return None
        return {"series": [index, _column(encoder, value.array, pd), encoder.encode(value.name)]}
    if isinstance(value, pd.Index):
        return _index(encoder, value, pd)
    if kind is pd.Timestamp:
        zone = None if value.tz is None else str(value.tz)
        return {"timestamp": [value.unit, int(value.asm8.astype("int64")), zone]}
    if kind is pd.Timedelta:
        return {"interval": [value.unit, int(value.asm8.astype("int64"))]}
    if value is pd.NA or value is pd.NaT:
        return {"missing": "NA" if value is pd.NA else "NaT"}
    return None


def _index(encoder, index, pd):
    names = encoder.sequence(list(index.names))
    if type(index) is pd.RangeIndex:
        return {"index": ["range", names, [index.start, index.stop, index.step]]}
    if type(index) is pd.MultiIndex:
        levels = [
            _column(encoder, index.get_level_values(i).array, pd) for i in range(index.nlevels)
        ]
        return {"index": ["multi", names, levels]}
    if type(index) in (pd.Index, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex):
        return {"index": ["plain", names, _column(encoder, index.array, pd)]}
    return None


def _column(encoder, array, pd) -> list:
    """[how, ...] of one column: numpy data, categories, times with a zone, or values one by one."""
    dtype = array.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        categories = _column(encoder, dtype.categories.array, pd)
        return ["category", encoder.encode(array.codes), categories, bool(dtype.ordered)]
    if isinstance(dtype, pd.DatetimeTZDtype):
        numbers = array.to_numpy(f"datetime64[{dtype.unit}]")
        return ["zoned", encoder.encode(numbers.view("int64")), dtype.unit, str(dtype.tz)]
    if dtype.name in EXTENSIONS:
        return ["values", encoder.sequence(array.tolist()), dtype.name]
    return ["numpy", encoder.encode(array.to_numpy())]


def _from_column(decoder, content):
    import numpy as np
    import pandas as pd

    how, data, *rest = content
    if how == "numpy":
        values = decoder.decode(data)
        if type(values) is not np.ndarray or values.ndim != 1:
            raise WireError("column")
        return values
    if how == "values":
        if rest[0] not in EXTENSIONS:
            raise WireError("column")
        return pd.array(decoder.sequence(data), dtype=rest[0])
    if how == "category":
        codes, categories = decoder.decode(data), _from_column(decoder, rest[0])
        return pd.Categorical.from_codes(codes, pd.Index(categories), ordered=bool(rest[1]))
    if how == "zoned":
        numbers, dtype = decoder.decode(data), pd.DatetimeTZDtype(rest[0], _zone(rest[1]))
        return (
            pd.Series(numbers.view(f"datetime64[{dtype.unit}]"))
            .dt.tz_localize("UTC")
            .dt.tz_convert(dtype.tz)
            .array
        )
    raise WireError("column")


def _from_index(decoder, content):
    import pandas as pd

    kind, names, data = content
    names = decoder.sequence(names)
    if kind == "range":
        return pd.RangeIndex(*decoder.integers(data, 3), name=names[0])
    if kind == "multi":
        return pd.MultiIndex.from_arrays([_from_column(decoder, c) for c in data], names=names)
    if kind == "plain":
        return pd.Index(_from_column(decoder, data), name=names[0])
    raise WireError("index")


def _from_reference(decoder, content):
    (inner,) = content.values()
    return _from_index(decoder, inner)


def _frame(decoder, content):
    import pandas as pd

    index, names, columns = content
    position = len(decoder.containers)
    decoder.container(None)
    index, names = _from_reference(decoder, index), _from_reference(decoder, names)
    arrays = [_from_column(decoder, column) for column in columns]
    if len(arrays) != len(names) or any(len(array) != len(index) for array in arrays):
        raise WireError("frame")
    frame = pd.DataFrame(dict(enumerate(arrays)), index=index, columns=range(len(arrays)))
    frame.columns = names
    decoder.containers[position] = frame
    return frame


def _series(decoder, content):
    import pandas as pd

    index, column, name = content
    position = len(decoder.containers)
    decoder.container(None)
    index, values = _from_reference(decoder, index), _from_column(decoder, column)
    if len(index) != len(values):
        raise WireError("series")
    series = pd.Series(values, index=index, name=decoder.decode(name))
    decoder.containers[position] = series
    return series


def _timestamp(decoder, content):
    import numpy as np
    import pandas as pd

    unit, number, zone = content
    value = pd.Timestamp(np.datetime64(number, str(unit)))
    return value if zone is None else value.tz_localize("UTC").tz_convert(_zone(zone))


def _interval(decoder, content):
    import numpy as np
    import pandas as pd

    unit, number = content
    return pd.Timedelta(np.timedelta64(number, str(unit)))


def _missing(decoder, content):
    import pandas as pd

    return {"NA": pd.NA, "NaT": pd.NaT}[content]


def _encode_torch(encoder, kind, value, torch):
    if isinstance(value, torch.dtype):
        return {"torch.dtype": str(value).removeprefix("torch.")}
    if kind is torch.device:
        return {"torch.device": str(value)}
    if kind is torch.Size:
        return {"torch.size": list(value)}
    if kind not in (torch.Tensor, torch.nn.Parameter):
        return None
    name = str(value.dtype).removeprefix("torch.")
    if name not in TENSORS or value.layout is not torch.strided:
        return None
    encoder.container(value)
    plain = value.detach().cpu().contiguous()
    data = plain.view(torch.int16) if name == "bfloat16" else plain
    flags = [bool(value.requires_grad), kind is torch.nn.Parameter]
    return {"tensor": [name, list(value.shape), encoder.buffer(data.numpy().tobytes()), *flags]}


def _tensor(decoder, content):
    import torch

    name, shape, buffer, gradient, parameter = content
    if name not in TENSORS:
        raise WireError("tensor")
    data, dtype = bytearray(decoder.buffer(buffer)), getattr(torch, name)
    flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    value = flat.reshape(_shape(shape))
    if parameter is True:
        return decoder.container(torch.nn.Parameter(value, requires_grad=gradient is True))
    return decoder.container(value.requires_grad_() if gradient is True else value)


def _torch_dtype(decoder, content):
    import torch

    if content not in TENSORS:
        raise WireError("dtype")
    return getattr(torch, content)


def _torch_device(decoder, content):
    import torch

    if content not in ("cpu", "meta"):
        raise WireError("device")
    return torch.device(content)


def _torch_size(decoder, content):
    import torch

    return torch.Size(_shape(content))


DECODERS = {
    "array": _array,
    "objects": _objects,
    "scalar": _scalar,
    "dtype": lambda decoder, content: _dtype(content),
    "frame": _frame,
    "series": _series,
    "index": _from_index,
    "timestamp": _timestamp,
    "interval": _interval,
    "missing": _missing,
    "tensor": _tensor,
    "torch.dtype": _torch_dtype,
    "torch.device": _torch_device,
    "torch.size": _torch_size,
}
