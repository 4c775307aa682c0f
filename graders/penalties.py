"""Late penalties: the course's own nbgrader plug-in decides."""

from traitlets.config import Config


def penalty_for(config: Config, learner: str, score: float, seconds: float) -> float | None:
    """Points to take off a notebook that came this late; None where the course takes none.

    Like nbgrader's AssignLatePenalties: never below 0 and never more than the score.
    """
    if not {"AssignLatePenalties", "LateSubmissionPlugin"} & set(config):
        return None  # nbgrader's default takes nothing, and importing it costs seconds
    from nbgrader.preprocessors import AssignLatePenalties

    preprocessor = AssignLatePenalties(config=config)
    preprocessor.init_plugin()
    penalty = preprocessor.plugin_inst.late_submission_penalty(learner, score, seconds)
    return None if penalty is None else min(max(0.0, float(penalty)), score)
