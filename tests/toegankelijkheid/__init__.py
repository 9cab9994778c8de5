"""Whether everybody can use the portal: every page type in a browser, every form as a screen reader reads it."""
