"""What a Vietnamese screen reader says of a page: one line for each stop, from Chromium's accessibility tree.

A line holds role, name, state, value, position and description, in this order, as NVDA and TalkBack do.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import CDPSession, Page

Node = Mapping[str, Any]

ROLES = {
    "alert": "thông báo ngay",
    "banner": "đầu trang",
    "button": "nút",
    "checkbox": "hộp kiểm",
    "combobox": "hộp tổ hợp",
    "complementary": "phần bổ sung",
    "definition": "giải thích",
    "dialog": "hộp thoại",
    "DisclosureTriangle": "nút gập mở",
    "form": "biểu mẫu",
    "group": "nhóm",
    "heading": "tiêu đề",
    "link": "liên kết",
    "listbox": "danh sách chọn",
    "main": "nội dung chính",
    "navigation": "điều hướng",
    "option": "lựa chọn",
    "radio": "nút chọn",
    "region": "vùng",
    "status": "thông báo",
    "term": "mục",
    "textbox": "ô nhập",
}
"""Roles that are said; the words inside other nodes are said alone."""
LEAVES = {
    "button",
    "checkbox",
    "combobox",
    "DisclosureTriangle",
    "heading",
    "link",
    "option",
    "radio",
    "term",
    "textbox",
}
"""Nodes whose words are their name; what is inside them is not said again."""
STATES = {
    "checked": {"true": "đã chọn", "false": "chưa chọn"},
    "pressed": {"true": "đã nhấn", "false": "chưa nhấn"},
    "selected": {"true": "đã chọn"},
    "expanded": {"true": "đang mở", "false": "đang đóng"},
    "invalid": {"true": "không hợp lệ"},
    "required": {"true": "bắt buộc"},
    "disabled": {"true": "không dùng được"},
    "busy": {"true": "đang bận"},
    "modal": {"true": "chặn phần còn lại"},
}
OF_TWO_STATES = {
    "checked": {"radio", "checkbox"},
    "pressed": {"button"},
    "expanded": {"combobox", "DisclosureTriangle"},
}
"""Roles of which the state "false" is said as well."""


def spoken(page: Page, selector: str) -> list[str]:
    """Return the lines of everything inside the first element of the selector, in reading order."""
    session = page.context.new_cdp_session(page)
    document = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = session.send("DOM.querySelector", {"nodeId": document, "selector": selector})["nodeId"]
    assert found, f"{selector} is not on the page"
    top = session.send("DOM.describeNode", {"nodeId": found})["node"]["backendNodeId"]
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    # An open dialog is all that there is: the rest of the page is not in the tree.
    root = next((node for node in nodes if node.get("backendDOMNodeId") == top), nodes[0])
    tree = _Tree({node["nodeId"]: node for node in nodes}, session)
    lines = list(tree.lines(root, 0))
    session.detach()
    return lines


class _Tree:
    """The accessibility tree of one page."""

    def __init__(self, nodes: Mapping[str, Node], session: CDPSession) -> None:
        self._nodes = nodes
        self._places = self._of_radios(session)

    def lines(self, node: Node, depth: int) -> Iterator[str]:
        role, indent = _said(node, "role"), "  " * depth
        if role == "paragraph" and all(_said(one, "role") not in ROLES for one in self._inside(node)):
            yield indent + re.sub(r":(?=\S)", ": ", "".join(self._texts(node)).strip())
            return
        if not node.get("ignored"):
            if role == "StaticText" and _said(node, "name"):
                yield indent + _said(node, "name")
            if role == "StaticText":
                return
            if role in ROLES:
                yield indent + ", ".join(self._parts(node, role))
                depth += 1
            if role in LEAVES:
                return
        for child in self._said_apart(node, role):
            yield from self.lines(child, depth)

    def _said_apart(self, node: Node, role: str) -> list[Node]:
        """What is said after the node itself. A legend is the name of its group, a label the name of its button."""
        if role == "Legend":
            return []
        buttons = [one for one in self._inside(node) if _said(one, "role") in ("radio", "checkbox")]
        return buttons if role == "LabelText" and buttons else self._children(node)

    def _parts(self, node: Node, role: str) -> Iterator[str]:
        properties = {one["name"]: str(one["value"].get("value", "")).lower() for one in node.get("properties", [])}
        name = _said(node, "name")
        kind = f"{ROLES[role]} cấp {properties['level']}" if role == "heading" else ROLES[role]
        yield f"{kind} “{name}”" if name else kind
        for state, words in STATES.items():
            value = properties.get(state, "")
            if value in words and (value == "true" or role in OF_TWO_STATES.get(state, ())):
                yield words[value]
        if value := _said(node, "value"):
            yield f"giá trị “{value}”"
        if node["nodeId"] in self._places:
            yield "{} trên {}".format(*self._places[node["nodeId"]])
        if described := _said(node, "description"):
            yield f"mô tả “{described}”"

    def _of_radios(self, session: CDPSession) -> dict[str, tuple[int, int]]:
        """For each radio button its place among those of its name, and their number: the tree holds neither."""
        root = next(node for node in self._nodes.values() if not node.get("parentId"))
        names: dict[str, list[str]] = {}
        for node in self._inside(root):
            if _said(node, "role") == "radio" and not node.get("ignored"):
                described = session.send("DOM.describeNode", {"backendNodeId": node["backendDOMNodeId"]})["node"]
                written = described["attributes"]
                name = dict(zip(written[::2], written[1::2], strict=True))["name"]
                names.setdefault(name, []).append(node["nodeId"])
        return {one: (at, len(group)) for group in names.values() for at, one in enumerate(group, start=1)}

    def _children(self, node: Node) -> list[Node]:
        return [self._nodes[child] for child in node.get("childIds", []) if child in self._nodes]

    def _inside(self, node: Node) -> Iterator[Node]:
        for child in self._children(node):
            yield child
            yield from self._inside(child)

    def _texts(self, node: Node) -> Iterator[str]:
        """The words of a paragraph, in one piece although some may stand in an element of their own."""
        for child in self._children(node):
            if _said(child, "role") == "StaticText":
                yield " ".join(f".{child['name']['value']}.".split())[1:-1]
            elif _said(child, "role") != "InlineTextBox":
                yield from self._texts(child)


def _said(node: Node, key: str) -> str:
    return " ".join(str(node.get(key, {}).get("value", "")).split())
