"""Attempts to change what lies outside: gradebook, submissions, the environment, the grader."""

from corpus import Hostile

HONEST = ("average",)
TRY = """
import os, shutil, signal, subprocess, sys
def attempt(action, *args):
    try:
        return action(*args)
    except BaseException as error:
        print(type(error).__name__)
"""


def entry(name, tries, source, **options):
    return Hostile(name, tries, extra={None: TRY + source}, **{"honest": HONEST} | options)


ENTRIES = [
    entry(
        "gradebook",
        "deletes and rewrites gradebook, source and submissions",
        """
for name in ("gradebook.db", "source/victim/victim.ipynb", "submitted/other/victim/victim.ipynb"):
    attempt(os.remove, "@COURSE@/" + name)
    attempt(lambda: open("@COURSE@/" + name, "a").write("changed"))
attempt(shutil.rmtree, "@COURSE@")
attempt(os.makedirs, "@COURSE@/submitted/forged")
""",
    ),
    entry(
        "environment",
        "changes Python's own files: site-packages, the standard library, the engine",
        """
import graders, numpy
for module in (os, numpy, graders):
    folder = os.path.dirname(module.__file__)
    attempt(lambda: open(os.path.join(folder, "owned.pth"), "w").write("import os"))
    attempt(lambda: open(module.__file__, "a").write("raise SystemExit"))
    attempt(os.remove, module.__file__)
""",
    ),
    entry(
        "start_up",
        "leaves files that others run: home, cron, profile, IPython start-up, /tmp, /dev/shm",
        """
home = os.path.expanduser("~")
for path in (home + "/.bashrc", home + "/.ipython/profile_default/startup/0.py", "/etc/cron.d/x",
             "/etc/ld.so.preload", "/root/.ssh/authorized_keys", "/usr/local/bin/python3",
             "/tmp/CANARY-left", "/dev/shm/CANARY-left", "/var/tmp/CANARY-left", "/owned"):
    attempt(os.makedirs, os.path.dirname(path), 0o777, True)
    attempt(lambda: open(path, "w").write("owned"))
""",
    ),
    entry(
        "mounts",
        "remounts, chroots, enters namespaces and makes new ones",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for target in (b"/", b"/usr", b"/tmp", b"/proc"):
    for flags in (32, 4096):
        print(libc.mount(b"none", target, None, flags, None))
    print(libc.umount2(target, 2))
print(libc.unshare(0x10000000), libc.unshare(0x00020000), libc.chroot(b"/proc/1/root"))
print(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None), libc.setns(0, 0))
print(attempt(subprocess.run, ["unshare", "-Ur", "id"]))
""",
    ),
    entry(
        "signals_to_the_grader",
        "kills, stops and traces every process number, parents and groups first",
        """
me = os.getpid()
for pid in (os.getppid(), 1, -os.getppid()):
    if pid not in (me, 0, -1):
        for number in (signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
            attempt(os.kill, pid, number)
for pid in range(2, 40000):
    if pid != me:
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
""",
        honest=("average", "words"),
        may_lose=True,
    ),
    entry(
        "privileges",
        "setuid, capabilities, ptrace, chown, device nodes, kernel keys, raw sockets, modules",
        """
import ctypes, socket
libc = ctypes.CDLL(None, use_errno=True)
attempt(os.setuid, 0); attempt(os.setgid, 0); attempt(os.setgroups, [0])
attempt(os.mknod, "disk", 0o60666, os.makedev(8, 0)); attempt(os.chown, ".", 0, 0)
attempt(socket.socket, socket.AF_INET, socket.SOCK_RAW, 1); attempt(socket.socket, 40, 1)
for number in (101, 165, 246, 250, 298, 304, 310, 313, 321, 323, 425, 435):
    print(number, libc.syscall(number, 0, 0, 0, 0, 0, 0), ctypes.get_errno())
print(attempt(subprocess.run, ["su", "-c", "id"]), attempt(os.nice, -10), os.getuid())
""",
    ),
    entry(
        "daemons",
        "double forks, setsid, closed pipes: processes that outlive their submission",
        """
import time
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        if os.fork() == 0:
            os.execvp("sleep", ["sleep", "4242"])
        os._exit(0)
script = "trap '' TERM HUP INT; sleep 4242 & sleep 4242"
subprocess.Popen(script, shell=True, start_new_session=True)
""",
    ),
    entry(
        "at_exit",
        "atexit, __del__, finalizers and signal handlers that write and wait at the end",
        """
import atexit, threading, time, weakref
def late(*args):
    attempt(lambda: open("@COURSE@/late", "w"))
    time.sleep(60)
class Late:
    __del__ = late
keep = Late(); keep.me = keep
atexit.register(late); weakref.finalize(keep, late); threading._register_atexit(late)
for number in range(1, 32):
    attempt(signal.signal, number, late if number != signal.SIGALRM else signal.SIG_IGN)
threading.Thread(target=late).start()
""",
        may_lose=True,
    ),
    entry(
        "limits_raised",
        "raises its own resource limits, joins other cgroups, turns the out-of-memory killer away",
        """
import resource
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        attempt(resource.setrlimit, getattr(resource, name), (-1, -1))
for path in ("/proc/self/oom_score_adj", "/proc/1/oom_score_adj", "/sys/fs/cgroup/cgroup.procs",
             "/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/self/uid_map"):
    attempt(lambda: open(path, "w").write("0"))
""",
    ),
    entry(
        "settings_changed",
        "changes working folder, umask, environment, time zone, precision, recursion, path",
        """
import decimal, locale, time
os.chdir("/"); os.umask(0o777); os.environ.clear(); os.environ["TZ"] = "X"; time.tzset()
decimal.getcontext().prec = 1
sys.setrecursionlimit(60); sys.set_int_max_str_digits(640); sys.setswitchinterval(100)
sys.path.clear(); sys.argv = None
""",
        may_lose=True,
    ),
    entry(
        "work_folder_removed",
        "removes, moves and locks its own work folder",
        """
here = os.getcwd()
os.mkdir("sub"); attempt(os.rename, here, here + "2"); attempt(shutil.rmtree, here)
attempt(os.chmod, here, 0); attempt(os.rmdir, here)
""",
        honest=("average", "words"),
    ),
]
