"""What lies inside a footprint."""

from rangefan.answers.inside import Answer, Reach, answer_for

__all__ = ["Answer", "Reach", "answer_for"]
