"""Command lines of the virtual board: simple commands, pipes, and one way to learn a process id.

There is no real shell behind it: no variables, no substitution, no redirection, no lists.
"""

from __future__ import annotations

import shlex

from engines.boards.service import WITH_PID
from engines.virtual.commands import COMMANDS
from engines.virtual.family import Answer
from engines.virtual.machine import Machine, Program, Streams
from engines.virtual.python_program import run_python

_OPERATORS = frozenset("();<>|&")
NOT_FOUND = 127
_SYNTAX = 2


def parse(line: str) -> list[list[str]] | None:
    """The commands of a pipe, each as its words; None for what this shell does not know."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:
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


def execute(machine: Machine, line: str, streams: Streams, err: Streams) -> int:
    """Runs a command line in a session; gives its exit code."""
    stages = parse(line)
    if stages is None:
        err.out(b"sh: only simple commands and pipes work on a virtual board\n")
        return _SYNTAX
    if len(stages) == 1:
        words = stages[0]
        announce_pid = words[:3] == ["sh", "-c", WITH_PID] and len(words) > 3
        words = words[3:] if announce_pid else words
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
    command = machine.family.commands.get(words[0]) or COMMANDS.get(words[0])
    if command is None:
        return Answer.text(err=f"sh: 1: {words[0]}: command not found\n", exit_code=NOT_FOUND)
    try:
        return command(machine, words[1:], stdin)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Answer.text(err=f"{words[0]}: {reason}\n", exit_code=1)
