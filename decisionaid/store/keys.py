"""Keys and seals. AES-GCM binds each value to its table, row and column; each text has a key of its own.

The master key is outside the database. It wraps the data key; the data key wraps the key of each line and seals names.
Turning the keys over re-wraps those small keys and never touches a ciphertext, so no hash chain breaks. A line is taken
out by destroying its key. Rejected: one key for all words, because then nothing could be taken out for good.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, func, select, update

from ..errors import KeyProblem
from ..settings import Settings, new_id
from .engine import reading, writing
from .sites import its_site
from .tables import data_key, sealed_text

_NONCE = 12
_LONGEST_KEY = 1000
"""How many characters of a key file are read: 64 digits and some blanks."""


def master_key(settings: Settings, *, may_make: bool) -> bytes:
    """Return the master key: from the setting, or from DATA/master.key, which is made one time and never overwritten.

    Raises:
        KeyProblem: it is missing though the database has sealed rows, or is not 64 hex digits.
    """
    if settings.master_key:
        return _hex(settings.master_key, "DECISIONAID_MASTER_KEY")
    file = settings.data / "master.key"
    if file.exists():
        return read_key(file)
    if not may_make:
        raise KeyProblem(
            f"The key {file} is missing, and without it the stored words stay closed. "
            "Put the file back, or set DECISIONAID_MASTER_KEY."
        )
    return _make(file)


def _make(file: Path) -> bytes:
    """Write a new key file that is complete on the disk before it has its name, so that no crash leaves half a key."""
    key = secrets.token_bytes(32)
    part = file.with_name(f".{file.name}.{new_id()}")
    write_private(part, key.hex().encode())
    try:
        os.link(part, file)
    except FileExistsError:  # another process was first: its key is the one
        return read_key(file)
    finally:
        part.unlink()
    sync_folder(file.parent)
    return key


def read_key(file: Path) -> bytes:
    """Read a master key from a file.

    Raises:
        KeyProblem: the file cannot be read, or is not 64 hex digits.
    """
    try:
        with file.open(encoding="ascii", errors="replace") as opened:
            text = opened.read(_LONGEST_KEY)
    except OSError as problem:
        raise KeyProblem(f"The key {file} cannot be read: {problem.strerror}.") from problem
    return _hex(text.strip(), str(file))


def write_private(file: Path, data: bytes) -> None:
    """Write a new file for this user alone. It is on the disk when this returns."""
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _hex(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise KeyProblem(f"{name} is not a key of 64 hex digits.")
    return key


def seal(key: bytes, plain: bytes, where: str) -> bytes:
    """Seal bytes; `where` (table|row|column) must be the same to open them."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, where.encode())


def unseal(key: bytes, sealed: bytes, where: str) -> bytes:
    """Open what was sealed.

    Raises:
        KeyProblem: another key, another place, or altered bytes.
    """
    try:
        plain: bytes = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], where.encode())
    except InvalidTag:
        raise KeyProblem(
            f"A stored value ({where.split('|')[0]}) does not open with this key: a wrong key, or altered data."
        ) from None
    return plain


