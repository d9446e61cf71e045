"""Accounts and sessions, one act a file. The list of them is `web.account_routes`."""
