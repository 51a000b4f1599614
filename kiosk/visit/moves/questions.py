"""One question a page: typing, choosing, going on and back. The catalogue says what is asked and what is missing."""

import msgspec

from kiosk.catalogue.answers import asked, check_answer, earliest, read_date
from kiosk.catalogue.model import Field, FieldKind
from kiosk.catalogue.problem import AnswerProblem
from kiosk.visit.dates import starting_day, turned
from kiosk.visit.effects import Play, Sound
from kiosk.visit.events import Event
from kiosk.visit.keyboard import KINDS, Typing, starting_layer
from kiosk.visit.moves.anywhere import argument
from kiosk.visit.moves.typing import chosen, typed
from kiosk.visit.moves.typing import turned as turned_candidates
from kiosk.visit.pad import ALPHABETS, limit_of
from kiosk.visit.rules import Rules
from kiosk.visit.situations import AnsweringQuestion, ReadingNotice, Reviewing, Situation
from kiosk.visit.visit import Answer, Visit, stay

STEPS = {"up": 1, "down": -1}


def fields_of(visit: Visit, rules: Rules) -> tuple[Field, ...]:
    """The questions of this visit with the answers given so far."""
    item = rules.item(visit.item)
    return asked(item, visit.answers) if item else ()


def field_of(visit: Visit, rules: Rules) -> Field | None:
    """The field of the question on the page."""
    here = visit.situation
    if not isinstance(here, AnsweringQuestion):
        return None
    return next((field for field in fields_of(visit, rules) if field.key == here.key), None)


def question(visit: Visit, field: Field, rules: Rules, *, editing: bool = False) -> AnsweringQuestion:
    """The page of `field`, with what was answered before."""
    draft = visit.answers.get(field.key, "")
    if field.kind is FieldKind.DATE:
        draft = starting_day(visit, field, rules).isoformat()
    typing = Typing(starting_layer(field, visit.language, pinyin=rules.pinyin.available))
    inside = _province(draft, field, rules)
    return AnsweringQuestion(field.key, draft, editing=editing, inside=inside, typing=typing)


def _province(draft: str, field: Field, rules: Rules) -> str:
    if field.kind is not FieldKind.REGION:
        return ""
    return next((region.parent for region in rules.catalogue.regions if region.code == draft), "")


def first_question(visit: Visit, rules: Rules) -> Visit:
    fields = fields_of(visit, rules)
    return visit.at(question(visit, fields[0], rules) if fields else Reviewing())


def press_key(visit: Visit, event: Event, rules: Rules) -> Answer:
    """A character the field cannot hold, or one too many, changes nothing."""
    here, field, key = visit.situation, field_of(visit, rules), argument(event)
    if isinstance(here, AnsweringQuestion) and field is not None and field.kind in KINDS:
        return visit.but(situation=typed(here, key, field, rules, visit.look.size)), (Play(Sound.KEY),)
    if not isinstance(here, AnsweringQuestion) or field is None or field.kind not in ALPHABETS:
        return stay(visit)
    draft = _typed(here.draft, key, field)
    return visit.but(situation=AnsweringQuestion(here.key, draft, editing=here.editing)), (Play(Sound.KEY),)


def _typed(draft: str, key: str, field: Field) -> str:
    match key:
        case "delete":
            return draft[:-1]
        case "clear":
            return ""
        case _ if len(key) == 1 and key in ALPHABETS[field.kind] and len(draft) < limit_of(field):
            return draft + key
        case _:
            return draft


def pick(visit: Visit, event: Event, rules: Rules) -> Answer:
    """`pick.0`: the first word offered for the pinyin typed."""
    here, field, place = visit.situation, field_of(visit, rules), argument(event)
    if not isinstance(here, AnsweringQuestion) or field is None or not place.isdecimal():
        return stay(visit)
    return visit.but(situation=chosen(here, int(place), field, rules, visit.look.size)), (Play(Sound.KEY),)


def take_from_card(visit: Visit, event: Event, rules: Rules) -> Answer:
    """`card.address`: as read from the card, and still open to be changed."""
    here, field = visit.situation, field_of(visit, rules)
    if not isinstance(here, AnsweringQuestion) or field is None or argument(event) != field.from_card:
        return stay(visit)
    text = from_card(visit, field)[: limit_of(field)]
    if not text:
        return stay(visit)
    taken = msgspec.structs.replace(here, draft=text, problem=None, typing=Typing(here.typing.layer))
    return visit.but(situation=taken), (Play(Sound.KEY),)


def from_card(visit: Visit, field: Field) -> str:
    """What the card says for this field; empty where it says nothing, or nobody laid one."""
    card = visit.document
    if card is None:
        return ""
    return {"name": card.name or card.latin_name, "number": card.number, "address": card.address}.get(
        field.from_card, ""
    )


