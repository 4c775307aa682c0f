"""Small courses in the habits of nbgrader users: what their tests do beside calling a function."""

from handmade import Course, code, given, prose, solution, test

FRAMES = Course(
    "frames",
    (
        code("import unittest\nimport numpy as np\nimport pandas as pd\nimport pytest"),
        solution(
            "matrix",
            """
            def matrix(n):
                ### BEGIN SOLUTION
                if n < 1:
                    raise ValueError("n must be positive, not " + str(n))
                return np.arange(n * n, dtype=float).reshape(n, n)
                ### END SOLUTION
            """,
        ),
        test(
            "matrix-unittest",
            2,
            """
            tc = unittest.TestCase()
            tc.assertEqual(matrix(2).shape, (2, 2))
            tc.assertAlmostEqual(matrix(3).sum(), 36.0)
            with tc.assertRaises(ValueError):
                matrix(0)
            """,
        ),
        test(
            "matrix-class",
            1,
            """
            class TestMatrix(unittest.TestCase):
                def test_last(self):
                    self.assertEqual(matrix(4)[-1, -1], 15)
                def test_type(self):
                    self.assertIsInstance(matrix(1), np.ndarray)
            suite = unittest.defaultTestLoader.loadTestsFromTestCase(TestMatrix)
            assert unittest.TextTestRunner(stream=open("/dev/null", "w")).run(suite).wasSuccessful()
            """,
        ),
        test("matrix-numpy", 1, "np.testing.assert_array_equal(matrix(2), [[0, 1], [2, 3]])"),
        test(
            "matrix-raises",
            1,
            """
            with pytest.raises(ValueError, match="positive"):
                matrix(-1)
            """,
        ),
        solution(
            "table",
            """
            def table(names, ages):
                ### BEGIN SOLUTION
                return pd.DataFrame({"name": names, "age": ages})
                ### END SOLUTION

            def oldest(frame):
                ### BEGIN SOLUTION
                return frame.loc[frame["age"].idxmax(), "name"]
                ### END SOLUTION
            """,
        ),
        test(
            "table-pandas",
            2,
            """
            got = table(["An", "Bình"], [20, 31])
            want = pd.DataFrame({"name": ["An", "Bình"], "age": [20, 31]})
            pd.testing.assert_frame_equal(got, want)
            assert list(got.columns) == ["name", "age"] and len(got) == 2
            """,
        ),
        test("table-equals", 1, "assert got.equals(table(['An', 'Bình'], [20, 31]))"),
        test("table-oldest", 1, "assert oldest(got) == 'Bình'"),
        test(
            "table-series",
            1,
            'pd.testing.assert_series_equal(got["age"], pd.Series([20, 31], name="age"))',
        ),
    ),
    {
        "solution": {},
        "no_error": {"matrix": "def matrix(n): return np.arange(n * n).reshape(n, n) * 1.0"},
        "integers": {
            "matrix": "def matrix(n):\n    if n < 1: raise ValueError('small')\n"
            "    return np.arange(n * n).reshape(n, n)"
        },
        "lists": {
            "matrix": "def matrix(n): return [[i * n + j for j in range(n)] for i in range(n)]",
            "table": """
                def table(n, a): return list(zip(n, a))
                def oldest(f): return max(f, key=lambda r: r[1])[0]
            """,
        },
        "columns": {
            "table": "def table(names, ages): return pd.DataFrame({'age': ages, 'name': names})\n"
            "def oldest(frame): return frame.name[frame.age.argmax()]"
        },
    },
)

