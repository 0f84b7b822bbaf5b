"""Every door through which a person enters an installation. A new door is a function and a line in one of these."""

from tests.flow import doors, doors_of_events, doors_of_files, doors_of_pages

DOORS = (*doors.DOORS, *doors_of_files.DOORS, *doors_of_pages.DOORS, *doors_of_events.DOORS)
