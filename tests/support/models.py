"""Hand-made screen models, one of every page and counter kind, in Chinese, English and Arabic.

They follow the shapes of kiosk.visit.pages without running a visit, so that the drawing can be tried alone.
"""

from collections.abc import Callable, Mapping

import msgspec

from kiosk.visit.screen import (
    Action,
    Banner,
    Block,
    Choices,
    Counter,
    Empty,
    Entry,
    Example,
    Facts,
    Header,
    Heading,
    Keys,
    Line,
    Links,
    Look,
    Page,
    Paragraph,
    Picture,
    Place,
    Plate,
    Role,
    Row,
    ScreenModel,
    Sheet,
    Shutter,
    SignPad,
    Slip,
    Station,
    Tiles,
    Tone,
    Wheel,
    Wheels,
)
from tests.support import page_words as words
from tests.support.page_words import Say

AUTONYMS = {
    "zh-CN": "简体中文",
    "zh-Hant": "繁體中文",
    "en": "English",
    "ar": "العربية",
    "ja": "日本語",
    "ko": "한국어",
    "fr": "Français",
}
STROKES = (
    ((250, 320), (360, 300), (420, 290)),
    ((330, 180), (332, 400), (320, 700)),
    ((560, 330), (700, 300)),
    ((630, 180), (628, 500), (620, 720)),
)


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A page before its frame. `here`: place on the line of six; None: a brand page."""

    page: Page
    blocks: tuple[Block, ...]
    counter: Counter = Empty()
    actions: tuple[Action, ...] = ()
    here: int | None = None
    progress: float = 0.0
    finish: bool = True
    poster: bool = False
    badge: bool = False
    sheet: Sheet | None = None
    shutter: Shutter = Shutter.OPEN


def page(name: str, language: str = "zh-CN", look: Look | None = None) -> ScreenModel:
    """The finished model of the page `name` (one of NAMES)."""
    drawn = _PAGES[name](language)
    return ScreenModel(
        page=drawn.page,
        language=language,
        right_to_left=language == "ar",
        look=look or Look(reduce_motion=True),
        header=_header(drawn, language),
        blocks=drawn.blocks,
        counter=drawn.counter,
        actions=drawn.actions,
        footer=_footer(drawn, language),
        sheet=drawn.sheet,
        shutter=drawn.shutter,
        clock="10:42",
    )


def _header(drawn: Drawn, language: str) -> Header:
    badge = words.OFFLINE(language) if drawn.badge else ""
    if drawn.here is None:
        return Header(title=words.BRAND(language), subtitle=words.SITE(language), badge=badge)
    stations = line(words.STATIONS, drawn.here, language)
    return Header(title=words.ITEM(language), badge=badge, stations=stations, progress=drawn.progress)


def line(names: tuple[Say, ...], here: int, language: str) -> tuple[Station, ...]:
    def place(at: int) -> Place:
        return Place.HERE if at == here else Place.BEHIND if at < here else Place.AHEAD

    return tuple(Station(name(language), place(at)) for at, name in enumerate(names))


def _footer(drawn: Drawn, language: str) -> tuple[Action, ...]:
    call = Action(id="help", label=words.HELP(language), icon="help")
    if drawn.poster:
        return (call,)
    leaving = (Action(id="finish", label=words.FINISH(language), icon="exit"),) if drawn.finish else ()
    return (
        *leaving,
        Action(id="language", label=words.LANGUAGE(language), icon="globe"),
        Action(id="look", label=words.LOOK(language), icon="letters"),
        call,
    )


def back(language: str) -> Action:
    return Action(id="back", label=words.BACK(language), icon="back")


def onward(language: str, say: Say = words.NEXT, action: str = "next", icon: str = "next") -> Action:
    return Action(id=action, label=say(language), icon=icon, role=Role.PRIMARY)


def plain(action: str, say: Say, language: str, icon: str = "") -> Action:
    return Action(id=action, label=say(language), icon=icon)


def languages(language: str) -> tuple[Action, ...]:
    return tuple(
        Action(id=f"language.{code}", label=name, language=code, chosen=code == language)
        for code, name in AUTONYMS.items()
    )


# ---- pages -----------------------------------------------------------------------------------------------------------


def attract(language: str) -> Drawn:
    steps = tuple(Row(caption=why(language), value=what(language), icon=icon) for icon, what, why in words.STEPS)
    large = plain("look.size.large", words.LARGE, language, "letters")
    start = Action(id="start", label=words.START(language), role=Role.START, icon="next")
    plate = Plate(start=start, languages=(*languages(language), large), help=words.POSTER_HELP(language))
    title = Heading(words.ATTRACT_TITLE(language), "display")
    blocks = (title, Paragraph(words.ATTRACT_TEXT(language)), Facts(steps))
    return Drawn(page=Page.ATTRACT, blocks=blocks, counter=plate, finish=False, poster=True)


def home(language: str) -> Drawn:
    tiles = tuple(
        Action(id=f"item.{item}", label=name(language), note=words.MINUTES(language), icon=icon, role=Role.TILE)
        for item, icon, name in words.TILES
    )
    more = Links((plain("home.more", words.HOME_MORE, language, "grid"),))
    blocks = (Heading(words.HOME_TITLE(language), "display"), more)
    return Drawn(page=Page.HOME, blocks=blocks, counter=Tiles(words.HOME_HOT(language), tiles))


def home_offline(language: str) -> Drawn:
    shown = home(language)
    assert isinstance(shown.counter, Tiles)
    tiles = tuple(
        msgspec.structs.replace(
            tile, enabled=at % 2 == 0, note=(words.WORKS_OFFLINE if at % 2 == 0 else words.NEEDS_NETWORK)(language)
        )
        for at, tile in enumerate(shown.counter.actions)
    )
    banner = Banner(Tone.AMBER, "no_network", words.NO_NETWORK(language), words.NO_NETWORK_DETAIL(language))
    blocks = (shown.blocks[0], banner, *shown.blocks[1:])
    counter = Tiles(shown.counter.title, tiles)
    return msgspec.structs.replace(shown, blocks=blocks, counter=counter, badge=True)


def item(language: str) -> Drawn:
    rows = tuple(Row(caption=c(language), value=v(language), icon=icon) for icon, c, v in words.NEEDED)
    blocks = (
        Heading(words.ITEM(language)),
        Paragraph(words.SUMMARY(language)),
        Facts(rows),
        Line(line(words.STATIONS, 0, language)),
        Paragraph(words.PROMISE(language), "caption"),
    )
    return Drawn(page=Page.ITEM, blocks=blocks, actions=(back(language), onward(language, words.BEGIN, "begin")))


def notice(language: str) -> Drawn:
    rows = tuple(Row(caption=question(language), value=answer(language)) for question, answer in words.NOTICE)
    note = Paragraph(words.NOTICE_NOTE(language), "caption")
    blocks = (Heading(words.NOTICE_TITLE(language)), Facts(rows), note)
    actions = (
        back(language),
        plain("decline", words.DECLINE, language),
        onward(language, words.AGREE, "agree"),
    )
    return Drawn(page=Page.NOTICE, blocks=blocks, actions=actions, here=0)


def card(language: str) -> Drawn:
    blocks = (
        Heading(words.LAY(language)),
        Paragraph(words.LAY_HOW(language)),
        Picture("lay_card", words.LAY(language)),
        Paragraph(words.WAITING_CARD(language), "caption"),
    )
    return Drawn(page=Page.CARD, blocks=blocks, actions=(back(language),), here=1)


def card_refused(language: str) -> Drawn:
    shown = card(language)
    refused = Banner(Tone.RED, "warning", words.CARD_FAILED(language))
    blocks = (Heading(words.LYING(language)), refused, Picture("lift_card", words.LYING(language)))
    return msgspec.structs.replace(shown, blocks=blocks)


def _asked(question: Say, helped: Say, language: str, *more: Block) -> tuple[Block, ...]:
    place = Paragraph(words.PLACE(language), "caption")
    return (place, Heading(question(language)), Paragraph(helped(language)), *more)


def _answering(language: str, blocks: tuple[Block, ...], counter: Counter) -> Drawn:
    actions = (back(language), onward(language))
    return Drawn(page=Page.QUESTION, blocks=blocks, counter=counter, actions=actions, here=2, progress=0.25)


def keys(language: str, *rows: str, kind: str = "digits") -> Keys:
    """`rows`: characters of a row; C and D stand for clear and delete."""
    special = {
        "C": Action(id="key.clear", label=words.CLEAR(language), role=Role.FUNCTION),
        "D": Action(id="key.delete", label=words.DELETE(language), role=Role.FUNCTION, icon="delete"),
    }
    made = tuple(
        tuple(special.get(key) or Action(id=f"key.{key}", label=key, role=Role.KEY) for key in r) for r in rows
    )
    return Keys(kind, made)


def phone(language: str, text: str = "138000000", error: str = "") -> Drawn:
    entry = Entry(label=words.PHONE_LABEL(language), text=text, groups=(3, 4, 4), error=error)
    example = Example(words.EXAMPLE(language))
    blocks = _asked(words.PHONE_QUESTION, words.PHONE_HELP, language, example, entry)
    return _answering(language, blocks, keys(language, "123", "456", "789", "C0D"))


def phone_wrong(language: str) -> Drawn:
    return phone(language, error=words.PHONE_ERROR(language))


def id_number(language: str) -> Drawn:
    entry = Entry(label=words.ID_LABEL(language), text="11010519491231002X", groups=(6, 8, 4))
    blocks = _asked(words.ID_QUESTION, words.KIND_HELP, language, entry)
    return _answering(language, blocks, keys(language, "123", "456", "789", "C0D", "X", kind="id"))


def letters(language: str) -> Drawn:
    entry = Entry(label=words.REVIEW[4][1](language), text="Shenzhen")
    blocks = _asked(words.REGION_QUESTION, words.KIND_HELP, language, entry)
    counter = keys(language, "1234567890", "qwertyuiop", "asdfghjkl", "CzxvbnmD", kind="latin")
    return _answering(language, blocks, counter)


def choice(language: str) -> Drawn:
    rows = tuple(
        Action(id=f"choice.{at}", label=kind(language), role=Role.CHOICE, chosen=at == 1)
        for at, kind in enumerate(words.KINDS)
    )
    return _answering(language, _asked(words.KIND_QUESTION, words.KIND_HELP, language), Choices(rows))


def region(language: str) -> Drawn:
    rows = tuple(
        Action(id=f"choice.{at}", label=name(language), role=Role.CHOICE, chosen=at == 4)
        for at, name in enumerate(words.REGIONS)
    )
    turn = (
        Action(id="page.back", label=words.PAGE_BACK(language), role=Role.FUNCTION, icon="back"),
        Action(id="page.next", label=words.PAGE_NEXT(language), role=Role.FUNCTION, icon="next"),
    )
    chosen = Entry(label=words.REVIEW[4][1](language), text=words.REGIONS[4](language))
    blocks = _asked(words.REGION_QUESTION, words.KIND_HELP, language, chosen)
    return _answering(language, blocks, Choices((*rows, *turn), 3))


def date(language: str) -> Drawn:
    def turn(part: str, name: Say, way: str, say: Say) -> Action:
        label = f"{name(language)} {say(language)}"
        return Action(id=f"wheel.{part}.{way}", label=label, role=Role.FUNCTION, icon=way)

    wheels = tuple(
        Wheel(
            label=name(language),
            value=value,
            up=turn(part, name, "up", words.LATER),
            down=turn(part, name, "down", words.EARLIER),
        )
        for part, name, value in words.WHEELS
    )
    chosen = Entry(label=words.DATE_LABEL(language), text=words.DATE_CHOSEN(language))
    blocks = _asked(words.DATE_QUESTION, words.KIND_HELP, language, chosen)
    return _answering(language, blocks, Wheels(wheels))


def review(language: str) -> Drawn:
    rows = tuple(_reviewed(key, caption(language), value(language), language) for key, caption, value in words.REVIEW)
    blocks = (Heading(words.REVIEW_TITLE(language)), Facts(rows), Paragraph(words.MASKED(language), "caption"))
    actions = (back(language), onward(language, words.TO_SIGN))
    return Drawn(page=Page.REVIEW, blocks=blocks, actions=actions, here=3)


def _reviewed(key: str, caption: str, value: str, language: str) -> Row:
    if not key:
        return Row(caption=caption, value=value, note=words.FROM_CARD(language), icon="card")
    return Row(caption=caption, value=value, action=plain(f"edit.{key}", words.EDIT, language, "edit"))


def sign(language: str, strokes: tuple[tuple[tuple[int, int], ...], ...] = STROKES) -> Drawn:
    facts = Facts(
        (
            Row(caption=words.SIGN_WHAT(language), value=words.SIGN_WHAT_VALUE(language), icon="list"),
            Row(caption=words.SIGN_WHO(language), value="样本 110***********002X", icon="card"),
        )
    )
    blocks = (Heading(words.SIGN_TITLE(language)), Paragraph(words.SIGN_MEANS(language)), facts)
    actions = (
        back(language),
        plain("clear", words.SIGN_CLEAR, language, "refresh"),
        onward(language, words.SUBMIT, icon="check"),
    )
    counter = SignPad(words.SIGN_HINT(language), strokes)
    return Drawn(page=Page.SIGN, blocks=blocks, counter=counter, actions=actions, here=4)


def sign_empty(language: str) -> Drawn:
    return sign(language, ())


def submitting(language: str) -> Drawn:
    blocks = (
        Heading(words.SUBMITTING(language)),
        Paragraph(words.SUBMITTING_TEXT(language)),
        Banner(Tone.GOOD, "lock", words.KEPT(language), words.KEPT_DETAIL(language)),
        Picture("waiting", words.SUBMITTING(language)),
        Line(line(words.SENDING, 2, language)),
    )
    return Drawn(page=Page.SUBMITTING, blocks=blocks, here=5, finish=False)


def received(language: str) -> Drawn:
    plate = Banner(Tone.GOOD, "check", words.RECEIVED(language), words.RECEIVED_DETAIL(language), large=True)
    return _outcome(language, plate, 1)


def recorded(language: str) -> Drawn:
    plate = Banner(Tone.AMBER, "lock", words.RECORDED(language), words.RECORDED_DETAIL(language), large=True)
    return msgspec.structs.replace(_outcome(language, plate, 0), badge=True)


def _outcome(language: str, plate: Banner, here: int) -> Drawn:
    blocks = (
        plate,
        Line(line(words.PROGRESS, here, language)),
        Slip(image="receipt", speech=words.REFERENCE(language)),
        Paragraph(words.PRINTED(language)),
    )
    again = plain("reprint", words.PRINT_AGAIN, language, "printer")
    return Drawn(page=Page.OUTCOME, blocks=blocks, actions=(again, onward(language, words.CONTINUE)), here=5)


def owed(language: str) -> Drawn:
    actions = (plain("owed.not_mine", words.NOT_MINE, language), onward(language, words.MINE, "owed.mine", "receipt"))
    blocks = (Heading(words.OWED(language)), Paragraph(words.OWED_TEXT(language)))
    return Drawn(page=Page.OWED, blocks=blocks, actions=actions, finish=False)


def owed_slip(language: str) -> Drawn:
    blocks = (Heading(words.REFERENCE(language)), Slip(image="receipt", speech=""), Paragraph(words.PRINTED(language)))
    return Drawn(page=Page.OWED, blocks=blocks, actions=(onward(language, words.CONTINUE, "have_it", "check"),))


def rating(language: str) -> Drawn:
    rows = tuple(
        Action(id=f"rate.{at}", label=words.SCORES[at - 1](language), role=Role.CHOICE, icon=f"rate_{at}")
        for at in range(5, 0, -1)
    )
    done = Banner(Tone.GOOD, "check", words.RECEIVED(language), f"{words.REFERENCE(language)} SZ-7K3M-9QXP-4")
    blocks = (Heading(words.RATE(language)), Paragraph(words.RATE_TEXT(language)), done)
    skip = plain("skip", words.NOT_RATED, language, "next")
    return Drawn(page=Page.RATING, blocks=blocks, counter=Choices(rows), actions=(skip,), here=5)


def take_card(language: str) -> Drawn:
    blocks = (
        Heading(words.TAKE_CARD(language), "display"),
        Paragraph(words.TAKE_PAPER(language)),
        Picture("take_card", words.TAKE_CARD(language)),
        Paragraph(words.CLEARED(language)),
    )
    return Drawn(page=Page.TAKE_CARD, blocks=blocks, finish=False)


def cleared(language: str) -> Drawn:
    blocks = (
        Heading(words.CLEARED(language), "display"),
        Paragraph(words.TAKE_PAPER(language)),
        Picture("take_paper", words.TAKE_PAPER(language)),
    )
    start = plain("start", words.CLEARED_NEXT, language, "next")
    return Drawn(page=Page.CLEARED, blocks=blocks, actions=(start,), finish=False, poster=True)


def idle(language: str) -> Drawn:
    actions = (
        plain("finish", words.END, language, "exit"),
        onward(language, words.MORE_TIME, "more_time", ""),
    )
    sheet = Sheet(title=words.IDLE(language), text=words.IDLE_TEXT(language), actions=actions)
    sign = Banner(Tone.PLAIN, "lock", words.IDLE_SIGN(language), words.IDLE_SIGN_DETAIL(language))
    return Drawn(page=Page.QUESTION, blocks=(sign,), finish=False, sheet=sheet, shutter=Shutter.HALF)


def veil(language: str) -> Drawn:
    blocks = (
        Banner(Tone.PLAIN, "lock", words.VEIL_SIGN(language)),
        Heading(words.VEIL(language)),
        Paragraph(words.VEIL_TEXT(language)),
        Picture("lay_card", words.VEIL_TEXT(language)),
        Paragraph(words.VEIL_LEFT(language)),
    )
    actions = (plain("finish", words.VEIL_END, language, "exit"),)
    return Drawn(page=Page.VEIL, blocks=blocks, actions=actions, finish=False, shutter=Shutter.DOWN)


def out_of_service(language: str) -> Drawn:
    facts = Facts(
        (
            Row(caption=words.OUT_KEPT(language), value=words.OUT_KEPT_VALUE(language), icon="receipt"),
            Row(caption=words.OUT_HOTLINE(language), value="12345", icon="phone"),
        )
    )
    reason = Heading(words.OUT_REASON(language), "label")
    blocks = (Heading(words.OUT(language), "display"), reason, Paragraph(words.OUT_TEXT(language)), facts)
    return Drawn(page=Page.OUT_OF_SERVICE, blocks=blocks, finish=False)


def one_moment(language: str) -> Drawn:
    blocks = (
        Heading(words.MOMENT(language)),
        Paragraph(words.MOMENT_TEXT(language)),
        Picture("waiting", words.MOMENT(language)),
    )
    return Drawn(page=Page.ONE_MOMENT, blocks=blocks)


def not_known(language: str) -> Drawn:
    blocks = (
        Heading(words.UNKNOWN(language)),
        Banner(Tone.AMBER, "warning", words.UNKNOWN_WAIT(language)),
        Paragraph(words.UNKNOWN_TEXT(language)),
        Facts((Row(caption=words.REFERENCE(language), value="SZ-7K3M-9QXP-4", icon="receipt"),)),
    )
    actions = (onward(language, words.UNDERSTOOD),)
    return Drawn(page=Page.NOT_KNOWN, blocks=blocks, actions=actions, here=5)


def _done(language: str) -> Action:
    return onward(language, words.DONE, "sheet.close", "")


def sheet_language(language: str) -> Drawn:
    sheet = Sheet(title=words.CHOOSE_LANGUAGE(language), actions=(*languages(language), _done(language)))
    return msgspec.structs.replace(home(language), sheet=sheet)


def sheet_look(language: str) -> Drawn:
    looks = tuple(
        Action(id=f"look.{name}", label=say(language), role=Role.CHOICE, chosen=name in ("size.normal", "theme.light"))
        for name, say in words.LOOKS
    )
    actions = (*looks, _done(language))
    sheet = Sheet(title=words.LOOK_TITLE(language), text=words.LOOK_TEXT(language), actions=actions)
    return msgspec.structs.replace(home(language), sheet=sheet)


def sheet_leave(language: str) -> Drawn:
    actions = (plain("finish", words.END, language, "exit"), onward(language, words.STAY, "sheet.close", ""))
    sheet = Sheet(title=words.LEAVE(language), text=words.LEAVE_TEXT(language), actions=actions)
    return msgspec.structs.replace(review(language), sheet=sheet, finish=False)


_PAGES: Mapping[str, Callable[[str], Drawn]] = {
    build.__name__: build
    for build in (
        attract,
        home,
        home_offline,
        item,
        notice,
        card,
        card_refused,
        phone,
        phone_wrong,
        id_number,
        letters,
        choice,
        region,
        date,
        review,
        sign,
        sign_empty,
        submitting,
        received,
        recorded,
        owed,
        owed_slip,
        rating,
        take_card,
        cleared,
        idle,
        veil,
        out_of_service,
        one_moment,
        not_known,
        sheet_language,
        sheet_look,
        sheet_leave,
    )
}
NAMES = tuple(_PAGES)
