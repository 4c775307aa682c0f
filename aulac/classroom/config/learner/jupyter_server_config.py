"""What the learner's server is told: the Validate button speaks the language of the classroom."""

from aulac.classroom import spawner
from aulac.classroom.language import language

c = get_config()  # noqa: F821

c.Validate.lang = language()
custom = spawner.CONFIG / "learner" / "lab_custom" / language()
if custom.is_dir():
    c.LabApp.custom_css = True
    c.ServerApp.tornado_settings = {"static_custom_path": [str(custom)]}
