"""Plain Markdown for JupyterLab, which shows MyST directives and roles as they are written."""

import re

TITLES = {
    "note": {"vi": "Ghi chú", "en": "Note"},
    "tip": {"vi": "Mẹo", "en": "Tip"},
    "warning": {"vi": "Cảnh báo", "en": "Warning"},
}
DIRECTIVE = re.compile(
    r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<title>.*)\n"
    r"(?P<body>(?:.*\n)*?)(?P=fence)[ \t]*$",
    re.MULTILINE,
)
OPTION = re.compile(r"\A:[\w-]+:.*\n")
ROLE = re.compile(r"\{(?P<name>[\w-]+)\}`(?P<text>[^`]+)`")


def plain_markdown(text: str, lang: str) -> str:
    """Directives become quotations with their title in bold, roles their text."""
    text = DIRECTIVE.sub(lambda found: plain_directive(found, lang), text + "\n")
    return ROLE.sub(plain_role, text).rstrip("\n")


def plain_directive(found: re.Match, lang: str) -> str:
    body = found["body"]
    while OPTION.match(body):
        body = OPTION.sub("", body)
    body = body.strip("\n")
    if found["name"] == "math":
        return f"$$\n{body}\n$$"
    title = found["title"] or TITLES.get(found["name"], {}).get(lang, "")
    lines = [f"**{title}**", "", *body.splitlines()] if title else body.splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


def plain_role(found: re.Match) -> str:
    return f"${found['text']}$" if found["name"] == "math" else found["text"]
