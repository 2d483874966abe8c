"""What can go wrong between here and a board."""

from __future__ import annotations

from engines.errors import TrackbenchError


class BoardError(TrackbenchError):
    """Anything about a board that the user can do something about."""


class BoardUnreachable(BoardError):
    what = "No answer from {host} in {waited_s:g} s."
    remedy = "Is it powered and on this network, and is the address right?"


class PortClosed(BoardError):
    what = "{host} answers, but nothing listens on port {port}."
    remedy = "Start the SSH server on the board (systemctl start sshd) or correct the port."


class NotAnSshServer(BoardError):
    what = "What listens on {host}:{port} is not an SSH server that can be spoken with."
    remedy = "Check the port; a very old server may need older SSH algorithms than are safe."


class HostKeyUnknown(BoardError):
    what = "The key of {host}:{port} is not known here ({algorithm} {fingerprint})."
    remedy = "Compare it with the board's own and accept it if they agree."


class HostKeyChanged(BoardError):
    what = (
        "The key of {host}:{port} has CHANGED: {algorithm} {fingerprint} instead of {known_fingerprints}. "
        "Nothing was sent."
    )
    remedy = (
        "If the board was set up anew, remove its line from {known_hosts}; "
        "otherwise something else answers in its place."
    )


class LoginRefused(BoardError):
    what = "{host} does not let {user} in with {tried}."
    remedy = "Check user, key and password; the vendor's programs need root."


class KeyFileUnusable(BoardError):
    what = "The key file {path} cannot be used: {reason}."
    remedy = "Choose the private key (not the .pub file) and give its passphrase."


class LinkBroken(BoardError):
    what = "The connection to {host} is lost."
    remedy = "Check cable and power, then connect again."


class CommandTimedOut(BoardError):
    what = "{command!r} on {host} did not finish in {waited_s:g} s."
    remedy = "The board may be busy or hang; try again or restart it."


class CommandFailed(BoardError):
    what = "{command!r} on {host} ended with {exit_code}: {answer}."
    remedy = "{hint}"


class TransferFailed(BoardError):
    what = "{path} could not be copied: {reason}."
    remedy = "What was on the board before is unchanged; check space and permissions, then try again."


class NoSpace(TransferFailed):
    what = "{path} needs {needed_mb:.1f} MB, but {host} has {free_mb:.1f} MB free there. Nothing was sent."
    remedy = "Remove files from the board (`trackbench board models HOST remove NAME`), then try again."


class NoRemoteFile(BoardError):
    what = "There is no {path} on {host}."
    remedy = "Check the path in the board's profile."


class ForwardRefused(BoardError):
    what = "{host} does not forward to port {port}: {reason}."
    remedy = "Allow TCP forwarding in the board's SSH server, and see whether the program runs."


class ServiceFailed(BoardError):
    what = "{service} did not become ready: {reason}."
    remedy = "Its log says more; another program may hold the accelerator."


class AgentNotStarted(BoardError):
    what = "The agent did not start on {host}: {reason}."
    remedy = "It needs Python 3.7 or newer with numpy and the runtime's own package."


class AgentEnded(BoardError):
    what = "The agent on the board has ended ({exit_code}): {last_line}."
    remedy = "Start the run again; if it ends again, the model may not suit the runtime."


class BackendMissing(BoardError):
    what = "This version has no agent backend for a real {family} board yet."
    remedy = "Use the virtual board, or --board local."


class BitstreamByHand(BoardError):
    what = "The bitstream {name} cannot be loaded on {host} while it runs: a board takes one when it starts."
    remedy = "Install it with `trackbench board bitstreams {host} install {name}`; the board is restarted."


class NoSuchBitstream(BoardError):
    what = "There is no bitstream {name} on {host}."
    remedy = "There are: {known}."


class NoSuchModel(BoardError):
    what = "There is no model {name} on {host}."
    remedy = "Upload it first."


class VirtualBoardFailed(BoardError):
    what = "The virtual board failed: {reason}."
    remedy = "Its log: {log}"
