"""Pictures and colours: what is uploaded is made anew, what is drawn is drawn from plain values.

Pure: bytes and values in, bytes and values out; no database, no request, no disk.
"""
