"""Words from outside, made fit to be kept."""


def plain(text: str) -> str:
    """Words without what no database keeps and nobody reads: control characters, half letters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in whole)
