"""Aimed at the engine: the learner's process speaks the protocol itself, and lies.

All of it is Python that the learner's code can reach: the runtime is found by gc and sys.modules,
its methods are replaced, and frames are written by hand to its pipes.
"""

import textwrap

from corpus import Hostile
from handmade import clean

HONEST = ("total",)
# The runtime of the learner's process: its one Learner, the channel, and the modules.
TOOLS = """
import gc, json, os, struct, sys
me = next(o for o in gc.get_objects() if type(o).__name__ == "Learner")
channel, wire = me.channel, sys.modules["graders.wire"]
def raw(data):
    os.set_blocking(channel.writing, True)
    os.write(channel.writing, data)
def frame(message, *buffers, text=None):
    text = json.dumps(message).encode() if text is None else text
    head = struct.pack("<4sII", b"AUL1", len(text), len(buffers))
    raw(head + b"".join(struct.pack("<Q", len(b)) for b in buffers) + text + b"".join(buffers))
def replies(**forged):
    "Every later reply of the runtime gets these fields."
    send = channel.send
    channel.send = lambda message, *rest, **more: send(message | forged, *rest, **more)
"""


def armed(name, tries, source, **options):
    """The attack is prepared in a first cell; `average` is a wrong answer that tries it."""
    options = {"answers": {"average": "def average(values): return 0"}, "honest": HONEST} | options
    return Hostile(name, tries, extra={None: TOOLS + clean(source)}, may_lose=True, **options)


def in_call(name, tries, source, **options):
    body = textwrap.indent(clean(source), "    ")
    answers = {"average": f"{TOOLS}\ndef average(values):\n{body}\n    return 0"}
    return Hostile(name, tries, answers, may_lose=True, **{"honest": HONEST} | options)


def answering(name, tries, value, *buffers):
    """During a call, the reply is written by hand, with this value."""
    sent = ", ".join(
        [
            "{'n': me.request, 'is': 'value', 'value': value, 'changed': [], 'out': '', 'err': ''}",
            *map(repr, buffers),
        ]
    )
    return in_call(name, tries, f"value = {value}\nframe({sent})\nos._exit(0)")


def changed(name, tries, change):
    """Every reply claims this change in place of the arguments."""
    return armed(name, tries, f"replies(changed={change})")


