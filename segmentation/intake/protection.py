"""OLE containers: old workbooks, and workbooks locked with a password. A password is used once and kept nowhere."""

from __future__ import annotations

import io

from segmentation.intake.errors import CorruptXml, NotASpreadsheet, PasswordProtected, WrongPassword
from segmentation.locale import N_

# Excel locks a workbook that is only protected against changes with this word and opens it without asking.
_EXCELS_OWN = "VelvetSweatshop"


def opened(data: bytes, password: str | None) -> tuple[str, bytes]:
    """``("xls", data)`` for an old workbook, ``("zip", data)`` for a newer one taken out of its locked container.

    Raises ``PasswordProtected`` without a password, ``WrongPassword`` where it does not fit, and ``NotASpreadsheet`` for
    other OLE files such as a Word document.
    """
    import msoffcrypto
    import olefile  # type: ignore[import-untyped]  # has no type information
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            is_locked_package = ole.exists("EncryptedPackage")
            is_old_workbook = ole.exists("Workbook") or ole.exists("Book")
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as fault:
        raise CorruptXml(found=str(fault)[:200]) from None
    if not is_locked_package and not is_old_workbook:
        raise NotASpreadsheet(found=N_("another Office document"))
    kind = "zip" if is_locked_package else "xls"
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not file.is_encrypted():
            return kind, data
    except (DecryptionError, FileFormatError, ParseError, OSError, ValueError) as fault:
        if not is_locked_package:
            return kind, data
        raise CorruptXml(found=str(fault)[:200]) from None
    for word in [_EXCELS_OWN] if password is None else [password, _EXCELS_OWN]:
        out = io.BytesIO()
        try:
            file.load_key(password=word, **({"verify_password": True} if is_locked_package else {}))
            file.decrypt(out)
        except (InvalidKeyError, DecryptionError, ParseError):
            continue
        except Exception as fault:  # its parsers raise whatever a damaged file makes them
            raise CorruptXml(found=type(fault).__name__) from None
        return kind, out.getvalue()
    raise PasswordProtected if password is None else WrongPassword
