"""What columns have in common: ids, times, words, and the site a row belongs to."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = BigInteger().with_variant(Integer, "sqlite")
"""63 bits. SQLite keeps any integer in INTEGER, and only that word makes it the row's own key."""


def own_id() -> Column[int]:
    """The key of a row, made by the application (`ids`)."""
    return Column("id", ID, primary_key=True, autoincrement=False)


def reference(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """A reference to another row's id."""
    return Column(name, ID, ForeignKey(f"{target}.id"), nullable=nullable)


def site(*, nullable: bool = False) -> Column[int]:
    """The site that the row belongs to; where nullable, None is every site."""
    return reference("site_id", "sites", nullable=nullable)


def moment(name: str, *, nullable: bool = False) -> Column[int]:
    """A time in UTC milliseconds."""
    return Column(name, ID, nullable=nullable)


def number(name: str, *, nullable: bool = False) -> Column[int]:
    """A count, version or position."""
    return Column(name, Integer, nullable=nullable)


def words(name: str, *, nullable: bool = False) -> Column[str]:
    """Text of any length; statuses, actions and kinds are words too."""
    return Column(name, Text, nullable=nullable)


def values(name: str, *, nullable: bool = False) -> Column[Any]:
    """JSON values."""
    return Column(name, JSON(none_as_null=True), nullable=nullable)


def partial_index(name: str, where: ColumnElement[bool], *columns: Column[Any]) -> Index:
    """An index of the rows where this holds."""
    return Index(name, *columns, info={"sqlite": {"where": where}, "postgresql": {"where": where}})


def described() -> MetaData:
    """The whole data model, to compare a database with. What an index is on each of the databases
    stays aside until then: SQLAlchemy would load what it knows of both of them."""
    for table in metadata.tables.values():
        for index in table.indexes:
            for dialect, options in index.info.items():
                index.dialect_options[dialect].update(options)
    return metadata