VARIABLES = Course(
    "variables",
    (
        given("data", "temperatures = [22.5, 31.0, 18.25, 27.0]\nlimits = {'low': 20, 'high': 30}"),
        solution(
            "mean",
            """
                ### BEGIN SOLUTION
                mean_temperature = sum(temperatures) / len(temperatures)
                ### END SOLUTION
            """,
        ),
        test("mean-is-float", 1, "assert isinstance(mean_temperature, float)"),
        test("mean-value", 1, "assert abs(mean_temperature - 24.6875) < 1e-6, 'not the mean'"),
        solution(
            "warm",
            """
                ### BEGIN SOLUTION
                warm = [t for t in temperatures if t > limits['high']]
                label = f'{len(warm)} warm'
                ### END SOLUTION
            """,
        ),
        test("warm-defined", 1, "assert 'warm' in globals() and 'label' in globals()"),
        test("warm-value", 1, "assert warm == [31.0]\nassert label == '1 warm'"),
        test("warm-unchanged", 1, "assert temperatures == [22.5, 31.0, 18.25, 27.0]"),
        solution(
            "sort",
            """
            def sort_in_place(values):
                ### BEGIN SOLUTION
                values.sort()
                ### END SOLUTION

            def remember(key, value, store={}):
                ### BEGIN SOLUTION
                store[key] = value
                return store
                ### END SOLUTION
            """,
        ),
        test(
            "sort-in-place",
            1,
            "values = [3, 1, 2]\nassert sort_in_place(values) is None\nassert values == [1, 2, 3]",
        ),
        test(
            "sort-nested",
            1,
            "rows = {'a': [2, 1]}\nsort_in_place(rows['a'])\nassert rows == {'a': [1, 2]}",
        ),
        test("remember", 1, "remember('x', 1)\nassert remember('y', 2) == {'x': 1, 'y': 2}"),
        test(
            "limits-used",
            1,
            """
                limits['high'] = 25
                assert [t for t in temperatures if t > limits['high']] == [31.0, 27.0]
            """,
        ),
        solution(
            "above",
            """
                def above():
                    ### BEGIN SOLUTION
                    return [t for t in temperatures if t > threshold]
                    ### END SOLUTION
                threshold = 30
            """,
        ),
        test(
            "above-global",
            1,
            """
                threshold = 20
                assert above() == [22.5, 31.0, 27.0]
                threshold = 30
                assert above() == [31.0]
            """,
        ),
        test(
            "above-deleted",
            1,
            """
                kept = threshold
                del threshold
                try:
                    above()
                except NameError:
                    pass
                else:
                    raise AssertionError('uses no threshold')
                finally:
                    threshold = kept
            """,
        ),
    ),
    {
        "solution": {},
        "names_missing": {"mean": "mean = 24.6875", "warm": "warm = []"},
        "changes_data": {
            "warm": "temperatures.sort()\nwarm = [temperatures.pop()]\nlabel = '1 warm'"
        },
        "returns_new": {
            "sort": """
                def sort_in_place(values): return sorted(values)
                def remember(k, v): return {k: v}
            """
        },
        "constant": {
            "mean": "mean_temperature = 24",
            "above": "def above(): return [31.0]\nthreshold = 30",
        },
    },
    shared=frozenset(("warm-defined",)),
)

PRINTING = Course(
    "printing",
    (
        code("import io\nfrom contextlib import redirect_stdout\nfrom unittest import mock"),
        solution(
            "greet",
            """
            def greet(name):
                ### BEGIN SOLUTION
                print(f"Xin chào, {name}!")
                ### END SOLUTION

            def ask():
                ### BEGIN SOLUTION
                return int(input("Tuổi? ")) + 1
                ### END SOLUTION
            """,
        ),
        test(
            "greet-printed",
            2,
            """
            buffer = io.StringIO()
            with redirect_stdout(buffer):
                greet("Hoa")
            assert buffer.getvalue() == "Xin chào, Hoa!\\n", buffer.getvalue()
            """,
        ),
        test("greet-none", 1, "assert greet('An') is None"),
        test(
            "greet-capture",
            1,
            """
                from IPython.utils.capture import capture_output
                with capture_output() as c:
                    greet('Bé')
                assert 'Bé' in c.stdout
            """,
        ),
        test(
            "ask-patched",
            1,
            "with mock.patch('builtins.input', return_value='41'):\n    assert ask() == 42",
        ),
        test(
            "ask-replaced",
            1,
            """
                import builtins
                kept = builtins.input
                builtins.input = lambda prompt='': '9'
                try:
                    assert ask() == 10
                finally:
                    builtins.input = kept
            """,
        ),
        solution(
            "triangle",
            """
                def triangle(n):
                    ### BEGIN SOLUTION
                    for i in range(1, n + 1):
                        print('*' * i)
                    ### END SOLUTION
            """,
        ),
        test(
            "triangle-lines",
            1,
            """
                out = io.StringIO()
                with redirect_stdout(out):
                    triangle(3)
                assert out.getvalue().splitlines() == ['*', '**', '***']
            """,
        ),
        test(
            "triangle-print-patched",
            1,
            "with mock.patch('builtins.print') as p:\n    triangle(2)\nassert p.call_count == 2",
        ),
    ),
    {
        "solution": {},
        "returns": {"greet": "def greet(name): return f'Xin chào, {name}!'\ndef ask(): return 42"},
        "no_newline": {
            "greet": """
                def greet(name): print('Xin chào, ' + name + '!', end='')
                def ask(): return input()
            """,
            "triangle": "def triangle(n): print('\\n'.join('*' * i for i in range(1, n + 1)))",
        },
    },
    shared=frozenset(
        (
            "ask-patched",
            "ask-replaced",
            "triangle-print-patched",
        )
    ),
)

