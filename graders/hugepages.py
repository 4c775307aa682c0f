"""Fewer, larger pages before forking: a fork copies one entry for each page that it shares.

Measured with torch and transformers loaded: 4.5 ms a fork with pages of 4 KiB, 1.1 with 2 MiB.
"""

from . import syscalls

HUGE = 2 << 20


def collapse() -> int:
    """Gathers this process's private memory into huge pages; how many bytes it could.

    Worth its 0.3 s once, after all imports; 0 on kernels before 6.1.
    """
    with open("/proc/self/maps") as file:
        areas = [line.split() for line in file]
    return sum(_collapse(area[0]) for area in areas if area[1] == "rw-p" and area[4] == "0")


def _collapse(area: str) -> int:
    start, end = (int(address, 16) for address in area.split("-"))
    start, end = -(-start // HUGE) * HUGE, end // HUGE * HUGE
    if end <= start:
        return 0
    try:
        syscalls.madvise(start, end - start, syscalls.MADV_COLLAPSE)
    except OSError:  # too little free memory in one piece, or an old kernel: merely slower
        return 0
    return end - start
