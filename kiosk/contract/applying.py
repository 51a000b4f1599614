"""What became of an offered configuration, in words both sides share: a terminal says them in its heartbeat."""

from enum import Enum


class Outcome(Enum):
    """PENDING: believed, waits for its turn or is on trial. RETURNED: the last good runs again, or still."""

    APPLIED = "applied"
    PENDING = "pending"
    RETURNED = "returned"


class ReturnReason(Enum):
    """Why an offered configuration does not run. The first group is refused before any front has seen it."""

    SIGNATURES = "signatures"
    SAME_SIGNER = "same-signer"
    OLDER = "older"
    MIXED = "mixed"
    EXPIRED = "expired"
    ALTERED = "altered"
    OTHER_TERMINAL = "other-terminal"
    TOO_LARGE = "too-large"
    SETTINGS = "settings"
    LINT = "lint"
    UNTRUSTED = "untrusted"

    FRONT_REFUSED = "front-refused"
    NOT_READY = "not-ready"
    NO_FIRST_FRAME = "no-first-frame"
    DEVICE_WORSE = "device-worse"
    CENTRAL_LOST = "central-lost"
    DIED_TWICE = "died-twice"


WORDS = {
    ReturnReason.SIGNATURES: ("签名不足两人", "not signed by two administrators"),
    ReturnReason.SAME_SIGNER: ("同一人签了两次", "signed twice by the same administrator"),
    ReturnReason.OLDER: ("比已知的旧", "older than what the terminal knows"),
    ReturnReason.MIXED: ("不同版本混在一起", "files of different publications are mixed"),
    ReturnReason.EXPIRED: ("已过期", "its signatures have run out"),
    ReturnReason.ALTERED: ("内容被改动", "content is not what was signed"),
    ReturnReason.OTHER_TERMINAL: ("属于另一台终端", "made for another terminal"),
    ReturnReason.TOO_LARGE: ("太大", "larger than a terminal takes"),
    ReturnReason.SETTINGS: ("设置超出允许范围", "a setting is not allowed"),
    ReturnReason.LINT: ("事项文件不合格", "a service item does not pass the gate"),
    ReturnReason.UNTRUSTED: ("无法信任", "not believed"),
    ReturnReason.FRONT_REFUSED: ("界面拒绝了它", "the front refused it"),
    ReturnReason.NOT_READY: ("界面没有准备好", "the front never became ready"),
    ReturnReason.NO_FIRST_FRAME: ("界面没有显示出来", "the front did not draw in time"),
    ReturnReason.DEVICE_WORSE: ("设备状态变差", "a device was worse than before"),
    ReturnReason.CENTRAL_LOST: ("换上后连不上中心", "central could not be reached any more"),
    ReturnReason.DIED_TWICE: ("两次中途断电或崩溃", "the terminal died twice while putting it on"),
}
"""Reason → what people read, in Chinese and English."""