SIMULATION = Course(
    "simulation",
    (
        code("import random\nimport itertools\nimport numpy as np"),
        solution(
            "dice",
            """
            def dice(n):
                ### BEGIN SOLUTION
                return [random.randint(1, 6) for _ in range(n)]
                ### END SOLUTION

            def normal(n):
                ### BEGIN SOLUTION
                return np.random.normal(size=n)
                ### END SOLUTION
            """,
        ),
        test(
            "dice-seed",
            1,
            """
                random.seed(7)
                want = [random.randint(1, 6) for _ in range(5)]
                random.seed(7)
                assert dice(5) == want
            """,
        ),
        test("dice-range", 1, "assert set(dice(300)) == set(range(1, 7))"),
        test(
            "dice-numpy",
            1,
            """
                np.random.seed(3)
                got = normal(4)
                np.random.seed(3)
                np.testing.assert_allclose(got, np.random.normal(size=4))
            """,
        ),
        solution(
            "walk",
            """
            def walk(step=1):
                ### BEGIN SOLUTION
                place = 0
                while True:
                    yield place
                    place += step
                ### END SOLUTION

            def pairs(items):
                ### BEGIN SOLUTION
                return zip(items, items[1:])
                ### END SOLUTION
            """,
        ),
        test("walk-islice", 1, "assert list(itertools.islice(walk(2), 4)) == [0, 2, 4, 6]"),
        test("walk-next", 1, "w = walk(step=5)\nnext(w); next(w)\nassert next(w) == 10"),
        test("walk-type", 1, "import types\nassert isinstance(walk(), types.GeneratorType)"),
        test("pairs", 1, "assert [a + b for a, b in pairs([1, 2, 3])] == [3, 5]"),
        solution(
            "stack",
            """
            class Stack:
                ### BEGIN SOLUTION
                def __init__(self, items=()):
                    self.items = list(items)

                def push(self, item):
                    self.items.append(item)
                    return self

                def pop(self):
                    if not self.items:
                        raise IndexError("empty")
                    return self.items.pop()

                def __len__(self):
                    return len(self.items)

                def __eq__(self, other):
                    return self.items == other.items

                def __repr__(self):
                    return f"Stack({self.items})"
                ### END SOLUTION

            class Limited(Stack):
                ### BEGIN SOLUTION
                limit = 2

                def push(self, item):
                    if len(self) >= self.limit:
                        raise OverflowError
                    return super().push(item)
                ### END SOLUTION
            """,
        ),
        test(
            "stack-push", 1, "s = Stack()\ns.push(1).push(2)\nassert len(s) == 2 and s.pop() == 2"
        ),
        test("stack-repr", 1, "assert repr(Stack([1, 2])) == 'Stack([1, 2])'"),
        test(
            "stack-empty",
            1,
            "try:\n    Stack().pop()\n    assert False, 'must raise'\nexcept IndexError:\n    pass",
        ),
        test("stack-equal", 1, "assert Stack([1]) == Stack([1])"),
        test(
            "stack-subclass",
            1,
            "assert issubclass(Limited, Stack) and isinstance(Limited(), Stack)",
        ),
        test(
            "stack-limit",
            1,
            """
                t = Limited([1])
                t.push(2)
                try:
                    t.push(3)
                except OverflowError:
                    pass
                else:
                    raise AssertionError
                assert t.items == [1, 2]
            """,
        ),
        test(
            "stack-own",
            1,
            """
                class Loud(Stack):
                    def push(self, item):
                        return super().push(str(item) + '!')
                assert Loud().push('a').items == ['a!']
            """,
        ),
    ),
    {
        "solution": {},
        "lists": {
            "walk": """
                def walk(step=1): return list(range(0, 100, step))
                def pairs(items): return [(a, b) for a, b in zip(items, items[1:])]
            """
        },
        "own_generator": {
            "dice": """
                rng = random.Random(1)
                def dice(n): return [rng.randint(1, 6) for _ in range(n)]
                def normal(n): return np.random.default_rng().normal(size=n)
            """
        },
        "bare_class": {
            "stack": """
                class Stack:
                    items = []
                    def push(self, item): self.items.append(item)
                    def pop(self): return self.items.pop()
                class Limited: pass
            """
        },
    },
    shared=frozenset(
        (
            "stack-equal",
            "stack-own",
            "walk-type",
        )
    ),
)