def choose(visit: Visit, event: Event, rules: Rules) -> Answer:
    """Choosing does not move on. A province opens its cities."""
    here, field, value = visit.situation, field_of(visit, rules), argument(event)
    if not isinstance(here, AnsweringQuestion) or field is None or value not in choosable(here, field, rules):
        return stay(visit)
    if field.kind is FieldKind.REGION and rules.regions(value):
        return visit.but(situation=AnsweringQuestion(here.key, here.draft, inside=value, editing=here.editing)), ()
    chosen = AnsweringQuestion(here.key, value, page=here.page, inside=here.inside, editing=here.editing)
    return visit.but(situation=chosen), (Play(Sound.KEY),)


def choosable(here: AnsweringQuestion, field: Field, rules: Rules) -> tuple[str, ...]:
    match field.kind:
        case FieldKind.CHOICE:
            return tuple(option.value for option in field.options)
        case FieldKind.YES_NO:
            return ("true", "false")
        case FieldKind.DECLARATION:
            return ("true",)
        case FieldKind.REGION:
            return tuple(region.code for region in rules.regions(here.inside))
        case _:
            return ()


def turn_page(visit: Visit, event: Event, rules: Rules) -> Answer:
    """`page.next` and `page.back` among choices; the page shown is kept inside what there is by the projection."""
    here, field = visit.situation, field_of(visit, rules)
    if not isinstance(here, AnsweringQuestion) or field is None:
        return stay(visit)
    if here.typing.letters:
        return visit.but(situation=turned_candidates(here, argument(event), rules, visit.look.size)), ()
    last = max(0, len(choosable(here, field, rules)) - 1)
    page = min(max(here.page + (1 if argument(event) == "next" else -1), 0), last)
    return visit.but(situation=msgspec.structs.replace(here, page=page)), ()


def turn_wheel(visit: Visit, event: Event, rules: Rules) -> Answer:
    here, field = visit.situation, field_of(visit, rules)
    part, _, way = argument(event).partition(".")
    if not isinstance(here, AnsweringQuestion) or field is None or field.kind is not FieldKind.DATE:
        return stay(visit)
    first = earliest(field, visit.answers, rules.today())
    shown = read_date(here.draft) or starting_day(visit, field, rules)
    day = turned(shown, part, STEPS.get(way, 0), first, rules.today())
    return visit.but(situation=AnsweringQuestion(here.key, day.isoformat(), editing=here.editing)), (Play(Sound.KEY),)


def answer_given(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """Next is always pressable: pressed too early it says what is missing."""
    here, field = visit.situation, field_of(visit, rules)
    if not isinstance(here, AnsweringQuestion) or field is None:
        return stay(visit)
    problem = check_answer(field, here.draft, visit.answers, today=rules.today(), catalogue=rules.catalogue)
    if here.typing.letters:
        problem = AnswerProblem("answer.text.composing")
    if problem is not None:
        return visit.but(situation=msgspec.structs.replace(here, problem=problem)), (Play(Sound.WRONG),)
    return _kept(visit, here, here.draft, rules), (Play(Sound.STEP),)


def skip(visit: Visit, _event: Event, rules: Rules) -> Answer:
    here, field = visit.situation, field_of(visit, rules)
    if not isinstance(here, AnsweringQuestion) or field is None or field.required:
        return stay(visit)
    return _kept(visit, here, "", rules), (Play(Sound.STEP),)


def _kept(visit: Visit, here: AnsweringQuestion, value: str, rules: Rules) -> Visit:
    """The answer stored, answers to questions no longer asked dropped, and on to what is still missing."""
    answered = visit.but(answers={**visit.answers, here.key: value})
    fields = fields_of(answered, rules)
    keys = {field.key for field in fields}
    pruned = answered.but(answers={key: given for key, given in answered.answers.items() if key in keys})
    following = _missing(pruned, fields, rules) if here.editing else _after(here.key, fields)
    if following is None:
        return pruned.at(Reviewing())
    return pruned.at(question(pruned, following, rules, editing=here.editing))


def _after(key: str, fields: tuple[Field, ...]) -> Field | None:
    places = [place for place, field in enumerate(fields) if field.key == key]
    return fields[places[0] + 1] if places and places[0] + 1 < len(fields) else None


def _missing(visit: Visit, fields: tuple[Field, ...], rules: Rules) -> Field | None:
    """An edit may ask something new or make a later answer impossible; review comes when nothing is open."""
    for field in fields:
        value = visit.answers.get(field.key)
        if value is None or check_answer(field, value, visit.answers, today=rules.today(), catalogue=rules.catalogue):
            return field
    return None


def previous_question(visit: Visit, _event: Event, rules: Rules) -> Answer:
    """From the cities to the provinces, from a question to the one before, from the first to the notice."""
    here = visit.situation
    if not isinstance(here, AnsweringQuestion):
        return stay(visit)
    if here.inside:
        return visit.but(situation=AnsweringQuestion(here.key, here.draft, editing=here.editing)), ()
    return visit.at(_before(visit, here, rules)), ()


def _before(visit: Visit, here: AnsweringQuestion, rules: Rules) -> Situation:
    if here.editing:
        return Reviewing()
    earlier: Field | None = None
    for field in fields_of(visit, rules):
        if field.key == here.key:
            break
        earlier = field
    return question(visit, earlier, rules) if earlier else ReadingNotice()
