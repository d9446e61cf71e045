"""What leaves the service: a model for every answer, and the only functions that fill them.

Each field is named by hand (an allow-list); a domain object is never spread into an answer."""
