"""The content of one data column for one respondent."""

from dataclasses import dataclass

from forms.missing_values import Missing


@dataclass(frozen=True, slots=True)
class Answer:
    """Either a value from zero up or the reason why there is none; exactly one of the two."""

    value: int | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        if (self.value is None) is (self.missing is None):
            raise ValueError("an answer has either a value or a reason why it is missing")
        if self.value is not None and self.value < 0:
            raise ValueError("values below zero are the codes of missing answers")

    @property
    def code(self) -> int:
        """The value, or the negative code of the reason, as written to data files (METHOD 13)."""
        return self.value if self.value is not None else int(self.missing or Missing.BLANK)
