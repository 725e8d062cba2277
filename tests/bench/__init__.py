"""Tests of what `manage.py bench` measures with."""
