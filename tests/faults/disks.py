"""Small disks of our own: file systems made for a fault, mounted, filled, cut off and thrown away.

Needs root and the kernel's loop devices; whoever asks without gets NotRunError with the reason.
"""

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.fault import NotRunError

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN of linux/fs/ext4/ext4.h: _IOR('X', 125, __u32)."""
_WITHOUT_FLUSH = struct.pack("I", 2)
_GET_FLAGS, _SET_FLAGS, _IMMUTABLE = 0x80086601, 0x40086602, 0x10


def require_root() -> None:
    """Raises NotRunError for who may not mount."""
    if os.name != "posix" or os.geteuid() != 0:
        raise NotRunError("needs root")


def _run(*command: str) -> str:
    if shutil.which(command[0], path=_PATH) is None:
        raise NotRunError(f"needs {command[0]}")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PATH": _PATH}
    )
    if done.returncode:
        raise NotRunError(f"{' '.join(command[:2])}: {done.stderr.strip()[:200]}")
    return done.stdout.strip()


_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@contextmanager
def memory_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """An empty disk of that size in memory (tmpfs). Raises NotRunError."""
    require_root()
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(folder))
    try:
        yield folder
    finally:
        _unmount(folder)


class LoopDisk:
    """An ext4 file system in a file of ours, which can lose its power."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        """Raises NotRunError."""
        require_root()
        self.at = folder / "mounted"
        self.at.mkdir()
        image = folder / "disk.img"
        with image.open("wb") as made:
            made.truncate(megabytes * 1024 * 1024)
        _run("mkfs.ext4", "-q", "-F", str(image))
        self._device = _run("losetup", "-f", "--show", str(image))
        try:
            _run("mount", self._device, str(self.at))
        except NotRunError:
            _run("losetup", "-d", self._device)
            raise

    def lose_power(self) -> None:
        """Drops all that has not reached the device, the file system's own log too; nothing can
        be read or written from now on. Raises NotRunError where the kernel cannot."""
        directory = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(directory, _SHUTDOWN, _WITHOUT_FLUSH)
        except OSError as error:
            raise NotRunError(f"the file system cannot be shut down: {error}") from error
        finally:
            os.close(directory)

    def power_up(self) -> None:
        """Mounts it anew: the file system recovers as after a power cut."""
        _unmount(self.at)
        _run("mount", self._device, str(self.at))

    def close(self) -> None:
        """Takes everything away."""
        _unmount(self.at)
        _run("losetup", "-d", self._device)


@contextmanager
def loop_disk(folder: Path, megabytes: int = 200) -> Iterator[LoopDisk]:
    """A disk that can lose its power. Raises NotRunError."""
    disk = LoopDisk(folder, megabytes)
    try:
        yield disk
    finally:
        disk.close()


def freeze(*files: Path, frozen: bool) -> None:
    """Makes files that may not be written any more, not even by who has them open; or ends that.
    Raises NotRunError where the file system or our rights do not allow it."""
    for file in files:
        if not file.exists():
            continue
        opened = os.open(file, os.O_RDONLY)
        try:
            flags = struct.unpack("l", fcntl.ioctl(opened, _GET_FLAGS, bytes(8)))[0]
            wanted = flags | _IMMUTABLE if frozen else flags & ~_IMMUTABLE
            fcntl.ioctl(opened, _SET_FLAGS, struct.pack("l", wanted))
        except OSError as error:
            raise NotRunError(f"files cannot be made immutable here: {error}") from error
        finally:
            os.close(opened)


def _unmount(folder: Path) -> None:
    # A process that was killed a moment ago may still hold it.
    try:
        _run("umount", str(folder))
    except NotRunError:
        _run("umount", "-l", str(folder))
