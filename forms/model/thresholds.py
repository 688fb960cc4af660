"""The table of thresholds (METHOD 11): minimum numbers of people for what is opened, shown and exported."""

from forms.model.frozen import Frozen


class Thresholds(Frozen):
    """The thresholds of a study. The defaults are floors: a study may raise each of them, never lower one."""

    respondents: int = 10
    """People behind any published figure, and behind each answer to a fact or a sensitive item."""
    agencies: int = 10
    """Agencies behind a figure of a group with one person per agency."""
    crossed: int = 20
    """People behind each part when a group is divided by an attribute of the plan."""
    comments: int = 20
    """People of a group who answered an open question whose texts are given out."""
    microdata: int = 10
    """People who share a group and all profile answers in a file for others."""
    working: int = 5
    """People behind a figure in the tables of signed-in result pages, which are not for publication."""
    opening: int = 5
    """New ballots of a group in an agency before they are opened."""

    @property
    def with_floors(self) -> "Thresholds":
        """The same thresholds with every value below its floor raised to the floor."""
        raised = {name: max(getattr(self, name), getattr(FLOORS, name)) for name in type(self).model_fields}
        return Thresholds(**raised)


FLOORS = Thresholds()
