"""A class of honest and mixed submissions, the same at every run: tests and benchmarks grade it.

`mixed_class()` is an assignment with numpy, `mixed_class(heavy=True)` the same with torch and
transformers imported and one more task. Two of the learners loop for ever.
"""

import random

from handmade import Course, code, given, hidden, prose, solution, test, written

SIZE = 60
LOOPERS = 2

TASKS = (
    prose("# Clean a commune's register"),
    code("import math\nimport numpy as np"),
    given("names", 'NAMES = ["Hòa  Bình", " Hà Nội", "HUẾ", "hà nội"]'),
    solution(
        "tidy",
        """
        def tidy(text):
            ### BEGIN SOLUTION
            return " ".join(text.lower().split())
            ### END SOLUTION
        """,
    ),
    code("tidy(NAMES[0])"),
    test("tidy-visible", 1, 'assert tidy("  Hà   Nội ") == "hà nội"'),
    test(
        "tidy-hidden",
        2,
        hidden("""
            for name, want in zip(NAMES, ["hòa bình", "hà nội", "huế", "hà nội"]):
                assert tidy(name) == want, name
            assert tidy("") == ""
        """),
    ),
    solution(
        "mean",
        """
        def mean(values):
            ### BEGIN SOLUTION
            if not values:
                raise ValueError("no values")
            return sum(values) / len(values)
            ### END SOLUTION
        """,
    ),
    test("mean-visible", 1, "assert mean([1, 2, 3, 4]) == 2.5"),
    test(
        "mean-share",
        3,
        hidden("""
            cases = [([2], 2), ([0.1, 0.2], 0.15), ([-1, 1], 0), ([5, 7, 9], 7)]
            right = sum(math.isclose(mean(v), want, abs_tol=1e-12) for v, want in cases)
            3 * right / len(cases)
        """),
    ),
    test(
        "mean-empty",
        1,
        hidden("""
            try:
                mean([])
            except ValueError:
                pass
            else:
                raise AssertionError("mean([]) must raise a ValueError")
        """),
    ),
    solution(
        "zscore",
        """
        def zscore(array):
            ### BEGIN SOLUTION
            return (array - array.mean()) / array.std()
            ### END SOLUTION
        """,
    ),
    test(
        "zscore-visible",
        1,
        "np.testing.assert_allclose(zscore(np.array([1.0, 3.0])), [-1, 1])",
    ),
    test(
        "zscore-hidden",
        2,
        hidden("""
            given = np.arange(12.0)
            got = zscore(given)
            assert got.shape == given.shape
            assert abs(got.mean()) < 1e-9 and abs(got.std() - 1) < 1e-9
            assert (given == np.arange(12.0)).all()
        """),
    ),
    solution(
        "book",
        """
        class Book:
            ### BEGIN SOLUTION
            def __init__(self):
                self.counts = {}

            def add(self, word):
                self.counts[word] = self.counts.get(word, 0) + 1

            def top(self):
                return max(self.counts, key=self.counts.get)

            def __len__(self):
                return len(self.counts)
            ### END SOLUTION
        """,
    ),
    test(
        "book-visible",
        1,
        """
        book = Book()
        for word in "xin chao xin".split():
            book.add(word)
        assert book.counts == {"xin": 2, "chao": 1}
        """,
    ),
    test("book-hidden", 2, hidden('assert book.top() == "xin" and len(book) == 2')),
    test("book-apart", 1, hidden("assert len(Book()) == 0")),
    solution(
        "totals",
        """
        ### BEGIN SOLUTION
        unique = sorted(set(map(tidy, NAMES)))
        longest = max(len(name) for name in unique)
        ### END SOLUTION
        """,
    ),
    test("totals-visible", 1, "assert longest == 8"),
    test("totals-hidden", 2, hidden('assert unique == ["huế", "hà nội", "hòa bình"], unique')),
    written("memo", 3, "Write two sentences."),
)
TORCH = (
    code("import torch\nimport transformers"),
    solution(
        "softmax",
        """
        def softmax(scores):
            ### BEGIN SOLUTION
            return torch.softmax(scores, dim=-1)
            ### END SOLUTION
        """,
    ),
    test(
        "softmax-visible",
        1,
        "assert torch.allclose(softmax(torch.zeros(4)), torch.full((4,), 0.25))",
    ),
    test(
        "softmax-hidden",
        2,
        hidden("""
            got = softmax(torch.tensor([[1.0, 2.0], [800.0, 800.0]]))
            assert got.shape == (2, 2) and not torch.isnan(got).any()
            torch.testing.assert_close(got.sum(-1), torch.ones(2))
        """),
    ),
)

