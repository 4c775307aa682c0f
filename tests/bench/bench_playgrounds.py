"""Twenty people at once on the one server of all playgrounds: `bench_playgrounds.py`.

A real `aulac playground`, every module mounted. Each person has a client of their own, opens every
playground, types texts with pauses as people do, and lets the language model write on where there
is one; a view must be, to the letter, what the same text gave one person alone. First one person,
then all of them, both on this machine's cores together with the server. Prints a Markdown table:
p50 and p95 in milliseconds, errors, and how many times longer than alone. Nothing is asserted.
"""

import argparse
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import httpx
import psutil
from gradio_client import Client

from aulac import playground
from aulac.classroom.ports import LOOPBACK, free_port

PEOPLE, ROUNDS = 20, 3
PAUSE = (0.5, 2.5)  # seconds between two actions of one person
WRITTEN = (0.8, 0, 30)  # temperature, top_k, tokens
TEXTS = (
    "Khách quan tâm nhất là giá cả.",
    "Toi muon dat hai ly ca phe sua da",
    "Chị Hòa ở Huế gọi lúc 8 giờ 30 ngày 12/9",
    "Sáng nay trời mưa to, cả nhà ở nhà",
)
OPENINGS = ("Ngày xưa, ở một làng nọ có", "Mẹ ơi, chiều nay con", "Thủ đô của Việt Nam là")
PATIENCE = 120  # seconds


@dataclass
class Notes:
    """What was measured, by action: seconds, and what went wrong, counted."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))

    def time(self, action: str, do):
        """Return what do() returns, or None where it fails, which is noted."""
        begun = time.monotonic()
        try:
            found = do()
        except Exception as error:
            self.wrong[action][type(error).__name__] += 1
            return None
        self.seconds[action].append(time.monotonic() - begun)
        return found


class Person:
    """Somebody with the playgrounds open, each by a client of its own."""

    def __init__(self, number: int, address: str, modules: list[str]):
        self.chance, self.address, self.modules = random.Random(number), address, modules
        self.notes, self.seen = Notes(), {}
        self.clients = {name: self.client(name) for name in modules}
        self.streaming = {name for name in modules if self.can_stream(name)}

    def client(self, name: str) -> Client:
        address = f"{self.address}playground/vi/{name}/"
        return Client(address, verbose=False, httpx_kwargs={"timeout": PATIENCE})

    def can_stream(self, name: str) -> bool:
        api = self.clients[name].view_api(print_info=False, return_format="dict")
        return "/write" in api["named_endpoints"]

    def work(self, start: Barrier, rounds: int) -> Notes:
        start.wait()
        for _ in range(rounds):
            for name in self.chance.sample(self.modules, len(self.modules)):
                self.pause()
                self.notes.time("page", lambda name=name: self.open(name))
                for text in TEXTS:
                    self.pause()
                    self.view(name, text)
                if name in self.streaming:
                    self.pause()
                    self.stream(name)
        return self.notes

    def pause(self) -> None:
        time.sleep(self.chance.uniform(*PAUSE))

    def open(self, name: str) -> None:
        address = f"{self.address}playground/vi/{name}/"
        httpx.get(address, timeout=PATIENCE).raise_for_status()

    def view(self, name: str, text: str) -> None:
        job = self.clients[name].submit
        found = self.notes.time(
            f"view {name}", lambda: job(text, api_name="/show").result(PATIENCE)
        )
        if found and self.seen.setdefault((name, text), found) != found:
            self.notes.wrong[f"view {name}"]["not the same as alone"] += 1

    def stream(self, name: str) -> None:
        action, begun, pieces = f"stream {name}", time.monotonic(), []
        prompt = self.chance.choice(OPENINGS)
        try:
            for text in self.clients[name].submit(prompt, *WRITTEN, api_name="/write"):
                if not pieces:
                    self.notes.seconds[f"{action}: first piece"].append(time.monotonic() - begun)
                pieces.append(re.sub("<[^>]+>", "", text))
        except Exception as error:
            self.notes.wrong[f"{action}: whole"][type(error).__name__] += 1
            return
        if not pieces:
            self.notes.wrong[f"{action}: whole"]["nothing came"] += 1
        self.notes.seconds[f"{action}: whole"].append(time.monotonic() - begun)


def together(address: str, modules: list[str], people: int, rounds: int, seen: dict) -> Notes:
    """Let so many people work at once; return all their notes."""
    every = [Person(number, address, modules) for number in range(people)]
    start, notes = Barrier(people), Notes()
    for person in every:
        person.seen = seen
    with ThreadPoolExecutor(people) as pool:
        for found in pool.map(lambda person: person.work(start, rounds), every):
            for action, seconds in found.seconds.items():
                notes.seconds[action] += seconds
            for action, wrong in found.wrong.items():
                notes.wrong[action] += wrong
    for person in every:
        for client in person.clients.values():
            client.close()
    return notes


def report(alone: Notes, crowd: Notes, people: int) -> None:
    print(f"| action | calls | p50 | p95 | errors | p95 alone | {people} to 1 |")
    print("|---|---|---|---|---|---|---|")
    for action in sorted(crowd.seconds | crowd.wrong):
        times, one = crowd.seconds[action], alone.seconds[action]
        wrong = ", ".join(f"{count} {what}" for what, count in crowd.wrong[action].items()) or "0"
        if not times or not one:
            print(f"| {action} | {len(times)} | | | {wrong} | | |")
            continue
        middle, high, before = at(times, 0.5), at(times, 0.95), at(one, 0.95)
        print(
            f"| {action} | {len(times)} | {middle * 1000:.0f} | {high * 1000:.0f} | {wrong} "
            f"| {before * 1000:.0f} | {high / before:.1f} |"
        )


def at(times: list[float], share: float) -> float:
    return sorted(times)[round(share * (len(times) - 1))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--modules", nargs="*", default=playground.names())
    options = parser.parse_args()
    port = free_port()
    command = [str(Path(sys.executable).with_name("aulac")), "playground", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            while "Ctrl-C" not in server.stdout.readline():
                pass
            address, seen = f"http://{LOOPBACK}:{port}/", {}
            for name in options.modules:  # the first request imports Gradio and builds every page
                httpx.get(f"{address}playground/vi/{name}/", timeout=PATIENCE).raise_for_status()
            together(address, options.modules, 1, 1, seen)  # whatever is loaded once
            alone = together(address, options.modules, 1, options.rounds, seen)
            begun = time.monotonic()
            crowd = together(address, options.modules, options.people, options.rounds, seen)
            seconds = time.monotonic() - begun
            memory = psutil.Process(server.pid).memory_info().rss / 1e6
        finally:
            server.terminate()
    report(alone, crowd, options.people)
    calls = sum(map(len, crowd.seconds.values()))
    cores = psutil.cpu_count()
    print(f"\n{calls} calls in {seconds:.0f} s on {cores} cores, shared by server and clients; ")
    print(f"the server holds {memory:.0f} MB. Pauses between actions: {PAUSE} s.")


if __name__ == "__main__":
    main()
