"""A statement of the item bank, answered on its scale."""

from forms.kinds.single import Single


class Item(Single):
    name = "item"
    is_declared = False
