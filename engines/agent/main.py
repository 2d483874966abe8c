"""Command line of the agent."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import threading

from engines.agent.api import Api
from engines.agent.backends.onnxruntime_backend import OnnxruntimeBackend
from engines.agent.model import Backend
from engines.agent.refusal import Refusal
from engines.agent.repository import Repository
from engines.agent.server import AgentServer

BACKENDS = ("onnxruntime",)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="trackbench agent",
        description="Serves models over the Open Inference Protocol v2 (HTTP, binary tensors).",
        epilog="example: trackbench agent --backend onnxruntime --model search=net2.onnx --port 8100",
    )
    parser.add_argument("--backend", choices=BACKENDS, default="onnxruntime")
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FILE", help="repeatable")
    parser.add_argument("--model-dir", help="folder from which clients may load models")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: loopback)")
    parser.add_argument("--port", type=int, default=0, help="0 (default) picks a free one")
    parser.add_argument("--threads", type=int, default=min(4, os.cpu_count() or 1), help="of the runtime")
    parser.add_argument("--virtual", action="store_true", help="never call its times measured")
    parser.add_argument("--no-stdin-watch", action="store_true", help="keep running when standard input ends")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Serves until it is interrupted or, unless told otherwise, until standard input ends."""
    args = build_parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    try:
        backend = make_backend(args.backend, max(1, args.threads))
        repository = Repository(backend, args.model_dir, is_virtual=args.virtual)
        repository.backend.version()
        for entry in args.model:
            name, separator, path = entry.partition("=")
            if not separator:
                raise Refusal(400, "--model takes NAME=FILE, not '%s'" % entry)
            repository.load_file(name, path, {})
        server = AgentServer((args.host, args.port), Api(repository))
    except (Refusal, OSError, OverflowError) as error:
        print("agent: %s" % error, file=sys.stderr)
        return 1
    with server:
        # The watcher must not be joined: it waits for input that may never come.
        if not args.no_stdin_watch:
            threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
        print("listening on http://%s:%d" % (args.host, server.server_port), flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(poll_interval=0.1)
    return 0


def make_backend(name: str, threads: int) -> Backend:
    if name == "onnxruntime":
        return OnnxruntimeBackend(threads)
    raise Refusal(400, "unknown backend '%s'" % name)


def _end_with_stdin(server: AgentServer) -> None:
    """The host holds our standard input: its end means that the host or the connection is gone."""
    while os.read(0, 4096):
        pass
    server.shutdown()
