"""What any visitor may do, one act a file. The list of them is `web.public_routes`."""