class Keys:
    """The data keys of this installation, and what is done with them."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self._engine = engine
        with reading(engine) as connection:
            has_key = connection.execute(select(data_key.c.id).limit(1)).first() is not None
        self._master = master_key(settings, may_make=not has_key)
        if not has_key:
            self._first()
        self._load()

    def _first(self) -> None:
        with writing(self._engine) as connection:
            if connection.execute(select(data_key.c.id).limit(1)).first() is None:
                self._add(connection)

    def _add(self, connection: Connection) -> tuple[str, bytes]:
        row_id, key = new_id(), secrets.token_bytes(32)
        wrapped = seal(self._master, key, f"data_key|{row_id}|wrapped")
        created = _later(connection.execute(select(func.max(data_key.c.created))).scalar_one())
        connection.execute(data_key.insert().values(id=row_id, site_id=its_site(), wrapped=wrapped, created=created))
        return row_id, key

    def _load(self) -> None:
        with reading(self._engine) as connection:
            rows = connection.execute(select(data_key).order_by(data_key.c.created, data_key.c.id)).all()
        self._keys: dict[str, bytes] = {
            row.id: unseal(self._master, row.wrapped, f"data_key|{row.id}|wrapped") for row in rows
        }
        self.current: str = rows[-1].id
        first = self._keys[rows[0].id]
        self._blind = hmac.new(first, b"blind index", hashlib.sha256).digest()
        self._chain = hmac.new(first, b"end of the audit", hashlib.sha256).digest()

    def _key(self, key_id: str) -> bytes:
        if key_id not in self._keys:
            self._load()  # another process may have turned the keys over
        if key_id not in self._keys:
            raise KeyProblem("A stored value names a key that this installation does not have.")
        return self._keys[key_id]

    def seal(self, text: str | bytes, where: str) -> bytes:
        """Seal a name or identifier, or what a page carries, under the data key; the key's id travels in front."""
        plain = text.encode() if isinstance(text, str) else text
        return self.current.encode() + b"|" + seal(self._keys[self.current], plain, where)

    def unseal(self, sealed: bytes, where: str) -> str:
        """Open a name or identifier."""
        return self.unseal_bytes(sealed, where).decode()

    def unseal_bytes(self, sealed: bytes, where: str) -> bytes:
        """Open what a page carried."""
        key_id, _, body = sealed.partition(b"|")
        return unseal(self._key(key_id.decode("ascii", "replace")), body, where)

    def blind(self, text: str) -> str:
        """A keyed digest (HMAC) of a text, by which an exact value is found without being readable."""
        return hmac.new(self._blind, " ".join(text.casefold().split()).encode(), hashlib.sha256).hexdigest()

    def end_seal(self, before: str, row_hash: str) -> str:
        """The seal over the end of the audit after one more row: HMAC of the seal before it and the row's hash."""
        return hmac.new(self._chain, f"{before}|{row_hash}".encode(), hashlib.sha256).hexdigest()

    def seal_words(self, line_id: str, words: str) -> tuple[str, bytes, bytes]:
        """Seal words under a new key of their own. Returns (id of the data key, wrapped key, sealed words)."""
        own, key_id = secrets.token_bytes(32), self.current
        wrapped = seal(self._keys[key_id], own, _place(line_id, "wrapped_key"))
        return key_id, wrapped, seal(own, words.encode(), _place(line_id, "words"))

    def open_words(self, line_id: str, key_id: str, wrapped: bytes, sealed: bytes) -> str:
        """Open the words of a line."""
        own = unseal(self._key(key_id), wrapped, _place(line_id, "wrapped_key"))
        return unseal(own, sealed, _place(line_id, "words")).decode()

    def turn_over(self) -> None:
        """Make a new data key and wrap the key of every text anew. No sealed words change, so no chain breaks.

        The new key is used only after the database has it: words sealed under a key that was never kept would be lost.
        """
        with writing(self._engine) as connection:
            fresh_id, fresh = self._add(connection)
            for row in connection.execute(select(sealed_text).where(sealed_text.c.wrapped_key.is_not(None))).all():
                own = unseal(self._key(row.key_id), row.wrapped_key, _place(row.id, "wrapped_key"))
                wrapped = seal(fresh, own, _place(row.id, "wrapped_key"))
                connection.execute(
                    update(sealed_text).where(sealed_text.c.id == row.id).values(key_id=fresh_id, wrapped_key=wrapped)
                )
        self._load()


def _later(than: str | None) -> str:
    """Now, or just after the newest key where the clock was set back: keys are read in the order of their times."""
    now = datetime.now(UTC)
    if than is not None:
        now = max(now, datetime.fromisoformat(than) + timedelta(milliseconds=1))
    return now.isoformat()


def _place(line_id: str, column: str) -> str:
    """The place that sealed words are bound to. It names the table as it was called at first: old seals must open."""
    return f"line|{line_id}|{column}"
