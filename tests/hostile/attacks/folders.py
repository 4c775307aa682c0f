"""What lies in the folder handed in: links, pipes, sockets, devices, odd names, bombs, nothing."""

import os
import shutil
import socket
import zipfile

from corpus import Hostile


def link_out(folder, course):
    """Links to the gradebook, to another learner's folder, to /etc and to themselves."""
    (folder / "gradebook.db").symlink_to(course / "gradebook.db")
    (folder / "other").symlink_to(course / "submitted" / "other")
    (folder / "etc").symlink_to("/etc")
    (folder / "loop").symlink_to("loop")


def notebook_is_link(folder, course):
    (folder / "victim.ipynb").unlink()
    (folder / "victim.ipynb").symlink_to(course / "source" / "victim" / "victim.ipynb")


def notebook_is_pipe(folder, course):
    (folder / "victim.ipynb").unlink()
    os.mkfifo(folder / "victim.ipynb")


def notebook_is_folder(folder, course):
    (folder / "victim.ipynb").unlink()
    (folder / "victim.ipynb").mkdir()


def data_is_link(folder, course):
    (folder / "sales.csv").symlink_to(course / "gradebook.db")


def special_files(folder, course):
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(folder)  # the address of a socket is short
        listening.bind("socket")
        os.chdir(here)


def odd_names(folder, course):
    for name in (
        b"a\nb",
        b"\xff\xfe",
        b"-rf",
        b"~",
        b"\x1b[2J",
        b"x" * 250,
        b"<script>alert(1)",
        b"%s",
    ):
        with open(os.path.join(os.fsencode(folder), name), "w") as file:
            file.write("x")


def thousand_files(folder, course):
    for number in range(1000):
        (folder / f"{number}.txt").write_text("x")


def deep_folders(folder, course):
    (folder / "/".join("d" * 300)).mkdir(parents=True)


def sparse(folder, course):
    with open(folder / "large.bin", "wb") as file:
        file.truncate(2**40)
    with open(folder / "victim2.ipynb", "wb") as file:
        file.truncate(2**40)


def zip_bomb(folder, course):
    with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"../../{number}", b"\0" * 10**7)


def no_notebook(folder, course):
    (folder / "victim.ipynb").rename(folder / "Victim (1).ipynb")


def nothing(folder, course):
    shutil.rmtree(folder)
    folder.mkdir()


HONEST = ("average", "total")
ENTRIES = [
    Hostile(
        "links_out",
        "links to the gradebook and to others, read and printed by the answer",
        extra={
            None: """
            import os
            for name in ("gradebook.db", "other/victim/victim.ipynb", "etc/passwd", "loop"):
                try:
                    print(name, open(name).read())
                except OSError as error:
                    print(type(error))
            """
        },
        honest=HONEST,
        folder=link_out,
    ),
    Hostile(
        "notebook_is_link",
        "the notebook links to the source",
        folder=notebook_is_link,
        refused="file_link",
    ),
    Hostile(
        "notebook_is_pipe",
        "a FIFO that nobody writes",
        folder=notebook_is_pipe,
        refused="file_special",
    ),
    Hostile(
        "notebook_is_folder", "a folder", folder=notebook_is_folder, refused="notebook_missing"
    ),
    Hostile("data_is_link", "sales.csv links to the gradebook", honest=HONEST, folder=data_is_link),
    Hostile("special_files", "a FIFO and a socket", honest=HONEST, folder=special_files),
    Hostile(
        "odd_names", "newlines, bytes that are no UTF-8, markup", honest=HONEST, folder=odd_names
    ),
    Hostile("thousand_files", "1,000 files", honest=HONEST, folder=thousand_files),
    Hostile("deep_folders", "300 folders deep", honest=HONEST, folder=deep_folders),
    Hostile("sparse", "sparse files of a terabyte", honest=HONEST, folder=sparse),
    Hostile("zip_bomb", "a zip that grows and climbs", honest=HONEST, folder=zip_bomb),
    Hostile("no_notebook", "another file name", folder=no_notebook, refused="notebook_missing"),
    Hostile("nothing", "an empty folder", folder=nothing, refused="notebook_missing"),
]