RIGHT = {
    "tidy": [
        "import re\ndef tidy(text): return re.sub(r'\\s+', ' ', text).strip().lower()",
        """
            def squeeze(text): return ' '.join(text.split())
            def tidy(text): return squeeze(text).lower()
        """,
        "def tidy(text):\n    print('tidy', text)\n    return ' '.join(text.casefold().split())",
        """
            import time
            def tidy(text):
                time.sleep(0.02)
                return ' '.join(text.lower().split())
        """,
    ],
    "mean": [
        """
            def mean(values):
                if len(values) == 0: raise ValueError
                return float(np.mean(values))
        """,
        "import statistics\ndef mean(values):\n    try: return statistics.fmean(values)\n"
        "    except statistics.StatisticsError: raise ValueError('empty') from None",
        """
            def mean(values):
                if not values: raise ValueError
                return np.sum(values) / len(values)
        """,
    ],
    "zscore": [
        """
            def zscore(array):
                centred = array - np.mean(array)
                return centred / np.sqrt(np.mean(centred**2))
        """,
        """
            def zscore(array):
                return np.array([(x - array.mean()) / array.std() for x in array])
        """,
    ],
    "book": [
        """
            from collections import Counter
            class Book:
                def __init__(self): self.counts = Counter()
                def add(self, word): self.counts[word] += 1
                def top(self): return self.counts.most_common(1)[0][0]
                def __len__(self): return len(self.counts)
        """,
        """
            from dataclasses import dataclass, field
            @dataclass
            class Book:
                counts: dict = field(default_factory=dict)
                def add(self, word): self.counts[word] = self.counts.setdefault(word, 0) + 1
                def top(self): return sorted(self.counts, key=lambda w: -self.counts[w])[0]
                def __len__(self): return len(self.counts)
        """,
    ],
    "totals": [
        "unique = []\nfor name in NAMES:\n    name = ' '.join(name.lower().split())\n"
        "    if name not in unique: unique.append(name)\nunique.sort()\nlongest = len('hòa bình')",
        """
            unique = sorted({' '.join(n.lower().split()) for n in NAMES})
            longest = max(map(len, unique))
            print(unique)
        """,
    ],
    "softmax": [
        """
            def softmax(scores):
                e = torch.exp(scores - scores.max(dim=-1, keepdim=True).values)
                return e / e.sum(-1, keepdim=True)
        """,
    ],
}
WRONG = {
    "tidy": [
        "def tidy(text): return text.lower()",
        "def tidy(text): return text.strip()",
        "def tidy(text): text.lower().split()",
        "def tidy(text): return ''.join(text.lower().split())",
    ],
    "mean": [
        "def mean(values): return sum(values) / len(values)",
        "def mean(values): return round(sum(values) / max(len(values), 1))",
        "def mean(values): return sum(values) // len(values) if values else 0",
        """
            import warnings
            def mean(values):
                warnings.warn('slow')
                return sum(values) / len(values)
        """,
        "def mean(values): return sorted(values)[len(values) // 2]",
    ],
    "zscore": [
        "def zscore(array): return array - array.mean()",
        "def zscore(array):\n    array -= array.mean()\n    array /= array.std()\n    return array",
        "def zscore(array): return [(x - array.mean()) / array.std() for x in array]",
        "def zscore(array): return (array - array.mean()) / array.std(ddof=1)",
    ],
    "book": [
        """
            class Book:
                counts = {}
                def add(self, word): self.counts[word] = self.counts.get(word, 0) + 1
                def top(self): return max(self.counts)
                def __len__(self): return len(self.counts)
        """,
        "class Book:\n    def __init__(self): self.counts = {}\n"
        "    def add(self, word): self.counts[word] = self.counts.get(word, 0) + 1",
        """
            class Book:
                def __init__(self): self.words = []
                def add(self, word): self.words.append(word)
                def top(self): return max(set(self.words), key=self.words.count)
                def __len__(self): return 2
        """,
    ],
    "totals": [
        "unique = set(map(str.lower, NAMES))\nlongest = 8",
        "unique = ['huế', 'hà nội', 'hòa bình']\nlongest = max(unique)",
        "longest = len(unique)",
    ],
    "softmax": [
        "def softmax(scores):\n    e = torch.exp(scores)\n    return e / e.sum(-1, keepdim=True)",
        "def softmax(scores): return scores.softmax(0)",
        "def softmax(scores): return scores.softmax(-1).tolist()",
    ],
}
BROKEN = (
    "raise RuntimeError('not ready')",
    "def {name}(*args): raise NotImplementedError",
    "def {name}(*args):\n    return undefined_name",
    "def {name}(text)\n    return text",
    "{name} = None",
    None,
    "# YOUR CODE HERE\nraise NotImplementedError()",
)
EXTRA = (
    "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.title('my plot')\nplt.show()",
    "print('trying:', tidy(' A  B '))",
    "1 / 0",
    "import sys\nprint('to stderr', file=sys.stderr)",
    "%timeit -n 1 -r 1 sum(range(100))",
    "helper = lambda x: x\nNAMES = list(NAMES)",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>done</b>'))",
)
LOOP = "def {name}(*args):\n    while True:\n        pass"


