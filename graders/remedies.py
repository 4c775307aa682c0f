"""What to do where a machine refuses a sandbox: from the step that failed to a sentence.

Settings only choose the sentence; that something fails was seen by trying it.
"""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

PROFILE = """abi <abi/4.0>,
include <tunables/global>

profile graders-python {python} flags=(unconfined) {{
  userns,
}}"""

SENTENCES = {
    "userns_sysctl": (
        "Máy này cấm người dùng thường tạo user namespace. Hãy chạy: sudo sysctl -w"
        " kernel.unprivileged_userns_clone=1",
        "This machine forbids ordinary users to make user namespaces. Run: sudo sysctl -w"
        " kernel.unprivileged_userns_clone=1",
    ),
    "userns_limit": (
        "Hệ thống không cho thêm user namespace. Hãy tăng giới hạn: sudo sysctl -w"
        " user.max_user_namespaces=10000; trong container thì phải tăng trên máy chủ.",
        "The system allows no more user namespaces. Raise the limit: sudo sysctl -w"
        " user.max_user_namespaces=10000; in a container it is the host's that counts.",
    ),
    "apparmor": (
        "AppArmor của Ubuntu cấm namespace đối với Python này. Hãy ghi vào tệp"
        " /etc/apparmor.d/graders-python nội dung dưới đây, rồi chạy: sudo apparmor_parser -r"
        " /etc/apparmor.d/graders-python\n{profile}",
        "Ubuntu's AppArmor forbids this Python to use namespaces. Put the following into"
        " /etc/apparmor.d/graders-python, then run: sudo apparmor_parser -r"
        " /etc/apparmor.d/graders-python\n{profile}",
    ),
    "container_seccomp": (
        "Bộ lọc seccomp của container chặn namespace. Hãy khởi động container với một profile"
        " cho phép clone, unshare, mount, umount2, pivot_root và mount_setattr (Docker:"
        " --security-opt seccomp=TỆP; Kubernetes: seccompProfile kiểu Localhost).",
        "The container's seccomp filter blocks namespaces. Start the container with a profile that"
        " allows clone, unshare, mount, umount2, pivot_root and mount_setattr (Docker:"
        " --security-opt seccomp=FILE; Kubernetes: a seccompProfile of type Localhost).",
    ),
    "container_apparmor": (
        "AppArmor của container chặn lệnh mount. Hãy khởi động container với --security-opt"
        " apparmor=unconfined (Kubernetes: appArmorProfile kiểu Unconfined).",
        "The container's AppArmor profile blocks mounts. Start the container with --security-opt"
        " apparmor=unconfined (Kubernetes: an appArmorProfile of type Unconfined).",
    ),
    "proc_masked": (
        "Container che một phần /proc nên không gắn được /proc riêng. Hãy khởi động với"
        " --security-opt systempaths=unconfined (Kubernetes: procMount: Unmasked).",
        "The container masks parts of /proc, so that a private one cannot be mounted. Start it with"
        " --security-opt systempaths=unconfined (Kubernetes: procMount: Unmasked).",
    ),
    "wsl1": (
        "WSL 1 không có nhân Linux thật. Hãy chuyển sang WSL 2: wsl --set-version TÊN 2",
        "WSL 1 has no real Linux kernel. Change to WSL 2: wsl --set-version NAME 2",
    ),
    "kernel_old": (
        "Nhân Linux {kernel} thiếu lệnh gọi mà hộp cách ly cần. Hãy nâng lên 5.14 trở lên.",
        "Linux {kernel} lacks a call that the sandbox needs. Upgrade to 5.14 or later.",
    ),
    "landlock_missing": (
        "Nhân Linux không bật Landlock. Hãy thêm landlock vào tham số khởi động lsm=.",
        "The kernel runs without Landlock. Add landlock to the boot parameter lsm=.",
    ),
    "landlock_signals": (
        "Landlock trước Linux 6.12 không chặn tín hiệu ra ngoài: bài nộp có thể dừng tiến trình"
        " khác của cùng tài khoản. Hãy dùng một tài khoản riêng để chấm.",
        "Landlock before Linux 6.12 lets signals out: a submission can stop other processes of the"
        " same account. Grade under an account of its own.",
    ),
    "environment_unreachable": (
        "Tài khoản dùng để chạy bài nộp không đọc được môi trường Python ({detail}). Hãy cài môi"
        " trường vào thư mục mà mọi tài khoản đọc được, như /opt.",
        "The account that runs submissions cannot read the Python environment ({detail}). Install"
        " it in a folder that every account can read, such as /opt.",
    ),
    "root_capabilities": (
        "Tài khoản root ở đây thiếu quyền CAP_SETUID hoặc CAP_SETGID. Hãy thêm hai quyền đó cho"
        " container, hoặc chạy bằng tài khoản thường.",
        "Root lacks CAP_SETUID or CAP_SETGID here. Add both to the container, or run as an ordinary"
        " user.",
    ),
    "cgroup_v2": (
        "Không tạo được cgroup nên bộ nhớ chỉ bị giới hạn theo từng tiến trình. Hãy chạy qua:"
        " systemd-run --user --scope -p Delegate=yes LỆNH",
        "No cgroup can be made, so memory is limited for each process alone. Run it by:"
        " systemd-run --user --scope -p Delegate=yes COMMAND",
    ),
    "cgroup_v1": (
        "Không tạo được cgroup nên bộ nhớ chỉ bị giới hạn theo từng tiến trình. Hãy cho tài khoản"
        " này quyền ghi vào cgroup memory và pids của nó, hoặc chạy bằng root.",
        "No cgroup can be made, so memory is limited for each process alone. Let this account write"
        " to its own memory and pids cgroups, or run as root.",
    ),
    "leak": (
        "Hộp cách ly đã dựng nhưng chưa kín: {detail}. Đừng chấm bài trên máy này; hãy báo cho nhóm"
        " phát triển.",
        "The sandbox was built but does not hold: {detail}. Do not grade on this machine; report"
        " it.",
    ),
    "unknown": (
        "Không dựng được hộp cách ly ở mức {level} ({detail}). Hãy báo cho nhóm phát triển kèm dòng"
        " này.",
        "The sandbox cannot be built at level {level} ({detail}). Report it with this line.",
    ),
}


