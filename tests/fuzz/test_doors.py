"""Through every door anything may be sent; only a `TolkError` may come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.doors import DOORS, knock
from tests.fuzz.growth import FITTING, PIECES, ROUNDS

SLOW = {"whole", "text:lines", "text:terms", "text:names"}
_pieces = st.sampled_from(PIECES) | st.text(max_size=8)
_made = st.lists(_pieces, max_size=30).map("".join)


def _content(door: str) -> st.SearchStrategy[bytes]:
    rounds = [ROUNDS[name] for name in FITTING.get(door, tuple(ROUNDS))]
    framed = st.tuples(st.sampled_from(rounds), _made).map(lambda t: t[0][0] + t[1] + t[0][1])
    encoded = framed.map(lambda text: text.encode("utf-8", "surrogatepass"))
    wide = framed.map(lambda text: text.encode("utf-16", "surrogatepass"))
    return encoded | encoded | encoded | wide | st.binary(max_size=200)


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
@given(choice=st.data())
def test_only_our_own_errors_come_out(door: str, choice: st.DataObject) -> None:
    knock(DOORS[door], choice.draw(_content(door)))
