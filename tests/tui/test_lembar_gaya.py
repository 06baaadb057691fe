"""Style sheets: what opening a page costs."""

from __future__ import annotations

import pytest
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode

from tests.tui.fake_port import FakePintu, clinic_day
from tests.tui.pantau import ADMIN
from tests.tui.robot import Loket


async def test_a_page_brings_its_sheets_without_the_work_of_all_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each sheet is parsed once in the life of the program; what is open already is not styled again."""
    async with Loket(FakePintu(clinic_day(12)), pelaku=ADMIN) as loket:
        queue = loket.app.screen
        parsed: list[str] = []
        styled: list[object] = []
        parse, apply = Stylesheet._parse_rules, Stylesheet.apply

        def count_parse(self: Stylesheet, css: str, *args: object, **kwargs: object) -> object:
            before = len(self._parse_cache)
            rules = parse(self, css, *args, **kwargs)  # type: ignore[arg-type]
            if len(self._parse_cache) != before:
                parsed.append(css)
            return rules

        def count_apply(self: Stylesheet, node: DOMNode, **kwargs: object) -> None:
            if queue in node.ancestors_with_self:
                styled.append(node)
            apply(self, node, **kwargs)  # type: ignore[arg-type]

        monkeypatch.setattr(Stylesheet, "_parse_rules", count_parse)
        monkeypatch.setattr(Stylesheet, "apply", count_apply)
        await loket.tekan("m", "enter")
        await loket.sampai(lambda: loket.app.screen is not queue and not loket.dialog)
        first = len(parsed)
        assert first == len(set(parsed)) > 0
        await loket.tekan("escape", "m", "enter")
        await loket.sampai(lambda: loket.app.screen is not queue and not loket.dialog)
        assert len(parsed) == first
        assert len(styled) < 10, "the queue was styled anew"
