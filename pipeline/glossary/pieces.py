"""A sentence cut at its inner punctuation: fewer terms at a time are easier to keep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.glossary.protect import Protected, Style, leaks

_CUT = re.compile(r"( ?[;；，：、] ?|[,:] | ?[—–] ?| - )")
_WIDE = {";": "；", ",": "，", ":": "：", "、": "、", "—": "——", "–": "——", "-": "——"}
_NARROW = {
    ";": "; ", "；": "; ", "，": ", ", ",": ", ", "：": ": ", ":": ": ", "、": ", ",
    "—": " — ", "–": " – ", "-": " - ",
}  # fmt: skip
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What stands between the marks, and the marks.

    Attributes:
        bodies: The pieces.
        marks: One fewer.
    """

    bodies: tuple[str, ...]
    marks: tuple[str, ...]

    def asked(self, style: Style) -> Iterator[str]:
        """Yield the pieces that an engine has to translate."""
        for body in self.bodies:
            if _LETTER.search(style.pattern.sub("", body)):
                yield body

    def joined(self, answers: Mapping[str, str], protected: Protected, target: str) -> str | None:
        """Return the sentence put together again, or None if a piece came back damaged."""
        out = ""
        for i, body in enumerate(self.bodies):
            answer = answers.get(body, body)
            want = sorted(slot for slot, _, _ in protected.style.find(body))
            have = sorted(slot for slot, _, _ in protected.style.find(answer))
            rest = protected.style.pattern.sub("", answer)
            if want != have or not answer.strip() or leaks(rest, body):
                return None
            out += _fitted(answer.strip(), body, first=i == 0)
            out += _mark(self.marks[i], target) if i < len(self.marks) else ""
        return out


def cut(text: str) -> Pieces:
    """Cut a protected sentence at ; , : and dashes.

    >>> cut("⟦0⟧ is fast, but ⟦1⟧ is faster.").bodies
    ('⟦0⟧ is fast', 'but ⟦1⟧ is faster.')
    """
    parts = _CUT.split(text)
    bodies: list[str] = [parts[0].strip()]
    marks: list[str] = []
    for mark, body in zip(parts[1::2], parts[2::2], strict=True):
        if bodies[-1] and body.strip():
            marks.append(mark.strip())
            bodies.append(body.strip())
        else:  # nothing on one side: the mark belongs to the piece
            bodies[-1] = (bodies[-1] + mark + body).strip()
    return Pieces(tuple(bodies), tuple(marks))


def _mark(mark: str, target: str) -> str:
    return (_WIDE if target.startswith("zh") else _NARROW).get(mark, f"{mark} ")


def _fitted(answer: str, body: str, *, first: bool) -> str:
    """Undo what an engine does because it takes a piece for a sentence: capital and full stop."""
    if answer[-1] in ".。" and body[-1] not in ".。…":
        answer = answer.rstrip(".。")
    lowered = body[:1].islower() and answer[:1].isupper() and answer[1:2].islower()
    return answer[:1].lower() + answer[1:] if lowered and not first else answer
