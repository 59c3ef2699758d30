import pytest

pytest.importorskip("numpy")

from timestack.plugin.bridge.service_errors import read_service_error


def test_the_recorded_xml_report(shared_data):
    body = (shared_data / "sh_responses" / "error_wcs_image_area_too_large.xml").read_bytes()
    error = read_service_error(400, body)
    assert error.detail == "Output image area of 5477 x 1236 is too large! Should be at most 5000 x 5000 pixels."


def test_recorded_json_errors(shared_data):
    found = {}
    for name in ("error_500_renderer_illegal_request_404", "error_400_empty_body", "error_500_index_service_failure"):
        found[name] = read_service_error(500, (shared_data / "sh_responses" / f"{name}.json").read_bytes())
    assert all(error.detail for error in found.values()), found
    assert found["error_500_renderer_illegal_request_404"].code == "RENDERER_EXCEPTION"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"<html><head><title>504 Gateway Time-out</title></head><body>x</body></html>", "504 Gateway Time-out"),
        (b'<ows:Exception exceptionCode="x"><ows:ExceptionText>a &lt; b</ows:ExceptionText></ows:Exception>', "a < b"),
        (b'{"code": 400, "description": "no such collection"}', "no such collection"),
        (b"plain words", "plain words"),
        (b"", ""),
        (None, ""),
        (b"[1, 2]", "[1, 2]"),
    ],
)
def test_any_dress(body, detail):
    assert read_service_error(504, body).detail == detail


def test_long_bodies_are_shortened():
    assert len(read_service_error(500, b"x" * 100_000).detail) == 500
