"""What the lint says about a file."""

from dataclasses import dataclass
from enum import Enum


class LintRule(Enum):
    """Every rule by the name it is reported under."""

    SIZE = "size"  # a file is at most 256 KiB
    SHAPE = "shape"  # JSON that fits assets/schemas/item.schema.json
    META_SCHEMA = "meta-schema"  # `data` is a valid JSON Schema 2020-12
    CONDITIONAL = "conditional"  # no if/then/else and the like: visibility comes from rules alone
    SCOPE = "scope"  # every scope names a property, every property is asked once
    RULE = "rule"  # a condition looks at an earlier question and at an answer it can have
    WIDGET = "widget"  # the widget fits the property
    REQUIRED = "required"  # what may be hidden is not required by `data`
    MASK = "mask"  # masks are known, and personal numbers have one
    TEXT = "text"  # every key used is said in zh-CN and en, none is left over
    WORDS = "words"  # the house rules of Chinese and English words
    PATTERN = "pattern"  # only patterns no text can make slow
    ID = "id"  # ids are unique and the file is named after its item
    OFFLINE = "offline"  # an item that waits in a queue promises nothing at once
    PERSON_CHECK = "person-check"  # a face is never the only way
    REGIONS = "regions"  # divisions: six digits, once, below one that exists, named


@dataclass(frozen=True, slots=True)
class Finding:
    """`file`: its name; `place`: where in it, as a path or key."""

    file: str
    rule: LintRule
    place: str
    message: str

    def line(self) -> str:
        return f"{self.file}: {self.rule.value}: {self.place}: {self.message}"
