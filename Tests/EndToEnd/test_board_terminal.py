"""The board in a real pseudo-terminal: keys in, screens out, and the terminal as it was before, however the command ends."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time

import pytest

from conftest import BINARY, Demo, environment, run

STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def clinic(folder):
    running = Demo(folder / "board", "--port", "0")
    yield running
    assert running.stop() == 0


class Board:
    """`attune referrals board` on a terminal of so many columns and lines."""

    def __init__(self, clinic, *options, columns=110, lines=30, **env):
        self.master, self.slave = pty.openpty()
        self.resize(columns, lines, tell=False)
        self.before = termios.tcgetattr(self.slave)
        self.text = ""
        variables = environment(TERM="xterm-256color")
        variables.pop("NO_COLOR")
        variables.update(env)
        self.process = subprocess.Popen(
            [BINARY, "referrals", "board", "--data-dir", clinic.data_dir, "--as", "robin", *options], stdin=self.slave,
            stdout=self.slave, stderr=self.slave, env=variables, cwd=tempfile.gettempdir(), start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def resize(self, columns, lines, tell=True):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    def read(self, seconds):
        """What arrives within so many seconds of silence or speech."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and select.select([self.master], [], [], left)[0]:
            try:
                part = os.read(self.master, 65536)
            except OSError:
                return
            self.text += part.decode(errors="replace")

    def screen(self):
        """The lines of the last whole picture, without colours."""
        pictures = re.findall(r"\x1b\[H((?:(?!\x1b\[H).)*?)\x1b\[J", self.text, re.S)
        return [STYLE.sub("", line).replace("\x1b[K", "").rstrip() for line in pictures[-1].split("\r\n")] if pictures else []

    def until(self, words, seconds=30):
        """Waits for a picture with these words; its lines."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.read(0.2)
            if re.search(words, "\n".join(self.screen())):
                return self.screen()
        raise AssertionError(f"no {words!r} on the screen:\n" + "\n".join(self.screen()) + f"\n{self.text[-800:]!r}")

    def press(self, keys):
        os.write(self.master, keys.encode())

    def selected(self):
        return next((line for line in self.screen() if line.startswith("›")), "")

    def is_restored(self):
        """Line editing, echo and signals as before, the usual screen, and a cursor."""
        return (
            termios.tcgetattr(self.slave)[:4] == self.before[:4] and self.text.rstrip().rfind("\x1b[?1049l") > self.text.rfind("\x1b[?1049h")
            and self.text.rfind("\x1b[?25h") > self.text.rfind("\x1b[?25l"))

    def ends(self, seconds=20):
        """The exit status, with everything read."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self.read(0.2)
        self.read(0.3)
        return self.process.poll()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def open_board(clinic):
    opened = []

    def opener(*options, **more):
        opened.append(Board(clinic, *options, **more))
        return opened[-1]

    yield opener
    for board in opened:
        board.close()


def test_in_a_pipe_it_prints_once(clinic):
    done = run("referrals", "board", "--data-dir", clinic.data_dir)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) > 10 and all(line.count("\t") == 5 for line in lines), lines[:3]
    assert "\x1b" not in done.stdout
    ages = [line.split("\t")[3] for line in lines]
    assert all(re.fullmatch(r"\d+ [dh] of \d+ [dh]|\d+ [dh] over|just over", age) for age in ages), ages
    holds = [line.split("\t")[4] == "SAFETY HOLD" for line in lines]
    assert holds == sorted(holds, reverse=True), "safety holds come first"
    document = json.loads(run("referrals", "board", "--json", "--data-dir", clinic.data_dir).stdout)
    assert {row["age_state"] for row in document} <= {"inTime", "near", "over"} and len(document) == len(lines)
    names = {client["full_name"] for client in clinic.client("lead").pages("/v1/clients?limit=200")}
    assert not [name for name in names if name in done.stdout]


def test_it_moves_shows_why_whom_filters_and_helps(clinic, open_board):
    board = open_board()
    first = board.until(r"Referrals: \d+")
    assert "SAFETY HOLD" in first[2] and "q quit" in first[-1], first
    assert len(first) == 30 and max(map(len, first)) <= 110
    start = board.selected()
    board.press("j")
    board.until(r"\n› ")
    time.sleep(0.3)
    board.read(0.3)
    assert board.selected() != start
    board.press("\x1b[A")
    board.read(0.5)
    assert board.selected() == start
    board.press("?")
    board.until("any key goes back")
    board.press("x")
    board.press("/hold")
    board.until("/hold")
    board.press("\r")
    lines = board.until("match “hold”")
    assert all("SAFETY HOLD" in line for line in lines[2:-2] if line.strip())
    board.press("\r")
    held = board.until("Nobody is ranked")
    assert "safety hold" in "\n".join(held)
    board.press("\x1b")
    board.until("match “hold”")
    board.press("\x1b")
    board.until(r"Referrals: \d+(?!.*match)")
    lead = clinic.client("lead")
    ready = [row for row in lead.pages("/v1/referrals?limit=200") if row["status"] == "draft" and row["matching_consent"]]
    row = next(row for row in ready if lead.request(
        "POST", f"/v1/referrals/{row['id']}/triage", json={"outcome": "soon", "reason": "Spoke by phone"},
        fields={"If-Match": "*"}).status == 200 and lead.get(f"/v1/referrals/{row['id']}/matches").json["count"] > 0)
    board.press("r/" + row["reference"].lower() + "\r\r")
    panel = board.until("Therapists, the best fit first")
    text = "\n".join(panel)
    board.press(" ")
    board.read(0.7)
    text += "\n" + "\n".join(board.screen())
    assert "█" in text and "Clinical fit" in text
    board.resize(240, 200)
    whole = "\n".join(board.until(r"Not offered|What would change"))
    sums = re.findall(r"(\d+(?: \+ \d+)+) = (\d+)", whole)
    assert sums and all(sum(map(int, parts.split(" + "))) == int(total) for parts, total in sums)
    assert re.search(r"H\d+ ", whole) and "[" in whole
    board.press("q")
    assert board.ends() == 0 and board.is_restored()