@dataclass(frozen=True)
class Problem:
    """What stands in the way: a key that stays the same, and what to do about it here."""

    key: str
    vi: str
    en: str


@dataclass(frozen=True)
class Facts:
    """Settings of this machine that choose a sentence; None where there is no such setting."""

    userns_clone: int | None
    max_user_namespaces: int | None
    apparmor_restricts: int | None
    filtered: bool
    container: bool
    root: bool
    cgroup2: bool
    kernel: str
    python: str


def facts() -> Facts:
    """Reads the settings of this machine."""
    return Facts(
        userns_clone=_number("/proc/sys/kernel/unprivileged_userns_clone"),
        max_user_namespaces=_number("/proc/sys/user/max_user_namespaces"),
        apparmor_restricts=_number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
        filtered=bool(re.search(r"^Seccomp:\s*2", _text("/proc/self/status"), re.M)),
        container=any(map(os.path.exists, ("/.dockerenv", "/run/.containerenv")))
        or "KUBERNETES_SERVICE_HOST" in os.environ,
        root=os.geteuid() == 0,
        cgroup2=not re.search(r"^\d+:[^:]*\bmemory\b", _text("/proc/self/cgroup"), re.M),
        kernel=os.uname().release,
        python=os.path.realpath(sys.executable),
    )


def explain(level: str, failure: str, here: Facts) -> Problem:
    """The problem behind `step: ERRNAME text`, as the sandbox reports it."""
    step, _, rest = failure.partition(": ")
    words = {
        "detail": rest if step == "leak" else failure,
        "level": level,
        "kernel": here.kernel,
        "profile": PROFILE.format(python=here.python),
    }
    key = _key(step, rest.split(" ")[0], rest, here)
    vi, en = SENTENCES[key]
    return Problem(key, vi.format(**words), en.format(**words))


def _key(step: str, error: str, text: str, here: Facts) -> str:
    if step == "leak":
        return "leak"
    if step == "cgroup" and error == "none":
        return "cgroup_v2" if here.cgroup2 else "cgroup_v1"
    if step == "signals":
        return "landlock_signals"
    if "Microsoft" in here.kernel:  # WSL 2 says microsoft
        return "wsl1"
    if step == "clone":
        return _clone_key(error, here)
    if step == "restrict_files":
        return {"EACCES": "environment_unreachable", "EOPNOTSUPP": "landlock_missing"}.get(
            error, "kernel_old" if error == "ENOSYS" else "unknown"
        )
    if error == "ENOSYS":
        return "kernel_old"
    if error in ("EPERM", "EACCES"):
        return _refused_key(step, text, here)
    return "unknown"


def _clone_key(error: str, here: Facts) -> str:
    if error in ("ENOSPC", "EUSERS"):
        return "userns_limit"
    if error != "EPERM":
        return "unknown"
    if here.userns_clone == 0 and not here.root:
        return "userns_sysctl"
    # No setting of the host helps against a container's filter: it is asked first.
    return "container_seccomp" if here.filtered or here.container else "unknown"


def _refused_key(step: str, text: str, here: Facts) -> str:
    if text.endswith(" /proc"):
        return "proc_masked"
    if here.apparmor_restricts and not here.root and not here.container:
        return "apparmor"
    if step == "give_identity" and here.root:
        return "root_capabilities"
    if step == "build_root" and here.container:
        return "container_seccomp" if here.filtered and "EPERM" in text else "container_apparmor"
    return "unknown"


def _number(path: str) -> int | None:
    text = _text(path)
    return int(text) if text.strip().isdecimal() else None


def _text(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
