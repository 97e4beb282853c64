"""The operator's groups in social networks, as his file lists them."""

from urllib.parse import urlsplit

from yaml.nodes import Node

from kosmos.loading.errors import Wrong
from kosmos.loading.yaml_values import Reader

Group = dict[str, object]


def read_groups(reader: Reader, node: Node | None) -> list[Group]:
    """Read the list, each a name in several languages and an address; what is wrong is left in the reader."""
    groups = []
    for item in reader.items(node, "operator: groups", empty=True):
        parts = reader.mapping(item, "operator: groups", ["name", "url"])
        name = reader.texts(parts.get("name"), "operator: groups: name")
        url = reader.value(parts.get("url"), "operator: groups: url", _address)
        if name is not None and url is not None:
            groups.append(Group(name=name, url=url))
    return groups


def _address(text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme == "https" and parts.hostname and "@" not in parts.netloc and text.isprintable():
        return text
    raise Wrong("an address such as https://vk.com/example")
