"""A talk of our own with real times, and a digest of it."""

from __future__ import annotations

from pipeline.model import Caption, Document, Quote, Reference, Section, Span

LINES = (
    (0, "Welcome back to the harbour hour, I am Tess Brouwer and it is raining again."),
    (
        5,
        "With me is Oskar Lindqvist, who keeps eleven lighthouses alight without leaving his desk.",
    ),
    (12, "Thanks for having me, um, it is drier in here than on my boat."),
    (17, "So let us begin at the beginning."),
    (20, "How does somebody end up with eleven lighthouses?"),
    (24, "My grandfather had one and he hated the stairs."),
    (28, "Two hundred and six steps, every evening, with a can of paraffin."),
    (34, "And he always said a light that nobody checks is only decoration."),
    (40, "I took that quite literally and I put a sensor on every lamp."),
    (46, "The first one was a Raspberry Pi in a lunch box."),
    (51, "It survived four winters, which is longer than the lunch box."),
    (57, "People laughed at it, but it phoned me the night the mains failed at Kråkholm."),
    (64, "That was when the coast guard called and asked for ten more."),
    (70, "Let us talk about fog."),
    (73, "Fog is what everybody gets wrong."),
    (76, "A camera sees white and says all is well."),
    (80, "So we listen instead, we measure how the foghorn comes back from the cliff."),
    (87, "If the echo takes longer than nine hundred milliseconds the horn has drifted."),
    (94, "We trained a tiny network on sixty thousand echoes, it runs on a solar panel."),
    (101, "And the false alarms?"),
    (103, "They dropped from forty a week to one."),
    (108, "The one that is left is a seagull called Gunnar."),
    (113, "He sits on the microphone, we have tried everything."),
    (118, "Before you go, what would you tell a town that wants to sell its lighthouse?"),
    (124, "Do not sell it, lend it."),
    (127, "A tower without a keeper falls down in thirty years, but a tower with a café lasts."),
    (134, "Somebody has to want to climb the stairs."),
    (138, "Oskar Lindqvist, thank you very much, and mind the gull."),
    (144, "Thank you, and a light that nobody checks is only decoration."),
)
END_MS = 150_000


def captions(*, shift_ms: int = 0) -> tuple[Caption, ...]:
    """Return the talk as captions."""
    starts = [second * 1_000 for second, _ in LINES]
    ends = [*starts[1:], END_MS]
    return tuple(
        Caption(Span(start + shift_ms, end + shift_ms), text)
        for start, end, (_, text) in zip(starts, ends, LINES, strict=True)
    )


def reference(*, language: str = "en") -> Reference:
    """Return the talk as captions that stand beside a digest."""
    return Reference("talk.srt", captions(), language)


def second_of(words: str) -> int:
    """Return when the line with these words begins."""
    return next(second for second, text in LINES if words in text)


STEPS = "206 steps every evening with a can of paraffin"
PHONED = "They laughed, but it phoned me the night the mains failed at Kråkholm."
LEND = "Don't sell it. Lend it. A tower without its keeper falls down in thirty years."
LUNCH_BOX = "His first sensor was a Raspberry Pi hidden in a lunch box, and it lasted four winters."
ECHOES = "A network trained on 60 thousand echoes now runs on a solar panel."
VAGUE = "It is a charming story about patience."


def digest(**more: object) -> Document:
    """Return a digest of the talk in which no quote has a time."""
    sections = (
        Section(
            "Eleven lights",
            0,
            f"Oskar inherited a dislike of stairs. {LUNCH_BOX} {VAGUE}",
            (Quote(STEPS, offset=37), Quote(PHONED, offset=200)),
        ),
        Section("Fog", 70_000, f"Cameras fail in fog. {ECHOES}", ()),
        Section("Selling", 118_000, "What should a town do?", (Quote(LEND, offset=22),)),
    )
    fields: dict[str, object] = {"duration_ms": END_MS, "sections": sections, **more}
    return Document("The Lighthouse Man", "digest", **fields)  # type: ignore[arg-type]
