"""How each database is asked for words. What people type is never syntax here: terms are letters
and digits, and rules that have other names than ours are spelt in hexadecimal."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    LargeBinary,
    Select,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql.json import JSON
from sqlalchemy.dialects.postgresql.types import TSQUERY

from service.rules.text import terms_of
from service.storage.tables import revisions, search_documents

_RULE_MARK = "="
"""Before a rule in a document's words; no term has it."""
_RULE_NAME = re.compile("[a-z_]+")

_index = table("search_index", column("rowid", Integer), column("search_index"))


def words_of_document(text: str, rules: Iterable[str]) -> str:
    """What the document of a text says in which these rules found something."""
    return " ".join(sorted({*terms_of(text), *map(_rule_word, rules)}))


def _rule_word(rule: str) -> str:
    if _RULE_NAME.fullmatch(rule):
        return _RULE_MARK + rule
    return f"{_RULE_MARK}0{rule.encode('utf-8', 'surrogatepass').hex()}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What documents are asked for: those with words that begin with each of the terms, in which
    the rule found something."""

    terms: Collection[str]
    rule: str | None


class SqliteSearch:
    """FTS5."""

    def documents(self, asked: Asked, swept: int) -> Select[Any]:
        """The ids of the comments whose documents say so, up to that id."""
        wanted = [f'"{term}"*' for term in asked.terms]
        if asked.rule is not None:
            wanted.append(f'"{_rule_word(asked.rule)}"')
        said = _index.c.search_index.op("MATCH")(" AND ".join(wanted))
        return select(_index.c.rowid).where(said, _index.c.rowid <= swept)

    def listed(self, ids: Sequence[int]) -> Select[Any]:
        """These ids, however many, as rows."""
        each = func.json_each(json.dumps(list(ids))).table_valued("value")
        return select(cast(each.c.value, Integer))

    def may_say(self, term: str) -> ColumnElement[bool]:
        """True of every text that has the term, and of some that do not."""
        text = revisions.c.text
        is_wide = func.length(text) != func.length(cast(text, LargeBinary))
        return or_(is_wide, text.contains(term)) if term.isascii() else is_wide


class PostgresSearch:
    """`tsvector`, with a GIN index."""

    def documents(self, asked: Asked, swept: int) -> Select[Any]:
        """The ids of the comments whose documents say so, up to that id."""
        wanted = [f"'{term}':*" for term in asked.terms]
        if asked.rule is not None:
            wanted.append(f"'{_rule_word(asked.rule)}'")
        # In the statement itself: not knowing the words, the server would plan for any.
        said = bindparam(None, " & ".join(wanted), type_=Text(), literal_execute=True)
        return select(search_documents.c.comment_id).where(
            search_documents.c.words.op("@@")(cast(said, TSQUERY)),
            search_documents.c.comment_id <= swept,
        )

    def listed(self, ids: Sequence[int]) -> Select[Any]:
        """These ids, however many, as rows."""
        listed = cast(literal(list(ids), JSON), JSON)
        each = func.json_array_elements_text(listed).table_valued("value")
        return select(cast(each.c.value, BigInteger))

    def may_say(self, term: str) -> ColumnElement[bool]:
        """True of every text that has the term, and of some that do not."""
        text = revisions.c.text
        is_wide = func.octet_length(text) != func.length(text)
        return or_(is_wide, text.ilike(f"%{term}%")) if term.isascii() else is_wide


SearchSql = SqliteSearch | PostgresSearch


def search_sql(dialect: str) -> SearchSql:
    """What asks a database of this kind."""
    return SqliteSearch() if dialect == "sqlite" else PostgresSearch()
