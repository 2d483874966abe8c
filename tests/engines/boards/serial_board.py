"""A made-up board behind a pseudo terminal: a getty and a small shell, as a serial console shows them."""

from __future__ import annotations

import os
import re
import select
import shlex
import threading

try:
    import pty
except ImportError:  # not on this system
    pty = None


class SerialBoard:
    """Echoes what is typed, as a terminal does; `lines` are those that arrived."""

    def __init__(self, *, password="fmsh", logged_in=False, silent=False, dies_at_password=False, without=()):
        self.master, self.slave = pty.openpty()
        self.device = os.ttyname(self.slave)
        self.password, self.silent, self.without = password, silent, without
        self.dies_at_password = dies_at_password
        self.state = "shell" if logged_in else "login"
        self.addresses = {"lo": "127.0.0.1/8"}
        self.lines, self.sshd, self.route = [], False, None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def close(self):
        """May be called twice; the first time is as if the cable were pulled."""
        if self._stopped.is_set():
            return
        self._stopped.set()
        self._thread.join(5)
        os.close(self.master)
        os.close(self.slave)

    def _run(self):
        typed = b""
        while not self._stopped.is_set():
            if not select.select([self.master], [], [], 0.02)[0]:
                continue
            data = os.read(self.master, 4096)
            if self.silent:
                continue
            if self.state != "password" or self.dies_at_password:
                self._say(data.replace(b"\n", b"\r\n"))
            typed += data
            while b"\n" in typed:
                line, _, typed = typed.partition(b"\n")
                self._line(line.decode())

    def _say(self, data):
        for start in range(0, len(data), 7):  # comes in pieces, as over a wire
            os.write(self.master, data[start : start + 7])

    def _line(self, line):
        self.lines.append(line)
        if self.state == "password" and self.dies_at_password:
            self.silent = True
        elif self.state == "login":
            self.state = "password" if line else "login"
            self._say(b"Password: " if line else b"\r\nUbuntu 20.04 board ttyPS0\r\n\r\nboard login: ")
        elif self.state == "password":
            right = line == self.password
            self.state = "shell" if right else "login"
            welcome = b"\r\nWelcome # 1\r\n\x1b[01;32mroot@board\x1b[00m:~# "
            self._say(welcome if right else b"\r\nLogin incorrect\r\nboard login: ")
        elif line == "exit":
            self.state = "login"
            self._say(b"logout\r\n\r\nboard login: ")
        else:
            self._shell(line)
            self._say(b"root@board:~# ")

    def _shell(self, line):
        match = re.fullmatch(r"echo (\S+); (.*) </dev/null 2>&1; echo (\S+)\$\?", line)
        if match is None:
            return
        begin, end = (match[n].replace("''", "") for n in (1, 3))
        code, out = self._command(shlex.split(match[2]))
        self._say(f"{begin}\r\n{out}{end}{code}\r\n".encode())

    def _command(self, argv):
        if argv[0] in self.without:
            return 127, f"sh: {argv[0]}: not found\r\n"
        match argv:
            case ["true"]:
                return 0, ""
            case ["echo", *words]:
                return 0, " ".join(words) + "\r\n"
            case ["ip", "-o", "-4", "addr", "show"]:
                rows = [
                    f"{n}: {name}    inet {address} brd 0.0.0.0 scope global {name}\r\n"
                    for n, (name, address) in enumerate(self.addresses.items(), 1)
                ]
                return 0, "".join(rows)
            case ["ip", "-o", "link", "show"]:
                names = ("lo", "eth0", "usb0@if3")
                rows = [f"{n}: {name}: <UP> mtu 1500 qdisc fq\r\n" for n, name in enumerate(names, 1)]
                return 0, "".join(rows)
            case ["ip", "route", "replace", "default", "via", gateway, "dev", name]:
                self.route = (gateway, name)
                return 0, ""
            case ["ip", "link", "set", name, "up"]:
                return (0, "") if name == "eth0" else (1, f'Cannot find device "{name}"\r\n')
            case ["ip", "addr", "replace", address, "dev", name]:
                self.addresses[name] = address
                return 0, ""
            case ["systemctl", "start", "ssh"]:
                self.sshd = True
                return 0, ""
        return 1, "Unit not found.\r\n"
