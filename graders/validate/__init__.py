"""JupyterLab's Validate button: runs the visible tests where the learner works, with our sentences.

A Jupyter server extension in place of nbgrader's own; the button itself is nbgrader's:

    {"ServerApp": {"jpserver_extensions": {
        "graders.validate": true, "nbgrader.server_extensions.validate_assignment": false}}}

It is practice, by the learner, for the learner: their kernel, no sandbox, no score recorded.
"""


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "graders.validate"}]


def _load_jupyter_server_extension(server) -> None:
    from .handlers import add_handlers

    add_handlers(server)
