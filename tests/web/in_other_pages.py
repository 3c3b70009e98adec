"""What happens to a card in somebody else's page or behind somebody else's proxy; each line has a test that names it.

The marker is `@pytest.mark.row("5", "28")`. Lines with a number are about the page around or the proxy; those with an E
are about what a chart's server and the program say to one another.
"""

from __future__ import annotations

ROWS = {
    "1": "something in the card is as tall as its window, and each new height makes it taller",
    "2": "the window gets wider or a panel is closed, and the frame keeps its old height",
    "3": "the card sits in a closed tab or accordion and is shown later",
    "4": "a question opens in the middle of a tall frame, out of sight",
    "5": "the next card is short, and the reader stands below it",
    "6": "a link to a place on the card, in a page with another base address",
    "7": "a finger or a wheel over the picture no longer moves the page",
    "8": "somebody writes at the top of the page while the card loads at its bottom",
    "9": "the card is the last thing in a dialog that keeps Tab inside",
    "10": "the keyboard of a telephone covers the field and its button",
    "11": "two cards are both read out as “frame”, or the label is empty",
    "12": "the page is dark and the card is light, or the other way round",
    "13": "a contrast theme takes away what is drawn by colour alone",
    "14": "a page from right to left holds a card from left to right, or the other way round",
    "15": "the style sheet of the page changes every frame and every size, or hides frames",
    "16": "every touch of cookies and storage throws",
    "17": "the browser does not keep the cookie at all",
    "18": "the frame is loaded anew, and its code is used up",
    "19": "two clinics under one host share a jar of cookies",
    "20": "the page around is printed, and the card is cut off at the edge of its frame",
    "21": "browser dialogs and printing do nothing and say nothing",
    "22": "a download or a copy is refused without an error",
    "23": "the sandbox gives the frame no origin",
    "24": "a framework takes the element away and puts it back within a moment",
    "25": "a framework writes false, undefined or an object into an attribute, or sets it before the file has come",
    "26": "the page is made on a server and compared later",
    "27": "the file is loaded twice, or in two versions",
    "28": "the reader goes through six cards and presses Back",
    "29": "the frame loads and never says anything",
    "30": "the page has a strict content policy",
    "31": "other widgets of the page send messages, some with a height",
    "32": "an answer that a frame gets lacks the header that lets it be shown",
    "33": "the proxy passes the prefix on, strips it, or says another",
    "34": "a visitor sends a prefix of their own",
    "35": "TLS ends at the proxy, and a redirect leads to the address behind it",
    "36": "the prefix is asked for without its last slash",
    "37": "the proxy changes the name of the host, and every save is refused",
    "E19": "framing headers name the sites of the clinic, and another site is refused",
    "E20": "a whole visit in a strict sandbox, to one paper, without an error that nobody caught",
    "E23": "messages go to and come from listed sites alone",
}
