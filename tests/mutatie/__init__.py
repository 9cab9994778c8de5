"""Small changes to the code that guards the rest, to see whether a test notices: `python -m tests.mutatie`."""
