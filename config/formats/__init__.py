"""How dates are written where Django's own formats do not suit, by language (FORMAT_MODULE_PATH)."""
