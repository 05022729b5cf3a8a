"""axe-core in a page: what stands between it and somebody who cannot see, or point."""
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")

RUN = """
async (include) => {
  const context = include.length ? { include: include.map((selector) => [selector]) } : document;
  const { violations, passes } = await axe.run(context, { resultTypes: ["violations", "passes"] });
  return {
    passed: passes.length,
    found: violations.flatMap(({ id, impact, help, nodes }) =>
      nodes.map((node) => [id, impact, help, node.target.flat().join(" "), node.html.slice(0, 200),
        node.any.concat(node.all, node.none).map((check) => check.message).join("; ")])),
  };
}
"""


@dataclass(frozen=True)
class Finding:
    """One element of a page that breaks one rule."""

    rule: str
    impact: str
    help: str
    target: str
    html: str
    message: str

    def __str__(self) -> str:
        return (
            f"[{self.impact}] {self.rule}: {self.help}\n"
            f"    {self.target}\n    {self.html}\n    {self.message}"
        )


def findings(page: Page, *include: str) -> list[Finding]:
    """What axe-core finds in the parts of the page with these selectors, or in all of it.

    The script is evaluated by the browser's driver, which the page's own security policy does
    not bind.
    """
    page.evaluate(f"() => {{ if (!window.axe) {{ {SCRIPT} }} }}")
    result = page.evaluate(RUN, list(include))
    assert result["passed"] > 5, "axe-core has looked at next to nothing"
    return [Finding(*row) for row in result["found"]]


def grave(found: Sequence[Finding]) -> list[Finding]:
    """Those that shut somebody out, or nearly."""
    return [one for one in found if one.impact in GRAVE]


def listed(found: Sequence[Finding]) -> str:
    """Findings to be read by a person."""
    return "\n".join(["", *map(str, found)]) if found else "nothing"
