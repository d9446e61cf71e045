"""Threads as moderators see them."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from service.domain.thread import ListedThread, Thread
from service.usecases.merge_threads import Merged
from service.usecases.review_threads import ThreadStory
from service.web.shown.review import ReviewedPage
from service.web.shown.times import Time, iso, iso_or_none


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ShownThread(_Shown):
    """The thread of a page. `published` counts the comments that readers see, `pending` those that
    wait; `newest_at` tells when the newest of all came in."""

    id: str
    site: str
    post: ReviewedPage
    closed: bool
    closed_at: Time | None
    published: int
    pending: int
    newest_at: Time | None


class ThreadList(_Shown):
    """A page of threads, those newest first that were made last."""

    items: list[ShownThread]
    next: str | None


class ShownMerge(_Shown):
    """A page that went into this one; `id` undoes it."""

    id: str
    post: ReviewedPage
    at: Time


class ShownThreadStory(_Shown):
    """A thread with every address that leads to it, its own too, and what went into it."""

    thread: ShownThread
    addresses: list[str]
    merges: list[ShownMerge]


class ShownMerged(_Shown):
    """The thread that another went into, with `moved` comments; `merge` undoes it."""

    merge: str
    moved: int
    thread: ShownThread


def shown_thread(listed: ListedThread) -> ShownThread:
    """A thread with what is in it."""
    thread = listed.thread
    return ShownThread(
        id=thread.public_id,
        site=listed.site,
        post=_page(thread),
        closed=thread.closed_at is not None,
        closed_at=iso_or_none(thread.closed_at),
        published=listed.published,
        pending=listed.pending,
        newest_at=iso_or_none(listed.newest_at),
    )


def thread_list(found: Sequence[ListedThread], following: str | None) -> ThreadList:
    """A page of them."""
    return ThreadList(items=[shown_thread(each) for each in found], next=following)


def shown_story(story: ThreadStory) -> ShownThreadStory:
    """One thread with its story."""
    merges = [
        ShownMerge(id=each.public_id, post=_page(each.thread), at=iso(each.at))
        for each in story.merges
    ]
    return ShownThreadStory(
        thread=shown_thread(story.listed), addresses=list(story.addresses), merges=merges
    )


def shown_merged(merged: Merged) -> ShownMerged:
    """What came of a merge."""
    return ShownMerged(merge=merged.merge, moved=merged.moved, thread=shown_thread(merged.thread))


def _page(thread: Thread) -> ReviewedPage:
    return ReviewedPage(key=thread.key, title=thread.title, url=thread.url)
