"""Names of the folders that people and programs of a classroom find their things in."""

from pathlib import Path

ASSIGNMENTS = "bai_tap"  # in a learner's home
COURSE = "khoa_hoc"  # an instructor's course directory
LESSONS = {"vi": "bai_hoc", "en": "lessons"}  # in a learner's home, by language

HERE = Path(__file__).parent
CONFIG = HERE / "config"
TEMPLATES = HERE / "templates"