def test_two_coordinators_see_each_others_claims(clinic, open_board):
    board, other = open_board(), open_board("--as", "kim")
    board.until("Referrals")
    other.until("Referrals")
    board.press("G")
    board.read(0.5)
    reference = board.selected().split()[1]
    board.press("c")
    board.until(f"You are on {reference}")
    assert board.selected().endswith("you")
    other.press(f"/{reference.lower()}\r")
    other.until(rf"› {reference}.*robin")
    other.press("c")
    other.until(f"robin is on {reference}. C takes it over")
    other.press("C")
    other.until("taken over from robin")
    board.until(rf"{reference}.*kim \(took over from robin\)")
    done = run("referrals", "release", reference, "--as", "robin", "--data-dir", clinic.data_dir)
    assert done.returncode == 5 and "kim" in done.stderr, done.stderr
    other.press("c")
    other.until(f"let {reference} go")
    board.until(rf"› {reference}(?!.*(kim|robin))")
    claimed = run("referrals", "claim", reference, "--as", "robin", "--json", "--data-dir", clinic.data_dir)
    assert claimed.returncode == 0 and json.loads(claimed.stdout)["name"] == "robin"
    assert run("referrals", "release", reference, "--as", "robin", "--data-dir", clinic.data_dir).returncode == 0


@pytest.mark.parametrize("how, status", [("\x03", 0), ("q", 0), (signal.SIGTERM, 2), (signal.SIGINT, 2)])
def test_the_terminal_is_as_it_was_however_it_ends(open_board, how, status):
    board = open_board()
    board.until("Referrals")
    assert not board.is_restored()
    if isinstance(how, str):
        board.press(how)
    else:
        board.process.send_signal(how)
    assert board.ends() == status, board.text[-500:]
    assert board.is_restored(), board.text[-500:]


@pytest.mark.parametrize("how", ["\x1a", signal.SIGTSTP])
def test_it_stops_and_goes_on_as_a_shell_expects(open_board, how):
    board = open_board()
    board.until("Referrals")
    if isinstance(how, str):
        board.press(how)
    else:
        board.process.send_signal(how)
    end = time.monotonic() + 10
    state = ""
    while state != "T" and time.monotonic() < end:
        board.read(0.1)
        state = open(f"/proc/{board.process.pid}/stat").read().rsplit(")", 1)[1].split()[0]
    assert state == "T" and board.is_restored(), (state, board.text[-300:])
    board.text = ""
    board.process.send_signal(signal.SIGCONT)
    board.until("Referrals")
    board.press("q")
    assert board.ends() == 0 and board.is_restored()


def test_a_refusal_before_the_first_screen_is_read_on_the_usual_one(clinic, folder, open_board):
    board = open_board("--data-dir", str(folder / "nowhere"))
    assert board.ends() != 0
    assert "\x1b[?1049h" not in board.text and board.text.strip()


@pytest.mark.parametrize("columns, lines", [(20, 5), (40, 12), (48, 24), (80, 24), (200, 60)])
def test_it_fits_the_terminal(open_board, columns, lines):
    board = open_board(columns=columns, lines=lines)
    screen = board.until("Referrals")
    assert len(screen) <= lines and max(map(len, screen)) <= columns
    board.press("q")
    assert board.ends() == 0


def test_no_color_is_respected_and_names_are_masked(clinic, open_board):
    names = {client["full_name"] for client in clinic.client("lead").pages("/v1/clients?limit=200")}
    plain, coloured, named = open_board(NO_COLOR="1"), open_board(), open_board("--reveal")
    for board in (plain, coloured, named):
        board.until("Referrals")
    assert not re.search(r"\x1b\[[0-9;]*[1-9][0-9;]*m", plain.text)
    assert re.search(r"\x1b\[31;1m", coloured.text)
    assert not [name for name in names if name in plain.text + coloured.text]
    assert [name for name in names if name.split()[0] in named.text]
