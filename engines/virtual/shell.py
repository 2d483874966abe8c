"""Command lines of the virtual board: simple commands, pipes, and one way to learn a process id.

There is no real shell behind it: no variables, no substitution, no lists, no redirection. Only a script in
`sh -c SCRIPT` may have more than one pipe, with `;` between, and throw output away.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from engines.boards.lasting import WITH_LOG
from engines.boards.profile import WITH_SETTINGS
from engines.boards.service import WITH_PID
from engines.virtual.commands import COMMANDS
from engines.virtual.family import Answer
from engines.virtual.lasting import start_lasting
from engines.virtual.machine import Machine, Program, Streams
from engines.virtual.python_program import run_python

_OPERATORS = frozenset("();<>|&")
NOT_FOUND = 127
_SYNTAX = 2


def parse(line: str) -> list[list[str]] | None:
    """The commands of a pipe, each as its words; None for what this shell does not know."""
    words = _words(line)
    if words is None:
        return None
    stages: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            stages.append([])
        elif word and set(word) <= _OPERATORS:
            return None
        else:
            stages[-1].append(word)
    return stages if all(stages) else None


def _words(line: str) -> list[str] | None:
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:
        return None


def execute(machine: Machine, line: str, streams: Streams, err: Streams) -> int:
    """Runs a command line in a session; gives its exit code."""
    stages = parse(line)
    if stages is None:
        err.out(b"sh: only simple commands and pipes work on a virtual board\n")
        return _SYNTAX
    if len(stages) == 1:
        words = without_env(stages[0])
        if words[:3] == ["sh", "-c", WITH_LOG] and len(words) > 4:
            streams.out(start_lasting(machine, words[3], words[4:], _program(machine, words[4:])))
            return 0
        announce_pid = words[:3] == ["sh", "-c", WITH_PID] and len(words) > 3
        words = words[3:] if announce_pid else words
        if words[:2] == ["sh", "-c"] and len(words) == 3:
            return _script(machine, words[2], streams, err)
        program = _program(machine, words)
        if program is not None:
            pid = machine.new_pid()
            if announce_pid:
                streams.out(f"{pid}\n".encode())
            return program(machine, words[1:], streams, pid)
        stages = [words]
    answer = _pipe(machine, stages)
    streams.out(answer.out)
    err.out(answer.err)
    return answer.exit_code


def _script(machine: Machine, script: str, streams: Streams, err: Streams) -> int:
    parts = parse_script(script)
    if parts is None:
        err.out(b"sh: only pipes with ; between work on a virtual board\n")
        return _SYNTAX
    exit_code = 0
    for part in parts:
        answer = _pipe(machine, part.stages)
        if part.shows_out:
            streams.out(answer.out)
        if part.shows_err:
            err.out(answer.err)
        exit_code = answer.exit_code
    return exit_code


@dataclass(slots=True)
class Part:
    """One pipe of a script; what it prints may be thrown away."""

    stages: list[list[str]]
    shows_out: bool = True
    shows_err: bool = True


def parse_script(script: str) -> list[Part] | None:
    """Pipes with `;` between; of redirections, only those from and to /dev/null are known."""
    words = _words(script)
    if words is None:
        return None
    parts = [Part([[]])]
    pending = iter(words)
    for word in pending:
        part = parts[-1]
        if word == ";":
            parts.append(Part([[]]))
        elif word == "|":
            part.stages.append([])
        elif word in ("<", ">"):
            if next(pending, "") != "/dev/null":
                return None
            is_error = word == ">" and part.stages[-1][-1:] == ["2"]
            if is_error:
                part.stages[-1].pop()
            part.shows_err = part.shows_err and not is_error
            part.shows_out = part.shows_out and (word == "<" or is_error)
        elif word and set(word) <= _OPERATORS:
            return None
        else:
            part.stages[-1].append(word)
    return parts if all(all(part.stages) for part in parts) else None


def without_env(words: list[str]) -> list[str]:
    """A command without `env NAME=VALUE...` or `sudo [-n]` in front of it.

    Variables mean nothing here: the doubles need none, and the vendor's libraries are not there.
    """
    while words and words[0] in ("env", "sudo", "sh"):
        if words[0] == "sh":
            # The vendor's settings script sets variables for libraries that are not here.
            if words[:3] != ["sh", "-c", WITH_SETTINGS] or len(words) < 5:
                return words
            words = words[4:]
            continue
        rest = words[1:]
        while rest and (rest[0] == "-n" or (words[0] == "env" and "=" in rest[0])):
            rest = rest[1:]
        if not rest:
            return words
        words = rest
    return words


def _program(machine: Machine, words: list[str]) -> Program | None:
    if words[0] == "python3" and len(words) > 1 and words[1].endswith(".pyz"):
        return run_python
    return machine.family.programs.get(words[0])


def _pipe(machine: Machine, stages: list[list[str]]) -> Answer:
    answer, errors = Answer(), b""
    for words in stages:
        answer = _short(machine, words, answer.out)
        errors += answer.err
    return Answer(answer.out, errors, answer.exit_code)


def _short(machine: Machine, words: list[str], stdin: bytes) -> Answer:
    words = without_env(words)
    command = machine.family.commands.get(words[0]) or COMMANDS.get(words[0])
    if command is None:
        return Answer.text(err=f"sh: 1: {words[0]}: command not found\n", exit_code=NOT_FOUND)
    try:
        return command(machine, words[1:], stdin)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Answer.text(err=f"{words[0]}: {reason}\n", exit_code=1)
