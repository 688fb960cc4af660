"""The life of a study: it is opened, revised, closed, reopened and deleted. Every change of its state is made here."""
