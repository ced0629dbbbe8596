"""Content as plain values, with all that a stored text leaves out because it is nothing but a default."""

import msgspec
from msgspec import Struct


def plain(value):
    """Content as JSON has it, every field of every struct named."""
    if value is None or isinstance(value, str):
        return value  # most of it
    if isinstance(value, Struct):
        config = value.__struct_config__
        tag = {config.tag_field: config.tag} if config.tag else {}
        return tag | {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return msgspec.to_builtins(value)
