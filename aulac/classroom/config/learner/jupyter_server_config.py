"""What the learner's server is told: nbgrader's buttons speak the language of the classroom."""

from aulac.classroom import spawner
from aulac.classroom.language import language

c = get_config()  # noqa: F821

c.Validate.lang = language()
c.LabApp.custom_css = True
custom = spawner.CONFIG / "learner" / "lab_custom" / language()
c.ServerApp.tornado_settings = {"static_custom_path": [str(custom)]}
