"""The visible files of Remark42."""

from tests.transfer.visible import Visible

FILES = (
    Visible("remark42/remark42-native_test-inline.jsonl", "remark42", 2, {"approved": 2}),
    Visible("remark42/remark42-store-tree.json", "remark42", 12, {"approved": 12}),
    Visible("remark42/remark42-store-tree_del.json", "remark42", 9, {"approved": 8, "deleted": 1}),
)
