"""A 1-bit picture: what the screen shows, a file keeps and a printer prints are the same dots."""

import io
from dataclasses import dataclass

from PIL import Image

_BLACK_BELOW = 140
"""Grey levels darker than this become a dot. A little above the middle: thin strokes of rare characters stay."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows`: height × width/8 bytes, most significant bit left, 1 = black. `width` is a multiple of 8."""

    width: int
    height: int
    rows: bytes

    def __post_init__(self) -> None:
        if self.width % 8 or len(self.rows) != self.width // 8 * self.height:
            raise ValueError("rows do not fit the size of the picture")


def from_image(image: Image.Image) -> Picture:
    """A grey picture whose width is a multiple of 8."""
    ink = image.convert("L").point(lambda level: 255 if level < _BLACK_BELOW else 0).convert("1")
    return Picture(image.width, image.height, ink.tobytes())


def to_image(picture: Picture) -> Image.Image:
    """Black on white, one bit a pixel."""
    return Image.frombytes("1", (picture.width, picture.height), bytes(byte ^ 0xFF for byte in picture.rows))


def to_png(picture: Picture) -> bytes:
    stream = io.BytesIO()
    to_image(picture).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def from_png(data: bytes) -> Picture:
    """The reverse of `to_png`; any other picture is brought to black and white. Raises OSError when it is none."""
    with Image.open(io.BytesIO(data)) as image:
        return from_image(image.convert("L"))
