"""How each kind of blog is given its comments: what to put into which file of its theme."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Recipe:
    """`file` is the theme's file that the snippet goes into. `post` is the attribute by which that
    kind of blog names the post's address; None: the page's own address will do. `script` and
    `closed` are what its files want of a script tag and of an empty element."""

    name: str
    title: str
    file: str
    post: str | None
    script: str = "async"
    closed: bool = False


RECIPES: tuple[Recipe, ...] = (
    Recipe("html", "HTML", "post.html", None),
    Recipe("hugo", "Hugo", "layouts/_default/single.html", 'post="{{ .RelPermalink }}"'),
    Recipe("jekyll", "Jekyll", "_layouts/post.html", 'post="{{ page.url }}"'),
    Recipe("eleventy", "Eleventy", "_includes/post.njk", 'post="{{ page.url }}"'),
    Recipe(
        "astro",
        "Astro",
        "src/layouts/Post.astro",
        "post={Astro.url.pathname}",
        script="is:inline async",
    ),
    Recipe("mkdocs", "MkDocs", "overrides/partials/comments.html", 'post="/{{ page.url }}"'),
    Recipe("pelican", "Pelican", "templates/article.html", 'post="/{{ article.url }}"'),
    Recipe(
        "wordpress",
        "WordPress",
        "comments.php",
        'post="<?php echo esc_attr( wp_parse_url( get_permalink(), PHP_URL_PATH ) ); ?>"',
    ),
    Recipe(
        "blogger",
        "Blogger",
        "Theme → Edit HTML",
        "expr:post='data:blog.canonicalUrl'",
        script="async='async'",
        closed=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What the owner chose. Empty: as the widget finds best. `integrity` pins the very script."""

    site: str
    lang: str = ""
    theme: str = ""
    heading: str = ""
    noun: str = ""
    integrity: str = ""


def snippet(recipe: Recipe, look: Look, src: str) -> str:
    """The lines to paste: the element where the comments go, and the script from `src`."""
    chosen = [("theme", look.theme), ("heading", look.heading), ("noun", look.noun)]
    element = " ".join(
        ["reactie-comments", *([recipe.post] if recipe.post else []), *_attributes(chosen)]
    )
    of_script = _attributes(
        [
            ("src", src),
            ("data-site", look.site),
            ("data-lang", look.lang),
            ("integrity", look.integrity),
            ("crossorigin", "anonymous" if look.integrity else ""),
        ]
    )
    script = " ".join(["script", recipe.script, *of_script])
    end = "/>" if recipe.closed else "></reactie-comments>"
    return f"<{element}{end}\n<{script}></script>"


def _attributes(named: list[tuple[str, str]]) -> list[str]:
    return [f'{name}="{escape(value)}"' for name, value in named if value]
