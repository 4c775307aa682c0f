"""Tables of ours beside nbgrader's in the gradebook."""

from sqlalchemy import Column, Integer, MetaData, String, Table, Text

OURS = MetaData()
REPORTS = Table(
    "graders_report",
    OURS,
    Column("assignment", String(128), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("key", Text, nullable=False),
    Column("submission", String(64), nullable=False),
    Column("report", Text, nullable=False),
)
VERSIONS = Table(
    "graders_assignment",
    OURS,
    Column("assignment", String(128), primary_key=True),
    Column("version", String(64), nullable=False),
)
EXTENSIONS = Table(
    "graders_extension",
    OURS,
    Column("assignment", String(128), primary_key=True),
    Column("learner", String(128), primary_key=True),
    Column("seconds", Integer, nullable=False),
)