INSPECTION = Course(
    "inspection",
    (
        code(
            """
                import inspect
                import matplotlib.pyplot as plt
                from unittest.mock import patch, MagicMock
            """
        ),
        solution(
            "fetch",
            """
            def download(url):
                ### BEGIN SOLUTION
                raise OSError("no network")
                ### END SOLUTION

            def fetch(url):
                ### BEGIN SOLUTION
                \"\"\"The size of a page.\"\"\"
                return len(download(url))
                ### END SOLUTION
            """,
        ),
        test(
            "fetch-patched",
            1,
            """
                with patch('__main__.download', return_value='abc') as d:
                    assert fetch('http://x') == 3
                d.assert_called_once_with('http://x')
            """,
        ),
        test(
            "fetch-raises",
            1,
            """
                try:
                    fetch('x')
                except OSError as error:
                    assert 'network' in str(error)
                else:
                    raise AssertionError
            """,
        ),
        test("fetch-source", 1, "assert 'download(' in inspect.getsource(fetch)"),
        test("fetch-signature", 1, "assert list(inspect.signature(fetch).parameters) == ['url']"),
        test("fetch-doc", 1, "assert fetch.__doc__ and fetch.__name__ == 'fetch'"),
        solution(
            "draw",
            """
            def draw(values):
                ### BEGIN SOLUTION
                fig, ax = plt.subplots()
                ax.plot(values)
                ax.set_title("Nhiệt độ")
                return ax
                ### END SOLUTION
            """,
        ),
        test(
            "draw-axes",
            1,
            """
                ax = draw([1, 3, 2])
                assert ax.get_title() == 'Nhiệt độ'
                assert list(ax.lines[0].get_ydata()) == [1, 3, 2]
            """,
        ),
        test(
            "draw-type",
            1,
            """
                from matplotlib.axes import Axes
                assert isinstance(draw([1]), Axes)
                plt.close('all')
            """,
        ),
        test(
            "draw-figure",
            1,
            "draw([5, 6])\nassert len(plt.gcf().axes[0].lines) == 1\nplt.close('all')",
        ),
        solution(
            "apply",
            """
                def apply(function, values):
                    ### BEGIN SOLUTION
                    return [function(v) for v in values]
                    ### END SOLUTION
            """,
        ),
        test(
            "apply-mock",
            1,
            """
                m = MagicMock(side_effect=lambda v: v * 10)
                assert apply(m, [1, 2]) == [10, 20]
                assert m.call_count == 2
            """,
        ),
        test("apply-lambda", 1, "assert apply(lambda s: s.upper(), ['a', 'b']) == ['A', 'B']"),
        test("apply-method", 1, "seen = []\napply(seen.append, [1, 2])\nassert seen == [1, 2]"),
        test(
            "apply-error",
            1,
            """
                def bad(v):
                    raise KeyError(v)
                try:
                    apply(bad, ['x'])
                except KeyError as e:
                    assert e.args == ('x',)
                else:
                    assert False
            """,
        ),
    ),
    {
        "solution": {},
        "no_download": {"fetch": "def download(u): return ''\ndef fetch(url):\n    return 3"},
        "no_return": {"draw": "def draw(values):\n    plt.plot(values)\n    plt.title('Nhiệt độ')"},
        "swallows": {
            "apply": """
                def apply(function, values):
                    try: return list(map(function, values))
                    except Exception: return []
            """
        },
    },
    shared=frozenset(
        (
            "draw-figure",
            "draw-type",
            "fetch-patched",
            "fetch-source",
        )
    ),
)

