"""Files that are private from their first byte, and whole or not there at all."""

import os
import tempfile
from pathlib import Path


def beside(path: Path) -> Path:
    """A new empty file in the folder of `path`, mode 0600, to be renamed to it. What is left of
    one after a crash is called `.NAME.….part`."""
    file, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(file)
    return Path(name)


def put_in_place(made: Path, path: Path) -> None:
    """Renames, after what was made is on stable storage; then the new name is too."""
    sync(made)
    made.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on stable storage."""
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def open_or_make(path: Path) -> int:
    """Opens a file to read and write, made private if there is none. Raises OSError."""
    flags = os.O_RDWR | os.O_CLOEXEC
    try:
        opened = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return os.open(path, flags)
    hand_over(opened, path)
    return opened


def hand_over(opened: int, path: Path) -> None:
    """Gives what root made to the owner of its folder: a server that runs as him must be able to
    open it."""
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.fchown(opened, folder.st_uid, folder.st_gid)
