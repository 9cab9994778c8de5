"""What the run is tried on: three lines, of which one has a mutant that changes nothing."""


def hoogste(een: int, ander: int) -> int:
    """The larger of two. With `>=` it is the same: of two equal numbers it does not matter which one comes back."""
    return een if een > ander else ander


def is_even(getal: int) -> bool:
    return getal % 2 == 0
