"""What stands between the server and the views: the store of public pages, middleware, context processors.

`page_store` answers readers before Django does; `conditional`, `page_counter` and `stored_pages` are its
parts.
"""
