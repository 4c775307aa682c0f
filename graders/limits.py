"""How much a learner's process may use."""

from dataclasses import asdict, dataclass, fields


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one submission. Wall time is for the caller to watch, the rest is locked in.

    memory_mb counts what the process adds to what the zygote had loaded already; disk_mb is the
    private folder, /tmp and /dev/shm together. Raises ValueError for what is not positive.
    """

    cell_seconds: float = 30.0
    notebook_seconds: float = 300.0
    cpu_seconds: int = 300
    memory_mb: int = 2048
    processes: int = 64
    output_kb: int = 1024
    disk_mb: int = 64
    open_files: int = 256

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            kinds = (int, float) if field.type is float else (int,)
            if type(value) not in kinds or not 0 < value < float("inf"):
                raise ValueError(f"{field.name}: {value!r}")

    @classmethod
    def from_dict(cls, values: dict) -> "Limits":
        """Limits from plain data. Raises ValueError for an unknown name or a bad value."""
        unknown = set(values) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"{', '.join(sorted(unknown))}: unknown")
        return cls(**values)

    def to_dict(self) -> dict:
        return asdict(self)
