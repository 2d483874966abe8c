import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.video.address import scheme_of, scrub, short_name, without_secrets

odd_text = st.text(alphabet="abcXYZ019:@/?#%&=!$ .-", min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://cam/stream1", "rtsp://cam/stream1"),
        ("rtsp://u:p@cam:554/s", "rtsp://cam:554/s"),
        ("rtsp://u@cam/s", "rtsp://cam/s"),
        ("rtsp://u:p@ss@cam/s", "rtsp://cam/s"),
        ("rtsp://u:p/a@cam/s", "rtsp://cam/s"),
        ("rtsp://u:p?a@cam/s", "rtsp://cam/s"),
        ("http://[::1]:80/s", "http://[::1]:80/s"),
        ("http://cam/live@2", "http://cam/live@2"),
        ("rtsp://u:123/4@cam/s", "rtsp://cam/s"),
        ("http://cam/s?channel=1&pwd=x&Token=y", "http://cam/s?channel=1&pwd=***&Token=***"),
    ],
)
def test_shown_address(address, shown):
    assert without_secrets(address) == shown


@given(odd_text)
def test_a_password_of_any_letters_is_never_shown(noise):
    password = f"S3CRET{noise}S3CRET"
    address = f"rtsp://admin:{password}@camera.local/stream"
    assert "S3CRET" not in without_secrets(address) + short_name(address)
    assert "S3CRET" not in scrub(f"cannot open {address}: user admin, {password}", address)


def test_scrub_knows_the_unquoted_password():
    assert scrub("401 for p@ss", "rtsp://u:p%40ss@cam/s") == "401 for ***"


@pytest.mark.parametrize(
    ("spec", "scheme"),
    [("RTSP://x", "rtsp"), ("C:\\a.mp4", None), ("C://a.mp4", None), ("a b://x", None), ("/a/b", None)],
)
def test_scheme(spec, scheme):
    assert scheme_of(spec) == scheme