HELPER = "def close(a, b):\n    return abs(a - b) < 1e-6\n\nRATE = 0.08\n"
FILES = Course(
    "files",
    (
        code("import json, os\nfrom pathlib import Path\nfrom helper import close, RATE"),
        solution(
            "save",
            """
            def save(rows, path):
                ### BEGIN SOLUTION
                with open(path, "w") as file:
                    json.dump(rows, file)
                ### END SOLUTION

            def load(path):
                ### BEGIN SOLUTION
                return json.loads(Path(path).read_text())
                ### END SOLUTION
            """,
        ),
        test(
            "save-read-here",
            1,
            """
                save([1, 2], 'rows.json')
                with open('rows.json') as f:
                    assert json.load(f) == [1, 2]
            """,
        ),
        test("save-exists", 1, "assert os.path.exists('rows.json')"),
        test(
            "load-written-here",
            1,
            """
                with open('mine.json', 'w') as f:
                    f.write('{"a": 3}')
                assert load('mine.json') == {'a': 3}
            """,
        ),
        test(
            "load-missing",
            1,
            """
                try:
                    load('nothing.json')
                except FileNotFoundError:
                    pass
                else:
                    raise AssertionError
            """,
        ),
        test("load-given", 1, "assert load('people.json') == ['An', 'Bình']"),
        solution(
            "tax",
            """
                def tax(price):
                    ### BEGIN SOLUTION
                    return price * RATE
                    ### END SOLUTION
            """,
        ),
        test("tax-helper", 1, "from helper import close\nassert close(tax(50), 4)"),
        test("tax-import", 1, "import helper\nassert close(tax(1), helper.RATE)"),
        test("tax-magic", 1, "%precision 3\nvalue = tax(100)\nassert close(value, 8)"),
        test("tax-shell", 1, "text = !echo 8\nassert close(tax(100), float(text[0]))"),
        test(
            "tax-cell-magic", 1, "%%capture captured\nprint(tax(100))\nassert close(tax(200), 16)"
        ),
        test(
            "tax-partial",
            4,
            """
                score = 0
                for price in (0, 10, 25, 1e6):
                    if close(tax(price), price * 0.08):
                        score += 1
                score
            """,
        ),
        test(
            "tax-partial-float", 2, "round(sum(close(tax(p), p * 0.08) for p in range(4)) / 2, 2)"
        ),
    ),
    {
        "solution": {},
        "text": {
            "save": """
                def save(rows, path): open(path, 'w').write(str(rows))
                def load(path): return open(path).read()
            """
        },
        "nothing": {
            "save": """
                def save(rows, path): pass
                def load(path):
                    try: return json.load(open(path))
                    except OSError: return None
            """,
            "tax": "def tax(price): return 8.0",
        },
        "rounded": {"tax": "def tax(price): return round(price * RATE)"},
    },
    files={"helper.py": HELPER, "people.json": '["An", "Bình"]'},
    shared=frozenset(
        (
            "load-written-here",
            "tax-cell-magic",
            "tax-magic",
            "tax-shell",
        )
    ),
)

