"""Command line of the agent."""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import logging
import os
import re
import sys
import threading
from pathlib import Path

from engines.agent.api import Api
from engines.agent.child_runner import ChildRunner
from engines.agent.refusal import Refusal
from engines.agent.repository import Repository
from engines.agent.runner import BACKENDS, LocalRunner, Runner, make_backend
from engines.agent.server import AgentServer

#: These run in the agent itself: they are no vendor's.
IN_PROCESS = ("onnxruntime",)
TOKEN_VARIABLE = "TRACKBENCH_AGENT_TOKEN"
_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,200}\Z")


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trackbench agent",
        description="Serves models over the Open Inference Protocol v2 (HTTP, binary tensors).",
        epilog="example: trackbench agent --backend onnxruntime --model search=net2.onnx --port 8100",
    )
    parser.add_argument("--backend", choices=tuple(BACKENDS), default="onnxruntime")
    parser.add_argument("--option", action="append", default=[], metavar="KEY=VALUE", help="of the backend")
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FILE", help="repeatable")
    parser.add_argument("--model-dir", help="folder from which clients may load models")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback)")
    parser.add_argument("--port", type=int, default=0, help="0 (default) picks a free one")
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count() or 1), help="of onnxruntime")
    parser.add_argument(
        "--token-file",
        help="file whose first line every request must bring; or set %s" % TOKEN_VARIABLE,
    )
    parser.add_argument("--virtual", action="store_true", help="never call its times measured")
    parser.add_argument("--no-stdin-watch", action="store_true", help="keep running when standard input ends")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Serves until it is interrupted or, unless told otherwise, until standard input ends."""
    args = build_parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    with contextlib.ExitStack() as stack:
        try:
            server = _open(args, stack)
        except (Refusal, OSError, OverflowError) as error:
            print("agent: %s" % error, file=sys.stderr)
            return 1
        # The watcher must not be joined: it waits for input that may never come.
        if not args.no_stdin_watch:
            threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
        print("listening on http://%s:%d" % (args.host, server.server_port), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)
    return 0


def make_runner(name: str, options: dict[str, str]) -> Runner:
    """Vendors' libraries run in a process of their own; what this project uses itself runs here."""
    if name in IN_PROCESS:
        return LocalRunner(make_backend(BACKENDS[name], options))
    return ChildRunner(BACKENDS[name], options)


def _open(args: argparse.Namespace, stack: contextlib.ExitStack) -> AgentServer:
    """A server that listens, its models loaded; `stack` closes it and what it runs on."""
    token = _token(args.token_file, args.host)
    runner = make_runner(args.backend, _options(args.option, args.backend, max(1, args.threads)))
    stack.callback(runner.close)
    runner.version()
    repository = Repository(runner, args.model_dir, is_virtual=args.virtual)
    for entry in args.model:
        name, separator, path = entry.partition("=")
        if not separator:
            raise Refusal(400, "--model takes NAME=FILE, not '%s'" % entry)
        repository.load_file(name, path, {})
    return stack.enter_context(AgentServer((args.host, args.port), Api(repository), token))


def _options(entries: list[str], backend: str, threads: int) -> dict[str, str]:
    options = {"threads": str(threads)} if backend in IN_PROCESS else {}
    for entry in entries:
        key, separator, value = entry.partition("=")
        if not separator:
            raise Refusal(400, "--option takes KEY=VALUE, not '%s'" % entry)
        options[key] = value
    return options


def _token(file: str | None, host: str) -> str | None:
    """From a file or the environment, never from the command line, which everybody there can read."""
    token = os.environ.pop(TOKEN_VARIABLE, "").strip()
    if file is not None:
        with Path(file).open(encoding="utf-8") as stream:
            token = stream.readline(1000).strip()
    if token and not _TOKEN.match(token):
        raise Refusal(400, "a token has 16 to 200 letters, digits and any of ._~+/=-")
    if not token and (file is not None or not _is_loopback(host)):
        message = "listening on %s needs a token: --token-file, or the variable %s"
        raise Refusal(400, message % (host, TOKEN_VARIABLE))
    return token or None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _end_with_stdin(server: AgentServer) -> None:
    """The host holds our standard input: its end means that the host or the connection is gone."""
    while os.read(0, 4096):
        pass
    server.shutdown()
