"""Visible files many times over, each time with other ids and pages."""

import re
import tarfile
from pathlib import Path

from tests.transfer.visible import data_file

TAKEOUT = "blogger/takeout-stuffaboutcode.visible-third.atom"
TREE = "staticman/travisdowns.tar.gz"
_ID = re.compile(r"post-(\d+)")
_PAGE = re.compile(r"<blogger:filename>/")


def takeout(path: Path, size: int) -> int:
    """A Takeout of about so many bytes; how many comments are in it."""
    whole = data_file(TAKEOUT).read_text(encoding="utf-8")
    head, _, rest = whole.partition("  <entry>")
    entries, _, tail = rest.rpartition("</feed>")
    entries, number = f"  <entry>{entries}", 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head)
        while number == 0 or file.tell() < size:
            renamed = _PAGE.sub(f"<blogger:filename>/{number}/", entries)
            file.write(_ID.sub(lambda found, n=number: f"post-{n:04}{found[1]}", renamed))
            number += 1
        file.write(f"</feed>{tail}")
    return number * entries.count(">COMMENT<")


def tree(folder: Path, size: int) -> int:
    """A Staticman tree of so many files; how many they are."""
    made = 0
    with tarfile.open(data_file(TREE)) as archive:
        files = [
            (Path(info.name), member.read())
            for info in archive
            if info.isfile() and (member := archive.extractfile(info))
            if "comments" in info.name and info.name.endswith((".yml", ".json"))
        ]
    while made < size:
        for name, data in files[: size - made]:
            page = folder / "comments" / f"{name.parent.name}-{made // len(files)}"
            page.mkdir(parents=True, exist_ok=True)
            (page / name.name).write_bytes(data)
        made += len(files[: size - made])
    return made
