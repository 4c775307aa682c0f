"""The grading engine and its nbgrader plug-ins; knows nothing of this course."""