HABITS = Course(
    "habits",
    (
        prose("# Odds and ends"),
        code("import math\nfrom typing import NamedTuple\nfrom fractions import Fraction"),
        given(
            "checks",
            """
            def check(got, want, message=""):
                assert type(got) is type(want), f"{message}: {type(got).__name__}"
                assert got == want, f"{message}: {got!r} is not {want!r}"
            """,
        ),
        solution(
            "numbers",
            """
            def divisors(n):
                ### BEGIN SOLUTION
                return {d for d in range(1, n + 1) if n % d == 0}
                ### END SOLUTION

            def half(n):
                ### BEGIN SOLUTION
                return Fraction(n, 2)
                ### END SOLUTION

            def roots(a, b, c):
                ### BEGIN SOLUTION
                d = (b * b - 4 * a * c) ** 0.5
                return (-b + d) / (2 * a), (-b - d) / (2 * a)
                ### END SOLUTION
            """,
        ),
        test("numbers-check", 1, "check(divisors(12), {1, 2, 3, 4, 6, 12}, 'divisors')"),
        test("numbers-fraction", 1, "check(half(3), Fraction(3, 2))"),
        test(
            "numbers-complex",
            1,
            "assert roots(1, 0, -4) == (2.0, -2.0)\nassert abs(roots(1, 0, 1)[0] - 1j) < 1e-9",
        ),
        test("numbers-tuple", 1, "x1, x2 = roots(1, -3, 2)\nassert x1 > x2"),
        test(
            "numbers-quiet",
            1,
            """
                _ = [divisors(n) for n in (1, 2, 3)]
                assert all(1 in d for d in _)
                print('well done')
            """,
        ),
        test(
            "numbers-message",
            1,
            """
                try:
                    divisors('x')
                except TypeError:
                    ok = True
                else:
                    ok = False
                assert ok
            """,
        ),
        solution(
            "point",
            """
            class Point(NamedTuple):
                ### BEGIN SOLUTION
                x: float
                y: float = 0.0

                def norm(self):
                    return math.hypot(self.x, self.y)
                ### END SOLUTION

            def count(words):
                ### BEGIN SOLUTION
                found = {}
                for word in words:
                    found.setdefault(len(word), []).append(word)
                return found
                ### END SOLUTION

            compose = None
            ### BEGIN SOLUTION
            compose = lambda f, g: lambda x: f(g(x))
            ### END SOLUTION
            """,
        ),
        test(
            "point-fields",
            1,
            "p = Point(3, 4)\nassert p.x == 3 and p == (3, 4) and Point(1).y == 0.0",
        ),
        test("point-norm", 1, "assert p.norm() == 5"),
        test(
            "count-dict",
            1,
            """
                got = count(['an', 'bo', 'cau'])
                assert got == {2: ['an', 'bo'], 3: ['cau']}
                assert list(got) == [2, 3]
            """,
        ),
        test(
            "compose-call",
            1,
            """
                assert compose(math.sqrt, abs)(-16) == 4
                assert compose(str, lambda v: v + 1)(1) == '2'
            """,
        ),
        test("compose-callable", 1, "assert callable(compose)"),
        test(
            "earlier-helper",
            1,
            "def again(n):\n    return [half(n) for _ in range(n)]\nassert again(2) == [1, 1]",
        ),
        test("uses-earlier-helper", 1, "assert again(1) == [Fraction(1, 2)]"),
        test("nothing-but-comment", 1, "# this cell checks nothing"),
    ),
    {
        "solution": {},
        "lists": {
            "numbers": "def divisors(n): return [d for d in range(1, n + 1) if n % d == 0]\n"
            "def half(n): return n / 2\ndef roots(a, b, c): return [2.0, -2.0]"
        },
        "plain_class": {
            "point": """
                class Point:
                    def __init__(self, x, y=0.0): self.x, self.y = x, y
                    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
                from collections import defaultdict
                def count(words):
                    d = defaultdict(list)
                    for w in words: d[len(w)].append(w)
                    return d
                def compose(f, g):
                    def h(x): return f(g(x))
                    return h
            """
        },
        "quiet": {
            "numbers": """
                def divisors(n): return set()
                def half(n): return None
                def roots(a, b, c): return 2, -2
            """,
            "point": None,
        },
    },
)

COURSES = (FRAMES, VARIABLES, PRINTING, SIMULATION, INSPECTION, FILES, HABITS)
