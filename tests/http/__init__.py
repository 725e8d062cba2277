"""Tests of what stands between the server and the views."""
