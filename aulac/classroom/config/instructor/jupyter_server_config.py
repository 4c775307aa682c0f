"""What the instructor's server is told: JupyterLab may show the formgrader in a tab."""

c = get_config()  # noqa: F821

c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": "frame-ancestors 'self'"}}
