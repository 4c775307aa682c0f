"""Runs a person's Jupyter server, without what takes long to start and is of no use here."""

import sys


def main() -> None:
    """Become the server that the Hub asked for, by arguments and environment."""
    # jsonschema would compile a grammar for addresses in other alphabets: a third of a start
    sys.modules["rfc3987_syntax"] = None
    from jupyterhub.singleuser import main

    main()


if __name__ == "__main__":
    main()
