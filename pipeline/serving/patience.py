"""A caller who takes too long over a request is hung up on, however steadily the bytes come."""

from __future__ import annotations

import io
import socket
import time
from typing import Any


class Hurried(io.RawIOBase):
    """What comes in over a connection, all of a request within so many seconds.

    A timeout of the socket alone begins anew with each byte, so that a caller who sends one now
    and then could hold a thread for ever.

    Args:
        connection: Open; its timeout is put back to `patience_s` when a request has been read.
        patience_s: From `begin` on.
    """

    def __init__(self, connection: socket.socket, patience_s: float) -> None:
        super().__init__()
        self._connection, self._patience_s = connection, patience_s
        self.begin()

    def begin(self) -> None:
        """Give the next request its time."""
        self._until_s = time.monotonic() + self._patience_s

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; return how many, 0 at the end.

        Raises:
            TimeoutError: the time of the request is over.
        """
        left_s = self._until_s - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the request took too long")
        self._connection.settimeout(left_s)
        try:
            return self._connection.recv_into(buffer)
        finally:
            self._connection.settimeout(self._patience_s)
