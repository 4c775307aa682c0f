"""Active markup on its way into feedback: from text, HTML, markdown, names and errors."""

from corpus import Hostile

ACTIVE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)><svg><script>4"
    '</script></svg><iframe srcdoc="<script>5</script>"></iframe>'
    '<a href="javascript:alert(6)">x</a>'
    '<a href="java&#10;script:alert(7)">x</a><a href="data:text/html,<script>8</script>">x</a>'
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1/"><base href="//127.0.0.1/">'
    '<link rel=stylesheet href="//127.0.0.1/x.css">'
    '<style>@import "//127.0.0.1/y";body{display:none}'
    '</style><p style="position:fixed;inset:0;background:url(//127.0.0.1/z)">over</p>'
    '<form action="//127.0.0.1/"><button formaction="javascript:9">x</button></form>'
    '<object data="x.swf"></object><embed src="x"><details open ontoggle=alert(10)>'
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(11)></style></mglyph></table>"
    '</mtext></math><noscript><p title="</noscript><img src=x onerror=alert(12)>"></noscript>'
    "</textarea></title></pre></code></div><script>alert(13)</script>"
    "<input autofocus onfocus=alert(14)><video><source onerror=alert(15)></video>"
)
BIDI = "\u202e\u2066drowssap\u2069\u202c \u200f\u061c "
BIDI += "\x1b[2J\x1b]0;title\x07\x1b[31mred \x9b31m\x07\x08\x00"
HONEST = ("words",)
SHOW = f"active = {ACTIVE!r}\nbidi = {BIDI!r}\n"

ENTRIES = [
    Hostile(
        "printed",
        "markup, bidirectional controls and terminal codes printed and returned",
        {
            "average": SHOW
            + "def average(values):\n    print(active, bidi)\n    return active + bidi"
        },
        extra={"average": "print(active)\nprint(bidi)\nactive"},
        honest=HONEST,
    ),
    Hostile(
        "displayed",
        "HTML, Javascript, SVG, Markdown, Latex and made-up types as rich output",
        extra={
            None: SHOW
            + """
from IPython.display import HTML, SVG, IFrame, Javascript, Latex, Markdown, display
for kind in (HTML, Javascript, Markdown, Latex):
    display(kind(active))
display(IFrame("http://127.0.0.1/", 10, 10))
display(SVG(data='<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'))
for kind in ("text/html", "image/svg+xml", "image/png", "application/javascript", "text/latex",
             "application/vnd.jupyter.widget-view+json", '"><script>alert(16)</script>'):
    display({kind: active}, raw=True, metadata={kind: {"width": '1" onload="alert(17)'}})
"""
        },
        honest=HONEST,
    ),
    Hostile(
        "represented",
        "_repr_html_, _repr_mimebundle_, _repr_svg_ and a pandas Styler",
        extra={
            None: SHOW
            + """
class Shown:
    def _repr_html_(self): return active
    def _repr_svg_(self): return active
    def _repr_latex_(self): return "$\\\\href{javascript:alert(1)}{x}$" + active
    def _repr_mimebundle_(self, **kwargs): return {"text/html": active, "text/plain": active}
    def __repr__(self): return active
Shown()
"""
        },
        honest=HONEST,
    ),
    Hostile(
        "raised",
        "markup as an exception's text, notes, class name and file name",
        {
            "average": SHOW
            + """
E = type(active, (RuntimeError,), {"__module__": active})
def average(values):
    error = E(active)
    error.add_note(active + bidi)
    raise error
"""
        },
        extra={"average": "exec(compile('1/0', active, 'exec'))", "words": "raise E(active)"},
        honest=HONEST,
    ),
    Hostile(
        "written",
        "markup in markdown cells, in the written answer and in attachments",
        {
            "memo": ACTIVE
            + """


                [x](javascript:alert(1)) ![x](x "onerror='alert(2)'") <javascript:x>

                $\\href{javascript:alert(3)}{x}$ $$\\unicode{<script>4</script>}$$

                ```<script>
                5
                ```
            """
            + BIDI
        },
        honest=HONEST,
    ),
    Hostile(
        "sources",
        "markup in the source of an answer, in comments, strings and names",
        {
            "average": f"# {ACTIVE}\n'''</pre></code>{ACTIVE}'''\n"
            "def average(values): return '</script>'"
        },
        honest=HONEST,
    ),
    Hostile(
        "names",
        "markup as names of functions, classes, attributes and files",
        {
            "account": SHOW
            + """
Account = type(active, (), {"deposit": lambda self, amount: self})
Account.__qualname__ = active
""",
            "average": """
                def average(values): return values
                average.__name__ = average.__qualname__ = active
            """,
        },
        extra={None: SHOW + "open('<img src=x onerror=alert(1)>.csv', 'w').write(active)"},
        files={"<script>alert(1)<": "x", "a&b\"c'.txt": "x"},
        honest=HONEST,
    ),
    Hostile(
        "plots",
        "SVG plots and pictures that are something else",
        extra={
            None: SHOW
            + """
from IPython.display import Image, display
display(Image(data=active.encode(), format="png"))
display(Image(data=b"<svg onload=alert(1)>", format="gif"))
display({"image/jpeg": "data:text/html,<script>alert(1)</script>"}, raw=True)
"""
        },
        honest=HONEST,
    ),
    Hostile(
        "long_lines",
        "texts that are slow to clean: one long line, brackets, stars, bars, quotes, half escapes",
        {
            "memo": "\n\n".join(
                part * 4000
                for part in ("[", "*a", "_", "|a", "> ", "<", "`", "![](", "- ", "\\(", "a\u0301")
            ),
        },
        extra={
            None: """
            for part in ("x", "\\x1b[", "\\x1b[3", "\\r", "x\\r", "\\u0301", "<a ", "\\u202e", " "):
                print(part * 90_000)
                print("-" * 10)
            raise RuntimeError("x" * 90_000 + "\\r")
            """
        },
        honest=HONEST,
    ),
]
