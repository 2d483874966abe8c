"""Notices what happens to a connected board: its service dies, it reboots, its link is lost."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic

from engines.boards.board import Board
from engines.boards.board_rungs import is_another_boot
from engines.boards.errors import LinkBroken
from engines.errors import Cancelled, TrackbenchError
from engines.texts import Text

logger = logging.getLogger(__name__)
#: Together with one question to the board, less than the two seconds in which a death is to be seen; together
#: with `heartbeat.NOTICED_WITHIN_S`, less than the three in which a lost connection is.
LOOK_S = 0.25
#: How often the board is asked for a service that was adopted; ours tells by itself.
ASK_S = 1.0


class BoardNews(StrEnum):
    """What happened."""

    SERVICE_DIED = "service-died"
    SERVICE_RESTARTED = "service-restarted"
    SERVICE_GIVEN_UP = "service-given-up"
    LINK_LOST = "link-lost"
    RECONNECTED = "reconnected"
    REBOOTED = "rebooted"
    STILL_GONE = "still-gone"


@dataclass(frozen=True, slots=True)
class BoardEvent:
    """One piece of news; `error` where it is a failure."""

    news: BoardNews
    text: str
    error: TrackbenchError | None = None


@dataclass(frozen=True, slots=True)
class WatchPolicy:
    """What is done without being asked.

    Attributes:
        restart_service: whether a service that was started here and died is started again.
        most_restarts, in_s: how often that is done within a time, after which it is given up.
        reconnect_for_s: how long a lost board is looked for; 0 for not at all.
        retry_s: pauses between two tries.
    """

    restart_service: bool = False
    most_restarts: int = 3
    in_s: float = 60.0
    reconnect_for_s: float = 180.0
    retry_s: float = 2.0


class BoardWatch:
    """Watches a connected board from a thread of its own until it is closed.

    A service is restarted only if it was started here; one that was adopted is somebody else's. After a
    reconnection it runs again if it ran before.
    """

    def __init__(
        self,
        board: Board,
        on_event: Callable[[BoardEvent], None],
        policy: WatchPolicy | None = None,
        *,
        look_s: float = LOOK_S,
    ) -> None:
        """`on_event` is called from the watch's thread."""
        self._board, self._on_event = board, on_event
        self._policy = policy or WatchPolicy()
        self._look_s = look_s
        self._stopped = threading.Event()
        self._restarts: deque[float] = deque(maxlen=max(1, self._policy.most_restarts))
        self._was_serving = board.service_in_use
        self._is_known_dead = False
        self._boot_id = board.boot_id
        self._asked_s = 0.0
        self._thread = threading.Thread(target=self._run, name="board watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Ends it; work that is under way is cancelled."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(30)

    @property
    def is_watching(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            while not self._stopped.wait(self._look_s):
                if not self._board.is_connected:
                    if not self._reconnect():
                        return
                    continue
                try:
                    self._look_at_service()
                except LinkBroken:
                    continue  # the next round sees it
                except Cancelled:
                    return
                except TrackbenchError as error:
                    logger.info("the service cannot be watched: %s", error)
        finally:
            logger.debug("the watch over %s ends", self._board.address)

    def _look_at_service(self) -> None:
        board = self._board
        if not board.service_in_use:
            self._was_serving = self._is_known_dead = False
            return
        if not board.service_is_ours:
            if monotonic() - self._asked_s < ASK_S:
                return
            self._asked_s = monotonic()
        if board.service_is_running:
            self._was_serving, self._is_known_dead = True, False
            return
        if not board.is_connected or not board.service_in_use:
            return  # it ended with the link, or was stopped while we asked
        if not self._is_known_dead:
            self._is_known_dead = True
            last = board.service_last_line or Text("none")
            self._tell(
                BoardNews.SERVICE_DIED, Text("The service has ended; its last line: {last}", last=last)
            )
            if self._policy.restart_service and board.service_is_ours:
                self._restart()

    def _restart(self) -> None:
        now_s = monotonic()
        recent = [at_s for at_s in self._restarts if now_s - at_s < self._policy.in_s]
        if len(recent) >= self._policy.most_restarts:
            facts = {"count": len(recent), "seconds": self._policy.in_s}
            text = Text("The service ended {count} times in {seconds:g} s; it is left alone now", **facts)
            self._tell(BoardNews.SERVICE_GIVEN_UP, text)
            return
        self._restarts.append(now_s)
        try:
            listener = self._board.start_service(self._stopped.is_set)
        except (Cancelled, LinkBroken):
            raise  # the board may be going down
        except TrackbenchError as error:
            self._tell(BoardNews.SERVICE_GIVEN_UP, Text("The service could not be started again"), error)
            return
        self._is_known_dead = False
        self._tell(
            BoardNews.SERVICE_RESTARTED, Text("The service runs again on port {port}", port=listener.port)
        )

    def _reconnect(self) -> bool:
        """Whether the watch goes on."""
        board, policy = self._board, self._policy
        self._tell(BoardNews.LINK_LOST, Text("The connection is lost"), LinkBroken(host=board.address.host))
        lost_s = monotonic()
        while not self._stopped.wait(policy.retry_s):
            if monotonic() - lost_s > policy.reconnect_for_s:
                waited = Text("No answer for {seconds:g} s", seconds=policy.reconnect_for_s)
                self._tell(BoardNews.STILL_GONE, waited, board.failure)
                return False
            try:
                board.check(should_cancel=self._stopped.is_set)
            except Cancelled:
                return False
            except TrackbenchError as error:
                logger.info("not back yet: %s", error)
                continue
            if board.failure is None:
                return self._is_back()
            if board.is_connected or not board.failure_may_pass:
                self._tell(BoardNews.STILL_GONE, Text("It answers again, but is not well"), board.failure)
                return False
        return False

    def _is_back(self) -> bool:
        board = self._board
        was, self._boot_id = self._boot_id, board.boot_id
        if is_another_boot(was, self._boot_id):
            self._tell(BoardNews.REBOOTED, Text("The board has rebooted and is connected again"))
        else:
            self._tell(BoardNews.RECONNECTED, Text("The board is connected again"))
        if self._was_serving and not self._stopped.is_set():
            try:
                self._board.start_service(self._stopped.is_set)
            except Cancelled:
                return False
            except TrackbenchError as error:
                self._tell(BoardNews.SERVICE_GIVEN_UP, Text("The service could not be started again"), error)
        self._is_known_dead = False
        return True

    def _tell(self, news: BoardNews, text: str, error: TrackbenchError | None = None) -> None:
        logger.info("%s: %s%s", news, text, f" ({error})" if error is not None else "")
        if not self._stopped.is_set():
            self._on_event(BoardEvent(news, text, error))
