"""From plain texts to `Tables`: which syllables there are, what company they keep, which stick."""

from array import array
from collections.abc import Iterable

import numpy as np
import torch

from .tables import SPECIALS, UNKNOWN, Tables
from .units import MARK, TITLE, UPPER, key_and_shape, spans

AT_LEAST = 8  # occurrences of a syllable that is listed
PAIR_AT_LEAST = 4
CONTEXTS = 6000  # the most frequent syllables, as company
DIMENSIONS = 64
KINDS = 256
ROUNDS = 12  # of k-means


def tables(texts: Iterable[str], words: list[str], seed: int) -> Tables:
    """Return what the texts tell. words: known words of several syllables, as keys."""
    keys, ids, capitals = _read(texts)
    ids, vocabulary = _most_frequent(keys, ids, words)
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    vectors = _embeddings(ids, len(vocabulary))
    scale = np.abs(vectors).max() / 127
    pair_keys, facts = _pairs(ids, capitals, len(vocabulary))
    kinds, of_pairs = _cluster(facts)
    return Tables(
        vocabulary=vocabulary,
        embeddings=np.round(vectors / scale).astype(np.int8),
        scale=float(scale),
        pair_keys=pair_keys.astype(np.uint32),
        pair_kinds=of_pairs.astype(np.uint8),
        kinds=kinds.astype(np.float16),
        words=words,
    )


def _read(texts: Iterable[str]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return keys, and of each unit the place of its key and whether it has a capital.

    Marks and line ends share the key "", place 0.
    """
    places: dict[str, int] = {"": 0}
    seen: dict[str, tuple[int, bool]] = {}
    ids, capitals = array("i", [0]), array("b", [0])
    for text in texts:
        for start, end in spans(text):
            unit = text[start:end]
            if unit not in seen:
                key, shape = key_and_shape(unit)
                place = places.setdefault("" if shape == MARK else key, len(places))
                seen[unit] = place, shape in (TITLE, UPPER)
            place, capital = seen[unit]
            ids.append(place)
            capitals.append(capital)
        ids.append(0)
        capitals.append(0)
    return list(places), np.array(ids, np.int64), np.array(capitals, bool)


def _most_frequent(keys: list[str], ids: np.ndarray, words: list[str]):
    """Return ids by rank, UNKNOWN for rare keys and 0 for marks, and the keys so numbered."""
    counts = np.bincount(ids, minlength=len(keys))
    needed = {syllable for word in words for syllable in word.split(" ")}
    order = [
        i
        for i in np.argsort(-counts[1:], kind="stable") + 1
        if counts[i] >= AT_LEAST or keys[i] in needed
    ]
    ranks = np.full(len(keys), UNKNOWN)
    ranks[0] = 0
    ranks[order] = np.arange(len(order)) + len(SPECIALS)
    listed = [keys[i] for i in order]
    return ranks[ids], SPECIALS + listed + sorted(needed.difference(listed))


def _embeddings(ids: np.ndarray, size: int) -> np.ndarray:
    """Return float32 (size, DIMENSIONS): the singular vectors of how much more often than by chance
    a syllable stands one or two places from each frequent one (positive PMI), of length 2."""
    rows, columns, values = [], [], []
    for block, step in enumerate((1, -1, 2, -2)):
        here, there = (ids[step:], ids[:-step]) if step > 0 else (ids[:step], ids[-step:])
        usable = (here > UNKNOWN) & (there < CONTEXTS)
        pairs, counts = np.unique(here[usable] * CONTEXTS + there[usable], return_counts=True)
        rows.append(pairs // CONTEXTS)
        columns.append(pairs % CONTEXTS + block * CONTEXTS)
        values.append(counts)
    row, column, count = map(np.concatenate, (rows, columns, values))
    by_row = np.bincount(row, count, size)
    by_column = np.bincount(column, count, 4 * CONTEXTS) ** 0.75
    pmi = np.log(count * by_column.sum() / (by_row[row] * by_column[column]))
    matrix = torch.sparse_coo_tensor(
        np.stack([row, column])[:, pmi > 0],
        torch.tensor(pmi[pmi > 0], dtype=torch.float32),
        (size, 4 * CONTEXTS),
        check_invariants=False,
    ).coalesce()
    left, singular = _svd(matrix)
    vectors = (left * singular**0.5).numpy()
    return 2 * vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)


def _svd(matrix: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the first left singular vectors and values (Halko, Martinsson, Tropp 2011)."""
    transposed = matrix.t().coalesce()
    probe = torch.randn(matrix.shape[1], 2 * DIMENSIONS)
    for _ in range(4):
        basis, _ = torch.linalg.qr(torch.sparse.mm(matrix, probe))
        probe = torch.sparse.mm(transposed, basis)
    left, singular, _ = torch.linalg.svd(probe.T, full_matrices=False)
    return (basis @ left)[:, :DIMENSIONS], singular[:DIMENSIONS]


def _pairs(ids: np.ndarray, capitals: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the frequent pairs as first * size + second, sorted, and facts of each (n, facts)."""
    places = np.flatnonzero((ids[:-1] > UNKNOWN) & (ids[1:] > UNKNOWN))
    keys, of_place, counts = np.unique(
        ids[places] * size + ids[places + 1], return_inverse=True, return_counts=True
    )
    left = np.bincount(ids[places], minlength=size)[keys // size]
    right = np.bincount(ids[places + 1], minlength=size)[keys % size]
    pmi = np.log(counts * counts.sum() / (left * right))
    before = _entropy(of_place, ids[places - 1], counts, size)
    after = _entropy(of_place, ids[np.minimum(places + 2, len(ids) - 1)], counts, size)
    both = np.bincount(of_place, capitals[places] & capitals[places + 1]) / counts
    facts = [
        pmi / 5,
        np.log(counts) / 6,
        before / 3,
        after / 3,
        np.minimum(before, after) / 3,
        both,
        np.log1p(np.maximum(counts * pmi, 0)) / 8,
        np.log(counts / left) / 5,
        np.log(counts / right) / 5,
        np.ones(len(counts)),
    ]
    frequent = counts >= PAIR_AT_LEAST
    return keys[frequent], np.stack(facts, axis=1)[frequent]


def _entropy(pairs: np.ndarray, neighbours: np.ndarray, counts: np.ndarray, size: int):
    """Return how varied the neighbours of each pair are, in nats."""
    keys, times = np.unique(pairs * size + neighbours, return_counts=True)
    pair = keys // size
    share = times / counts[pair]
    return np.bincount(pair, -share * np.log(share), len(counts))


def _cluster(facts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return KINDS rows of facts, the first all zeros, and the nearest row of each pair."""
    points = torch.tensor(facts, dtype=torch.float32)
    centres = points[torch.randperm(len(points))[: KINDS - 1]]
    for _ in range(ROUNDS):
        nearest = torch.cat([torch.cdist(each, centres).argmin(1) for each in points.split(8192)])
        sums = torch.zeros_like(centres).index_add_(0, nearest, points)
        sizes = torch.bincount(nearest, minlength=len(centres))[:, None]
        centres = torch.where(sizes > 0, sums / sizes.clamp(min=1), centres)
    kinds = np.concatenate([np.zeros((1, facts.shape[1])), centres.numpy()])
    return kinds, nearest.numpy() + 1
