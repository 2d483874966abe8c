"""Which remedies are tried in which order, with a clip that answers as told."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from engines.diagnosis.remedies import Patient, command_for, shown_command, try_remedies
from engines.diagnosis.values import Agreement
from engines.errors import Cancelled
from engines.geometry import Box
from engines.quantisation.crops import Clip, Crops
from engines.quantisation.formats import Format, never, silent
from engines.quantisation.quantise import calibrate
from tests.engines.diagnosis.made_networks import feeds, save_faulty

GOOD = Agreement(20, 20, False, None, None, 0.95, 0.97, 1.0, None, 0.70, 0.69)
BAD = Agreement(20, 20, False, 3, 2, 0.10, 0.20, 0.1, None, 0.70, 0.10)
BETTER = Agreement(20, 20, False, 9, 5, 0.50, 0.60, 0.6, None, 0.70, 0.40)
WORST = ("body.0/conv_dw",)


@dataclass
class Tries:
    """Answers given one after the other; the last one for all the rest."""

    answers: list

    def __post_init__(self):
        self.files = []

    def __call__(self, files):
        self.files.append(tuple(path.read_bytes() for path in files))
        return self.answers[min(len(self.files), len(self.answers)) - 1]


@pytest.fixture
def patient(tmp_path):
    ready = calibrate(
        [
            Crops(role, save_faulty(tmp_path / f"{role}.onnx"), feeds(2), 2, 2)
            for role in ("template", "search")
        ]
    )
    return Patient(ready, [Format(), Format()], [True, False], [WORST, WORST])


def tried(patient, tmp_path, *answers, worst=WORST, should_cancel=never):
    tries = Tries(list(answers))
    found = try_remedies(
        patient, tries, lambda _files: [(), worst], tmp_path / "tries",
        report=lambda _low, _high: silent, should_cancel=should_cancel,
    )  # fmt: skip
    return found, tries


def test_what_costs_nothing_per_frame_is_always_in_the_proposal(patient, tmp_path):
    found, tries = tried(patient, tmp_path, GOOD)
    assert [str(each.title) for each in found.tried] == [
        "worst 4 layers of each network in float",
        "scales per channel",
        "scales per channel, template network in 16 bit",
    ]
    assert found.chosen is found.tried[2] and found.chosen.is_enough
    assert found.chosen.formats == (Format(16, "channel", 16), Format(8, "channel"))
    assert len(set(tries.files)) == 3  # three different pairs were run
    assert [path.name for path in found.files] == ["template.onnx", "search.onnx"]
    assert found.chosen.bytes == sum(path.stat().st_size for path in found.files)


def test_layers_in_float_come_next(patient, tmp_path):
    found, _tries = tried(patient, tmp_path, BAD, BAD, BETTER, GOOD)
    assert str(found.chosen.title) == (
        "scales per channel, template network in 16 bit, worst 4 layers in float"
    )
    assert found.chosen.formats[1] == Format(8, "channel", keep_float=WORST)


def test_sixteen_bits_everywhere_come_last(patient, tmp_path):
    found, _tries = tried(patient, tmp_path, BAD, BAD, BAD, BETTER, GOOD)
    assert found.chosen.formats == (Format(16, "channel", 8), Format(16, "channel", 8))
    assert len(found.tried) == 5


def test_where_nothing_is_enough_the_best_is_proposed(patient, tmp_path):
    found, _tries = tried(patient, tmp_path, BAD, BAD, BAD, BETTER, BAD)
    assert found.chosen is found.tried[3] and not found.chosen.is_enough


def test_a_network_alone_is_not_put_into_16_bit_for_nothing(patient, tmp_path):
    alone = Patient(patient.ready[1:], [Format()], [False], [()])
    found, _tries = tried(alone, tmp_path, GOOD)
    assert [str(each.title) for each in found.tried] == ["scales per channel"]


def test_cancelling(patient, tmp_path):
    with pytest.raises(Cancelled):
        tried(patient, tmp_path, GOOD, should_cancel=lambda: True)


@pytest.mark.parametrize(
    ("formats", "words"),
    [
        ([Format(), Format()], "--bits 8 --scales tensor --out DIR"),
        ([Format(16, "channel"), Format(8, "channel")], "--bits 16,8 --scales channel --out DIR"),
        ([Format(16, "channel", 8)], "--bits 16 --scales channel --weight-bits 8 --out DIR"),
        (
            [Format(8, "channel", keep_float=("a/b", "c")), Format(8, "channel", keep_float=("c",))],
            "--bits 8 --scales channel --keep-float template:a/b,template:c,search:c --out DIR",
        ),
    ],
)
def test_the_command_that_makes_the_files_again(formats, words):
    roles = ("template", "search")[: len(formats)]
    clip = Clip("clip.mp4", Box(1, 2, 3, 4))
    command = command_for(formats, roles, "ettrack", [Path("a b.onnx")], clip)
    start = "trackbench quantize --model ettrack --weights 'a b.onnx' --clip clip.mp4 --init 1,2,3,4 "
    assert shown_command(command) == start + words


@pytest.mark.parametrize(
    ("first", "stop", "words"), [(0, 20, "--frames 0:20"), (5, None, "--frames 5:"), (5, 9, "--frames 5:9")]
)
def test_the_command_names_the_frames(first, stop, words):
    clip = Clip("clip.mp4", Box(1.25, 2, 3, 4), first, stop)
    command = shown_command(command_for([Format()], ["track"], "vittrack", [Path("v.onnx")], clip))
    assert f"--init 1.25,2,3,4 {words} --bits 8" in command
