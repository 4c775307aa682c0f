"""Too much of everything: memory, processes, disk, output, recursion; crashes."""

from corpus import ALL_BUT_ONE, Hostile, once

HONEST = ("words", "total")


def in_call(name, tries, body, **options):
    """The attack runs in the first call of a test; it costs that test and nothing else."""
    return Hostile(name, tries, {"average": once(body)}, **{"earns": ALL_BUT_ONE} | options)


def in_cell(name, tries, source, **options):
    return Hostile(name, tries, extra={"limits": source}, **{"honest": HONEST} | options)


ENTRIES = [
    in_call(
        "memory",
        "memory, a megabyte at a time",
        """
            kept = []
            while True: kept.append(bytearray(2**20))
        """,
    ),
    in_call("memory_at_once", "one string of 100 GB", "return 'x' * 10**11"),
    in_call(
        "memory_caught",
        "memory, and again after each MemoryError",
        """
            kept = []
            while True:
                try: kept.append(bytearray(2**22))
                except MemoryError: kept.append(len(kept))
        """,
    ),
    in_call(
        "shared_memory",
        "/dev/shm, memfd, mmap, SysV and pipes beyond the limit",
        """
            kept = []
            for n in range(4000):
                f = os.memfd_create(str(n))
                kept.append(f)
                os.write(f, b'x' * 2**20)
            return len(kept)
        """,
        may_lose=True,  # its files stay open and are missed by later cells
    ),
    in_call(
        "fork_bomb",
        "processes that fork processes",
        """
            while True:
                try: os.fork()
                except OSError: pass
        """,
    ),
    in_cell(
        "shell_bomb",
        "a fork bomb of the shell",
        "!b() { b | b & }; b",
        may_lose=True,  # its children complain on stderr while tests run
    ),
    in_call(
        "thread_bomb",
        "threads without end",
        """
            while True:
                threading.Thread(target=time.sleep, args=(99,)).start()
        """,
    ),
    in_cell(
        "disk",
        "a file of gigabytes, in every folder that can be written",
        """
            for top in ('.', '/tmp', '/dev/shm', '/var/tmp'):
                try:
                    with open(top + '/fill', 'wb') as file:
                        for _ in range(4096): file.write(b'x' * 2**20)
                except OSError as error: print(error.errno)
        """,
        may_lose=True,
    ),
    in_cell(
        "sparse",
        "sparse files of petabytes, by truncate and by seek",
        """
            import os
            for n in range(20):
                try:
                    with open(f'sparse{n}', 'wb') as file: file.truncate(2**40)
                except OSError as error: print(error.errno)
        """,
    ),
    in_cell(
        "inodes",
        "a million empty files and folders",
        """
            import os
            try:
                for n in range(10**6):
                    open(f'{n}', 'w').close(); os.mkdir(f'd{n}')
            except OSError as error: print(error.errno)
        """,
        may_lose=True,
    ),
    in_cell(
        "large_files",
        "files as large as allowed, changed at every step",
        "import os\nfor n in range(12): open(f'f{n}', 'wb').write(os.urandom(2**20))",
    ),
    in_cell(
        "output_bytes",
        "a gigabyte of output",
        """
            import os, sys
            for _ in range(200): print('x' * 10**6)
            for _ in range(50): os.write(1, b'y' * 10**6)
        """,
    ),
    in_cell(
        "output_messages",
        "200,000 messages",
        """
            from IPython.display import display
            for n in range(200_000): print(n, end='')
            for n in range(3000): display(n)
        """,
    ),
    in_cell(
        "output_by_child",
        "output of a child process that writes for ever",
        "!yes | head -c 1000000000",
    ),
    in_cell(
        "plots",
        "a hundred large plots",
        """
            import matplotlib.pyplot as plt
            for n in range(30):
                plt.figure(figsize=(8, 8)); plt.plot([n])
            plt.show()
        """,
        may_lose=True,
    ),
    in_call(
        "recursion",
        "recursion without end, with no limit",
        """
            sys.setrecursionlimit(10**9)
            return average(values)
        """,
    ),
    in_call(
        "deep_answer",
        "an answer nested 100,000 deep",
        """
            x = []
            for _ in range(100_000): x = [x]
            return x
        """,
    ),
    in_call("cyclic_answer", "an answer that contains itself", "x = []; x.append(x); return x"),
    in_call("wide_answer", "an answer of ten million items", "return [0] * 10**7"),
    in_call("large_string", "a string of 100 MB", "return 'x' * 10**8"),
    in_call("large_integer", "an integer of a hundred million bits", "return 1 << 10**8"),
    in_call(
        "virtual_array",
        "an array of 2**50 items that takes eight bytes",
        """
            import numpy as np
            return np.broadcast_to(np.float64(1), (2**25, 2**25))
        """,
    ),
    in_call(
        "argument_grown", "the test's own argument grown to millions", "values.extend(range(10**7))"
    ),
    in_call(
        "printed_and_raised", "an exception with a text of 100 MB", "raise KeyError('x' * 10**8)"
    ),
    in_call(
        "deep_traceback",
        "a chain of 10,000 exceptions",
        """
            error = None
            for n in range(10_000):
                new = KeyError(n); new.__cause__ = error; error = new
            raise error
        """,
    ),
    in_call("null_pointer", "a crash of the interpreter", "ctypes.string_at(0)"),
    in_call(
        "killed",
        "SIGKILL to itself and to all",
        "os.kill(-1, signal.SIGKILL); os.kill(os.getpid(), signal.SIGKILL)",
    ),
    in_call("aborted", "abort, and the fault handler", "os.abort()"),
    in_cell(
        "broken_heap",
        "a crash in a cell, not in a call",
        "import ctypes\nctypes.memset(id(type), 0, 4096)",
    ),
    in_cell(
        "source_too_complex",
        "sources that break the parser",
        "exec('(' * 100_000)\n",
    ),
    in_cell(
        "source_deep", "an expression 5,000 deep, and one with a huge constant", "-" * 5000 + "1\n"
    ),
    in_cell(
        "many_names", "200,000 variables", "for n in range(200_000): globals()[f'name{n}'] = n"
    ),
]
