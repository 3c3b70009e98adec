"""What the server says by itself, before any page is asked: a request that came too slowly, or too long, or unreadable.

Nobody knows yet who asks and in which language, so each sentence stands there in all of them; and nothing else is
loaded, since the connection ends with it.
"""

from __future__ import annotations

from functools import cache
from html import escape

from ..domain.phrases import phrase
from ..locale import languages, words

SAID = {
    400: ("Bad Request", phrase("This could not be read. Nothing was saved.")),
    408: (
        "Request Timeout",
        phrase("This did not arrive whole in time. Nothing was saved; please load the page again to send it anew."),
    ),
    413: ("Content Too Large", phrase("That is too much text at one time. Nothing was saved; please make it shorter.")),
    431: ("Request Header Fields Too Large", phrase("The address is too long to be read. Nothing was saved.")),
    503: (
        "Service Unavailable",
        phrase("Too many pages are asked for from here at one time. Please load this one again in a moment."),
    ),
}


@cache
def said_early(status: int) -> bytes:
    """A whole answer with its page."""
    reason, sentence = SAID[status]
    lines = "".join(
        f'<p lang="{each}" dir="{words(each).direction}">{escape(words(each).say(sentence))}</p>'
        for each in languages()
    )
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>decisionaid</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"></head><body><main>{lines}</main></body></html>\n'
    ).encode()
    heads = [
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(page)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
        *(["Retry-After: 2"] if status == 503 else []),
    ]
    return "\r\n".join([*heads, "", ""]).encode() + page
