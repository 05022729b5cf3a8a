"""What a file is, by its first bytes; its name may say anything."""
import re

KINDS = ("PNG", "JPEG", "GIF", "WebP", "BMP")
EXPECTED = "expected a PNG, JPEG, GIF, WebP or BMP"

_ENDINGS = {
    "png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "jpe": "JPEG", "jfif": "JPEG", "gif": "GIF",
    "webp": "WebP", "bmp": "BMP",
}  # fmt: skip
_FIRST = (
    (rb"\x89PNG\r\n\x1a\n", "PNG"),
    (rb"\xff\xd8\xff", "JPEG"),
    (rb"GIF8[79]a", "GIF"),
    (rb"RIFF....WEBP", "WebP"),
    (rb"BM", "BMP"),
    (rb"%PDF", "a PDF"),
    (rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg\b", "an SVG drawing"),
    (rb"(II\*\x00|MM\x00\*)", "a TIFF or a camera's raw file"),
    (rb"....ftyp(heic|heix|hevc|mif1|msf1)", "a HEIC photo (a phone can export it as JPEG)"),
    (rb"....ftypavi[fs]", "an AVIF"),
    (rb"....ftyp", "a film"),
    (rb"\x1aE\xdf\xa3", "a film"),
    (rb"8BPS", "a Photoshop file"),
    (rb"\x00\x00\x01\x00", "an icon file"),
    (rb"PK\x03\x04", "a ZIP archive or an office document"),
    (rb"\s*<(!DOCTYPE html|html)\b", "a web page"),
)
_READ = 1024  # bytes looked at


def kind_of(data: bytes) -> str:
    """One of `KINDS`, or in words what else it is; "" if nothing is known of it.

    Parameters
    ----------
    data : bytes
        The beginning of a file; the first 1,024 bytes are looked at.
    """
    head = bytes(data[:_READ]).removeprefix(b"\xef\xbb\xbf")
    for pattern, kind in _FIRST:
        if re.match(pattern, head, re.DOTALL | re.IGNORECASE if b"<" in pattern else re.DOTALL):
            return kind
    return ""


def named_kind(name: str) -> str:
    """What a file's name says it is, one of `KINDS`; "" if it says nothing of the sort."""
    return _ENDINGS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""
