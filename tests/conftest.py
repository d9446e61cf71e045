"""What all tests share: the PostgreSQL server that they start themselves when one needs it."""

pytest_plugins = ["tests.postgres_server"]
