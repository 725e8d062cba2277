"""What the Makefile calls: started from the root of the repository as `python -m scripts.NAME`."""
