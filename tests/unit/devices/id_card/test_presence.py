"""The rule for "no card", in virtual time."""

from devices.id_card.presence import Presence


def looked(presence: Presence, *looks: tuple[float, bool]) -> Presence:
    for now, gone in looks:
        presence.looked(gone=gone, now=now)
    return presence


def test_a_card_may_be_read_only_after_a_whole_second_without_one() -> None:
    presence = looked(Presence(), (0.0, True), (0.3, True), (0.99, True))
    assert not presence.may_read
    assert looked(presence, (1.0, True)).may_read


def test_one_look_with_a_card_starts_the_second_again() -> None:
    presence = looked(Presence(), (0.0, True), (0.9, False), (1.0, True), (1.9, True))
    assert not presence.empty
    assert looked(presence, (2.0, True)).empty


def test_nothing_looked_at_is_never_empty() -> None:
    assert not Presence().empty


def test_after_a_reset_the_first_card_found_is_not_read_but_the_next_is() -> None:
    presence = looked(Presence(), (0.0, True), (1.0, True))
    presence.restarted(reset=True)
    looked(presence, (2.0, True), (3.0, True))
    assert presence.empty
    assert not presence.may_read
    looked(presence, (4.0, False), (5.0, True), (6.0, True))
    assert presence.may_read


def test_a_first_opening_is_no_reset() -> None:
    presence = Presence()
    presence.restarted(reset=False)
    assert looked(presence, (0.0, True), (1.0, True)).may_read


def test_a_taken_card_must_be_lifted_first() -> None:
    presence = looked(Presence(), (0.0, True), (1.0, True))
    presence.card_taken()
    assert not presence.may_read


def test_the_next_look_comes_when_the_second_is_over_at_the_latest() -> None:
    presence = looked(Presence(), (0.0, True))
    assert presence.wait(0.3, 0.0) == 0.3
    assert abs(presence.wait(0.3, 0.9) - 0.1) < 1e-9
    assert presence.wait(0.3, 1.5) == 0.0
    assert looked(presence, (1.5, True)).wait(0.3, 1.5) == 0.3


def test_whether_a_reset_could_lose_a_card_is_remembered_for_life() -> None:
    presence = looked(Presence(), (0.0, True))
    assert not presence.was_empty
    looked(presence, (1.0, True), (2.0, False))
    assert presence.was_empty
