"""The classroom: JupyterHub and nbgrader for one trusted person on a laptop."""
