"""Text in mixed directions as blocks from left to right, each of one direction.

Pillow shapes one string with one face. A slip's line may need several faces, so the order of the blocks is worked out
here: the part of UAX 9 that finished sentences need (strong characters, numbers, neutrals, isolates), without
embedding levels of an author's making.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

_OPEN = {"\u2066": False, "\u2067": True, "\u2068": None}  # left to right, right to left, by its first strong character
_CLOSE = "\u2069"
_RIGHT = frozenset({"R", "AL"})
_LEFT = frozenset({"L", "EN", "AN"})


class Block(NamedTuple):
    text: str
    right_to_left: bool


class _Piece(NamedTuple):
    """A stretch of equal direction, or an isolate with its own blocks. `right` None: neutral."""

    blocks: tuple[Block, ...]
    right: bool | None


def visual_blocks(text: str, *, right_to_left: bool) -> tuple[Block, ...]:
    """Blocks in the order they stand on the paper, from the left. `right_to_left`: direction of the paragraph."""
    pieces = _resolved(list(_pieces(text)), right_to_left)
    stretches = [
        [block for piece in (reversed(run) if right else run) for block in piece.blocks]
        for right, run in ((right, list(run)) for right, run in groupby(pieces, key=lambda piece: piece.right))
    ]
    if right_to_left:
        stretches.reverse()
    return tuple(_joined([block for stretch in stretches for block in stretch]))


def is_mark(character: str) -> bool:
    """An isolate's sign: takes no room and is not drawn."""
    return character in _OPEN or character == _CLOSE


def open_isolates(text: str) -> str:
    """The signs of the isolates that `text` opens and does not close."""
    unclosed = ""
    for character in text:
        if character in _OPEN:
            unclosed += character
        elif character == _CLOSE:
            unclosed = unclosed[:-1]
    return unclosed


def _pieces(text: str) -> Iterator[_Piece]:
    place = 0
    while place < len(text):
        character = text[place]
        if character in _OPEN:
            inside, place = _isolate(text, place + 1)
            direction = _OPEN[character]
            right = _first_strong(inside) if direction is None else direction
            yield _Piece(visual_blocks(inside, right_to_left=right), None)
            continue
        place += 1
        if character != _CLOSE:
            yield _Piece((Block(character, False),), _strength(character))


def _isolate(text: str, start: int) -> tuple[str, int]:
    """What stands between the sign before `start` and its closing sign (or the end), and where to go on."""
    depth = 1
    for place in range(start, len(text)):
        if text[place] in _OPEN:
            depth += 1
        elif text[place] == _CLOSE:
            depth -= 1
            if depth == 0:
                return text[start:place], place + 1
    return text[start:], len(text)


def _strength(character: str) -> bool | None:
    kind = unicodedata.bidirectional(character)
    if kind in _RIGHT:
        return True
    return False if kind in _LEFT else None


def _first_strong(text: str) -> bool:
    kinds = (unicodedata.bidirectional(character) for character in text)
    return next((kind in _RIGHT for kind in kinds if kind in _RIGHT or kind == "L"), False)


def _resolved(pieces: list[_Piece], base: bool) -> list[_Piece]:
    """Neutrals take the direction they stand within, else the paragraph's."""
    done: list[_Piece] = []
    before = base
    for place, piece in enumerate(pieces):
        if piece.right is None:
            after = next((later.right for later in pieces[place:] if later.right is not None), base)
            right = before if before == after else base
        else:
            right = before = piece.right
        isolate = len(piece.blocks) != 1 or len(piece.blocks[0].text) != 1
        blocks = piece.blocks if isolate else (Block(piece.blocks[0].text, right),)
        done.append(_Piece(blocks, right))
    return _merged(done)


def _merged(pieces: list[_Piece]) -> list[_Piece]:
    """Neighbouring characters of one direction as one block in reading order; isolates stay apart."""
    merged: list[_Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        alike = last and last.right == piece.right and _plain(last) and _plain(piece)
        if last and alike:
            text = last.blocks[0].text + piece.blocks[0].text
            merged[-1] = _Piece((Block(text, bool(piece.right)),), piece.right)
        else:
            merged.append(piece)
    return merged


def _plain(piece: _Piece) -> bool:
    return len(piece.blocks) == 1 and piece.blocks[0].right_to_left == piece.right


def _joined(blocks: list[Block]) -> Iterator[Block]:
    """Left-to-right neighbours may be drawn as one."""
    for right, run in groupby(blocks, key=lambda block: block.right_to_left):
        if right:
            yield from run
        else:
            yield Block("".join(block.text for block in run), False)
