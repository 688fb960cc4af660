"""The one table of thresholds (METHOD 11): the smallest numbers of people behind what is opened, shown and exported."""

from forms.model.frozen import Frozen


class Thresholds(Frozen):
    """The thresholds of a study. The defaults are the floors: a study may raise each of them, never lower one."""

    respondents: int = 10
    """People behind any published figure, and behind each answer to a fact or a sensitive item."""
    agencies: int = 10
    """Agencies behind a figure of a group with one person per agency."""
    crossed: int = 20
    """People behind each part of a group that an attribute of the plan divides."""
    comments: int = 20
    """People of a group who wrote to a question whose open answers are given out."""
    microdata: int = 10
    """People who share a group and all profile answers in a file that is passed on."""
    working: int = 5
    """People behind a figure in the tables of signed-in result pages, which are not for publication."""
    opening: int = 5
    """New ballots of a group in an agency before they are opened."""

    @property
    def with_floors(self) -> "Thresholds":
        """The same, with the floor in place of every value below it."""
        raised = {name: max(getattr(self, name), getattr(FLOORS, name)) for name in type(self).model_fields}
        return Thresholds(**raised)


FLOORS = Thresholds()
