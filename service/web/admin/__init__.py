"""What moderators may do, one act a file. The list of them is `web.admin_routes`."""
