"""Tests of the addresses that readers use."""
