"""What the learner's server is told: nbgrader's buttons speak the language of the classroom."""

from aulac.classroom.language import language
from aulac.classroom.layout import CONFIG

c = get_config()  # noqa: F821

c.Validate.lang = language()
c.LabApp.custom_css = True
custom = CONFIG / "learner" / "lab_custom" / language()
c.ServerApp.tornado_settings = {"static_custom_path": [str(custom)]}
