"""Honest answers to nbgrader's quickstart assignment `ps1`."""

ANSWERS = {
    "solution": {},
    "numpy_style": {
        "squares": """
            import numpy as np
            def squares(n):
                if n < 1:
                    raise ValueError('n')
                return list(np.arange(1, n + 1) ** 2)
        """,
        "sum_of_squares": "def sum_of_squares(n):\n    total = 0\n    for s in squares(n):\n"
        "        total += s\n    return total",
        "sum_of_squares_equation": "$n(n+1)(2n+1)/6$",
    },
    "own_formula": {
        "sum_of_squares": "def sum_of_squares(n): return n * (n + 1) * (2 * n + 1) // 6"
    },
    "no_error": {
        "squares": """
            def squares(n):
                print('squares of', n)
                return [i * i for i in range(1, n + 1)]
        """
    },
    "starts_at_zero": {
        "squares": """
            def squares(n):
                if n < 1: raise ValueError
                return [i ** 2 for i in range(n)]
        """
    },
    "wrong_error": {
        "squares": """
            def squares(n):
                assert n >= 1
                return [i ** 2 for i in range(1, n + 1)]
        """
    },
    "prints": {"squares": "def squares(n): print([i ** 2 for i in range(1, n + 1)])"},
    "unfinished": {
        "squares": "# YOUR CODE HERE\nraise NotImplementedError()",
        "sum_of_squares": "# YOUR CODE HERE\nraise NotImplementedError()",
        "sum_of_squares_application": "# YOUR CODE HERE\nraise NotImplementedError()",
    },
    "cell_deleted": {"sum_of_squares": None, "+squares": "squares(3)"},
    "syntax_error": {"sum_of_squares": "def sum_of_squares(n):\nreturn sum(squares(n))"},
}
