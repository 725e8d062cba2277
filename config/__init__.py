"""How the project is put together: settings, root addresses, server entry points."""
