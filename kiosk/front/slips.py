"""From what the front knows to the slip that is drawn: the one place where a receipt's facts are gathered."""

from kiosk.contract.application import Application
from kiosk.contract.reference import reference_of
from kiosk.front.belief import Belief
from kiosk.identity.masking import mask_name
from kiosk.intake.checking import CheckedRecord
from kiosk.paper.picture import Picture
from kiosk.paper.receipt import OwedReceipt, Receipt, ReceiptState, draw_owed, draw_receipt
from kiosk.visit.machine import Rules


def receipt_picture(
    belief: Belief,
    rules: Rules,
    application: Application,
    record: CheckedRecord,
    *,
    check_code: str,
    settled: bool,
    copy: bool,
    dots: int,
) -> Picture:
    """The slip of a visit that is still here. The applicant's name is masked as on the screen."""
    item = rules.item(application.item)
    receipt = Receipt(
        reference=reference_of(application.id),
        state=ReceiptState.RECEIVED if settled else ReceiptState.RECORDED,
        item=rules.wording.pick(item.names, application.language) if item else application.item,
        applicant=mask_name(application.applicant.name or application.applicant.latin_name),
        check_code=check_code,
        not_before=record.not_before,
        not_after=record.not_after,
        token=record.token,
        terminal=belief.verified.terminal.name,
        branch=_branch(belief, application.language),
        language=application.language,
        copy=copy,
    )
    return draw_receipt(receipt, rules.wording, dots)


def owed_picture(belief: Belief, rules: Rules, record: CheckedRecord, *, copy: bool, dots: int) -> Picture:
    """The slip of an application whose front died: reference, time bounds and proof alone."""
    language = rules.language
    receipt = OwedReceipt(
        reference=record.reference,
        not_before=record.not_before,
        not_after=record.not_after,
        token=record.token,
        terminal=belief.verified.terminal.name,
        branch=_branch(belief, language),
        language=language,
        copy=copy,
    )
    return draw_owed(receipt, rules.wording, dots)


def _branch(belief: Belief, language: str) -> str:
    """The site's name in the settings, else the enrolment's word for the branch."""
    site = belief.settings.site
    return site.get(language) or site.get("zh-CN") or belief.verified.terminal.branch
