"""One sentence on a page, for people without JavaScript whose form could not send them back."""

from aiohttp import web

from service.locales import text
from service.web.answers import page_answer
from service.web.call import Call
from service.web.pages import templates


def notice_page(call: Call, sentence: str, status: int) -> web.Response:
    """A page with the sentence, and a link to go on where there is a safe one."""
    language = call.language
    html = templates.TEMPLATES.get_template("notice.html").render(
        language=language,
        sentence=sentence,
        back=call.back,
        back_text=text(language, "page.back"),
        title=text(language, "page.notice_title"),
    )
    return page_answer(html, status)
