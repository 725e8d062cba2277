"""English: the day before the month, as the rest of the pages is British too."""
