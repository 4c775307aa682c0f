"""Where grading runs: threads of this process that supervise the sandboxes, or a Dask cluster.

Both are a `concurrent.futures` executor. A worker only supervises; learner code runs in processes
of its own, so that a worker never dies of it.
"""

import os
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor

CONNECT_SECONDS = 30
CLOSE_SECONDS = 2
PATIENCE_SECONDS = 60.0
AHEAD = 2  # submissions in flight for each thread: one at work, one waiting


class WorkersError(Exception):
    """No worker can be reached: `key` names a sentence of `words`, with `params`."""

    def __init__(self, key: str, **params):
        super().__init__(key, params)
        self.key, self.params = key, params


class Workers:
    """An executor, how many submissions to give it at a time, and what its errors mean.

    patience: seconds without any answer after which to ask whether there still are workers.
    Left by an exception, it drops what has not begun and waits for nothing.
    """

    executor: Executor
    window: int
    patience: float | None = None
    closed = False

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, kind, *_) -> None:
        self.close(wait=kind is None)

    def submit(self, function, *arguments) -> Future:
        return self.executor.submit(function, *arguments)

    def share(self, value):
        """A value to give to many calls as an argument."""
        return value

    def lost(self, error: BaseException) -> bool:
        """This error says nothing of the submission: the worker died that had it."""
        return False

    def check(self) -> None:
        """Raises WorkersError if nobody is there to answer."""

    def close(self, wait: bool = True) -> None:
        """Ends the work; a second time it does nothing."""
        if not self.closed:
            self.closed = True
            self.end(wait)

    def end(self, wait: bool) -> None:
        self.executor.shutdown(wait=wait, cancel_futures=not wait)


class LocalWorkers(Workers):
    """Threads of this process, as many as there are processors unless told otherwise."""

    def __init__(self, jobs: int | None = None):
        jobs = jobs or len(os.sched_getaffinity(0))
        self.window = AHEAD * jobs
        self.executor = ThreadPoolExecutor(jobs, thread_name_prefix="grade")


class ClusterWorkers(Workers):
    """The workers of a Dask cluster. Raises WorkersError where it cannot be reached."""

    def __init__(self, address: str):
        from distributed import Client

        self.address, self.patience = address, PATIENCE_SECONDS
        try:
            self.client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise WorkersError("no_cluster", address=address, reason=error) from None
        try:
            self.client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError:
            self.client.close()
            raise WorkersError("no_workers", address=address) from None
        self.window = AHEAD * max(1, sum(self.client.nthreads().values()))
        # Grading twice must run twice: a pure task would answer with the first result.
        self.executor = self.client.get_executor(pure=False)

    def share(self, value):
        """Sends the value once; workers hand it on, and it is made again if its holders die."""
        return self.client.submit(same, value, pure=False)

    def lost(self, error: BaseException) -> bool:
        """A worker died; raises WorkersError if the whole cluster is gone."""
        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        if not isinstance(error, KilledWorker | CommClosedError | CancelledError):
            return False
        if self.client.status != "running":
            raise WorkersError("cluster_gone", address=self.address)
        return True

    def check(self) -> None:
        try:
            workers = self.client.nthreads()
        except (OSError, TimeoutError):
            raise WorkersError("cluster_gone", address=self.address) from None
        if not workers:
            raise WorkersError("no_workers", address=self.address)

    def end(self, wait: bool) -> None:
        self.executor.shutdown(wait=wait)
        self.client.close(timeout=CLOSE_SECONDS)


def same(value):
    return value


def open_workers(cluster: str | None, jobs: int | None) -> Workers:
    return ClusterWorkers(cluster) if cluster else LocalWorkers(jobs)
