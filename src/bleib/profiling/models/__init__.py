from bleib.profiling.models.declined import Declined
from bleib.profiling.models.wanted_field import Subject, WantedField

__all__ = ["Declined", "Subject", "WantedField"]