def mixed_class(heavy: bool = False, size: int = SIZE, seed: int = 1) -> Course:
    """The assignment `vn1` (`vn1_torch`) and its answers by learner."""
    cells = (TASKS[:2] + TORCH[:1] + TASKS[2:-1] + TORCH[1:] + TASKS[-1:]) if heavy else TASKS
    choose = random.Random(seed)
    tasks = [task for task in RIGHT if heavy or task != "softmax"]
    answers = {}
    for number in range(size):
        kind = ("perfect", "good", "mixed", "bad", "mixed", "good")[number % 6]
        answers[f"{kind}_{number:02}"] = one_learner(choose, kind, tasks)
    for number, name in enumerate(list(answers)[size // 3 :: size // LOOPERS][:LOOPERS]):
        task = tasks[number % 2]
        answers[f"loop_{number}"] = answers.pop(name) | {task: LOOP.format(name=task)}
    return Course("vn1_torch" if heavy else "vn1", cells, answers)


def one_learner(choose: random.Random, kind: str, tasks: list[str]) -> dict[str, str | None]:
    """What a learner of this kind hands in; a task that is missing here is the model answer."""
    wrong = {"perfect": 0.0, "good": 0.2, "mixed": 0.5, "bad": 0.7}[kind]
    found: dict[str, str | None] = {}
    for task in tasks:
        if choose.random() >= wrong:
            found[task] = choose.choice(RIGHT[task])
        elif choose.random() < 0.7:
            found[task] = choose.choice(WRONG[task])
        else:
            broken = choose.choice(BROKEN)
            found[task] = broken and broken.replace("{name}", task)
        if choose.random() < 0.2:
            found[f"+{task}"] = choose.choice(EXTRA)
    if choose.random() < 0.5:
        found["memo"] = f"My reasons, {choose.randrange(1000)}."
    return found