ENTRIES = [
    armed("garbage", "bytes that are no frame", "raw(os.urandom(4096))"),
    armed(
        "huge_lengths",
        "a header that announces 4 GB",
        "raw(struct.pack('<4sII', b'AUL1', 2**32 - 1, 2**32 - 1))",
    ),
    in_call(
        "half_a_frame",
        "a frame that never ends",
        "raw(struct.pack('<4sII', b'AUL1', 1000, 0) + b'{')\nwhile True: pass",
        loops=True,
    ),
    in_call(
        "slow_frame",
        "a frame, one byte at a time",
        """
            import time
            for byte in struct.pack('<4sII', b'AUL1', 9000, 0) + b' ' * 9000:
                raw(bytes([byte])); time.sleep(0.3)
        """,
        loops=True,
    ),
    in_call(
        "buffer_lengths",
        "buffers of 2**63 bytes",
        "raw(struct.pack('<4sIIQ', b'AUL1', 2, 1, 2**63) + b'{}')",
    ),
    armed(
        "replies_to_nothing",
        "replies before anything was asked",
        """
            for n in range(1, 200):
                frame({'n': n, 'is': 'value', 'value': 7, 'changed': [], 'out': '', 'err': ''})
        """,
    ),
    in_call(
        "reply_twice",
        "a forged reply before the real one: right for the next question",
        "for n in range(me.request, me.request + 20):\n"
        "    frame({'n': n, 'is': 'value', 'value': 7, 'changed': [], 'out': '', 'err': ''})",
    ),
    in_call(
        "flood",
        "frames without end",
        "while True: frame({'n': me.request + 1, 'is': 'value', 'value': [0] * 1000})",
    ),
    in_call(
        "callback_flood",
        "callbacks without end, never an answer",
        """
            call = {'n': me.request, 'is': 'callback', 'do': 'str', 'token': 1, 'args': []}
            call['kwargs'] = {}
            while True: frame(call)
        """,
    ),
    in_call(
        "deep_json", "JSON nested a million deep", "frame(0, text=b'[' * 10**6 + b']' * 10**6)"
    ),
    in_call(
        "nan_flood",
        "NaN and Infinity as JSON constants",
        """
            text = b'{"n":%d,"is":"value","value":[' % me.request
            frame(0, text=text + b'NaN,' * 10**5 + b'Infinity]}')
        """,
    ),
    in_call(
        "long_number",
        "a number of ten million digits",
        "frame(0, text=b'{\"n\":' + b'9' * 10**7 + b'}')",
    ),
    in_call(
        "duplicate_keys",
        "two answers in one object",
        'frame(0, text=b\'{"n":1,"is":"raised","n":%d,"is":"value","value":0}\' % me.request)',
    ),
    in_call("not_ascii", "UTF-16 and broken UTF-8", "frame(0, text='{\"n\":1}'.encode('utf-16'))"),
    in_call(
        "message_of_another_type",
        "a list, a number, an empty object",
        "frame([]); frame(7); frame({})",
    ),
    in_call(
        "number_of_another_type",
        "sequence numbers that are floats, texts, lists",
        "for n in (float(me.request), str(me.request), [me.request], True, None, -1, 2**70):\n"
        "    frame({'n': n, 'is': 'value', 'value': 7, 'changed': []})",
    ),
    armed(
        "unknown_kinds",
        "replies of no known kind",
        "replies(**{'is': 'passed', 'status': 'passed', 'score': 99, 'verdict': 'passed'})",
    ),
    armed(
        "fields_of_other_types",
        "every field a value of another type",
        "replies(out=7, err=[1], changed='x', names={'a': 1}, outputs='x', files=[1], status=None)",
    ),
    answering(
        "unknown_tag", "a tag that does not exist", "{'pickle': 0}", b"cos\nsystem\n(S'true'\ntR."
    ),
    answering("two_tags", "two tags at once", "{'int': '0x2', 'float': 'nan'}"),
    answering("wrong_buffer", "a buffer number that does not exist", "{'bytes': 7}"),
    answering(
        "short_array",
        "an array larger than its buffer",
        "{'array': ['float64', [10**6], 0]}",
        b"12345678",
    ),
    answering(
        "object_array_by_buffer",
        "pointers as an object array",
        "{'array': ['|O', [1], 0]}",
        b"\x41" * 8,
    ),
    answering("void_array", "a structured dtype by name", "{'array': ['V8', [1], 0]}", b"\x41" * 8),
    answering(
        "endless_shape",
        "a shape without items, a trillion long",
        "{'array': ['float64', [2**39, 0], 0]}",
        b"",
    ),
    answering(
        "long_text_array",
        "text of a megabyte in each item",
        "{'array': ['<U250000', [1], 0]}",
        b"\0" * 10**6,
    ),
    answering(
        "tensor",
        "a tensor of a dtype that is no dtype",
        "{'tensor': ['load', [1], 0, False, False]}",
        b"\0" * 8,
    ),
    answering(
        "frame_columns",
        "a frame that disagrees with itself",
        "{'frame': [{'index': ['range', [None], [0, 10**12, 1]]},"
        " {'index': ['plain', [None], ['values', ['a'], 'str']]}, []]}",
    ),
    answering(
        "long_index",
        "an index of a quintillion rows",
        "{'index': ['range', [None], [0, 10**18, 1]]}",
    ),
    answering(
        "builtin_reference",
        "references to exec, open and __import__ as builtins",
        "{'ref': ['builtin', 'exec']}",
    ),
    answering(
        "module_reference", "a reference to a module of the examiner's", "{'ref': ['module', 'os']}"
    ),
    answering("global_reference", "a name to be imported", "{'ref': ['global', 'os', 'system']}"),
    answering(
        "object_reference",
        "a handle with dunder and broken names",
        "{'ref': ['object', 10**9, '__class__', '__init__', True]}",
    ),
    answering(
        "peer_reference",
        "the examiner's objects by guessed numbers",
        "[{'ref': ['peer', n]} for n in range(-5, 100)]",
    ),
    answering(
        "derived",
        "a class derived from int with hidden fields",
        "{'derived': ['tuple', {'tuple': [1]}, ['__eq__'], ['object', 1, 'instance', 'x', False]]}",
    ),
    answering(
        "defaultdict",
        "a defaultdict that calls what it was given",
        "{'defaultdict': [{'ref': ['builtin', 'breakpoint']}, [], []]}",
    ),
    answering(
        "same_and_argument",
        "references to containers that do not exist",
        "[{'same': 99}, {'argument': 99}, {'argument': -1}, {'same': True}]",
    ),
    answering(
        "unhashable", "lists as keys, sets of sets", "{'dict': [[[1], {'set': []}], [1, 2]]}"
    ),
    changed(
        "changed_others",
        "changes in place of arguments that were never sent",
        "[[5, [1]], [-1, [1]], ['x', 1]]",
    ),
    changed(
        "changed_to_another_type",
        "a list argument becomes a dict, a number, a handle",
        "[[0, {'dict': [[1], [1]]}], [0, 7], [0, {'ref': ['object', 1, 'list', 'x', True]}]]",
    ),
    changed(
        "changed_to_itself",
        "an argument that contains itself",
        "[[0, [{'argument': 0}, {'argument': 0}]]]",
    ),
    armed(
        "raises_by_name",
        "replies with exceptions of classes that end tests and programs",
        """
            classes = [['builtins', 'SystemExit'], ['_pytest.outcomes', 'Skipped'],
                       ['builtins', 'AssertionError']]
            text = {'ref': ['module', 'os']}
            replies(**{'is': 'raised', 'classes': classes, 'text': text, 'args': 7})
        """,
    ),
    armed(
        "raises_odd_names",
        "exception classes with names that are no names",
        """
            classes = [['', ''], ['a.b', '<locals>'], ['os', 'system'], [1, 2], 'x']
            replies(**{'is': 'raised', 'classes': classes, 'text': 'x' * 10**6})
        """,
    ),
    armed(
        "thrown_by_token",
        "claims that the test's own exception came back, by guessed token",
        "replies(**{'is': 'thrown', 'token': 1})",
    ),
    armed("stop", "StopIteration where nothing iterates", "replies(**{'is': 'stop'})"),
    armed(
        "files_that_climb",
        "changed files with names that lead out of the work folder",
        r"""
            names = ['../owned', '@COURSE@/owned', 'a/../../owned', '/tmp/owned', 'x\x00y', '',
                     '.', '..', 'a' * 5000, '\udcff', 'pytest.py', 'itertools.py', 'sales.csv']
            me.new_files = lambda: dict.fromkeys(names, b'owned')
        """,
    ),
    armed(
        "many_files",
        "thousands of files in every reply",
        "me.new_files = lambda: {f'd{n}/f{n}': b'x' * 1000 for n in range(9000)}",
    ),
    armed(
        "files_over_folders",
        "a file where a folder is, a folder where a file is",
        """
            names = ['a', 'a/b', 'sales.csv/x', 'pytest/__init__.py']
            me.new_files = lambda: dict.fromkeys(names, b'raise SystemExit')
        """,
    ),
    armed(
        "names_forged",
        "names of the notebook: builtins, keywords, dunders, the tests' own",
        """
            names = 'abs assert __builtins__ __import__ __name__ AssertionError got np None LIMIT'
            replies(names=names.split() + ['x y', '', 'sum', 'list', 'print', 'open'])
        """,
    ),
    armed("many_names", "a million names", "replies(names=[f'n{n}' for n in range(10**6)])"),
    armed(
        "outputs_forged",
        "outputs that are no outputs",
        """
            result = {'output_type': 'execute_result', 'metadata': 7}
            result['data'] = {'text/plain': '3', 'x': [[]]}
            outputs = [result, 7, None, {'output_type': 'stream', 'text': {}},
                       {'output_type': 'error'}, {'output_type': '<script>'}]
            me.capture.run = lambda *a, **k: {'is': 'cell', 'status': 'ok', 'outputs': outputs}
        """,
    ),
    armed(
        "outputs_huge",
        "outputs of 20 MB, far beyond the learner's limit",
        """
            outputs = [{'output_type': 'stream', 'name': 'stdout', 'text': 'x' * 2 * 10**7}]
            me.capture.run = lambda *a, **k: {'is': 'cell', 'status': 'ok', 'outputs': outputs}
        """,
    ),
    armed("pipes_closed", "closes every file descriptor", "os.closerange(0, 1024)"),
    armed(
        "pipes_exchanged",
        "dup2 of the pipes onto each other and onto a file",
        """
            os.dup2(channel.reading, channel.writing)
            os.dup2(os.open('x', os.O_CREAT | os.O_RDWR), channel.reading)
        """,
    ),
    armed(
        "requests_stolen",
        "a thread that reads the examiner's questions first",
        """
            import threading
            def steal():
                while True:
                    try: os.read(channel.reading, 4096)
                    except OSError: pass
            threading.Thread(target=steal, daemon=True).start()
        """,
        loops=True,
    ),
    armed(
        "pipe_reopened",
        "the examiner's ends of the pipes by /proc/self/fd",
        """
            for number in range(20):
                for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
                    try:
                        h = os.open(f'/proc/self/fd/{number}', mode | os.O_NONBLOCK)
                        os.write(h, b'AUL1' * 100)
                    except OSError: pass
        """,
    ),
    armed(
        "child_answers",
        "a forked child answers the wire too",
        "import signal\nif os.fork() == 0:\n    me.serve()",
    ),
    armed(
        "runtime_replaced",
        "json, struct, os.write and the encoder replaced",
        """
            import json
            json.dumps = lambda *a, **k: '{}'
            os.write = lambda handle, data: len(data)
            wire.Encoder.encode = lambda self, value: 2
            sys.modules["graders.channel"].parse = lambda text: {}
        """,
    ),
    armed(
        "echo",
        "every value sent is the expected one if the examiner lets it be chosen by the question",
        """
            perform = me.perform
            def lie(message, buffers):
                reply = {'is': 'value', 'value': {'argument': 0}, 'changed': []}
                return reply, me.encoder()
            me.perform = lie
        """,
        honest=(),
    ),
    armed(
        "always_two",
        "answers 2 to whatever is asked",
        "wire.Encoder.encode = lambda self, value: 2",
        answers={"average": "def average(values): return 2"},
        honest=(),
        earns=frozenset({"average-visible"}),
    ),
    armed(
        "always_true",
        "answers True to whatever is asked",
        "wire.Encoder.encode = lambda self, value: True",
        honest=(),
    ),
    armed(
        "names_answered_by_the_learner",
        "answers `n` and `got`, which are the test's own variables",
        """
            get = me.do_get
            me.do_get = lambda name: {'n': 1, 'got': 16 / 3, 'file': []}.get(name) or get(name)
        """,
        answers={"total": "def share(n): return 410.0", "average": "def average(values): return 0"},
        honest=(),
    ),
]
