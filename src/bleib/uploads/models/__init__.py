"""The tables of this room."""

from bleib.uploads.models.upload import State, Topic, Upload

__all__ = ["State", "Topic", "Upload"]
