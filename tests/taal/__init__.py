"""Whether the portal speaks plain Dutch."""
