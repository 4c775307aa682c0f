"""What every Jupyter server of the classroom is told."""

from jupyterlab.handlers.announcements import NeverCheckForUpdate

from aulac.classroom.language import language
from aulac.classroom.layout import CONFIG

c = get_config()  # noqa: F821

c.ServerApp.allow_root = True
c.LanguageServerManager.autodetect = False  # it would ask npm at each start
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = NeverCheckForUpdate
c.LabApp.extension_manager = "readonly"
c.LabApp.app_settings_dir = str(CONFIG / "shared" / "lab_settings" / language())
