import pytest

pytest.importorskip("numpy")

from timestack.plugin.bridge.service_errors import check_refusal, read_service_error
from timestack.plugin.core.errors import ServiceError


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


def test_an_error_that_came_with_status_200_keeps_its_own():
    body = b'{"error": {"status": 503, "message": "Busy"}}'
    assert (read_service_error(200, body).status, read_service_error(500, body).status) == (503, 500)
    assert read_service_error(200, b'{"error": {"status": "many"}}').status == 200
    with pytest.raises(ServiceError, match="Busy"):
        check_refusal(body)
    for fine in (b'{"features": []}', b"[1]", b"<a/>", b"", b'{"error": {"status": 7}}'):
        check_refusal(fine)


def test_oauth_tells_a_code_and_a_description():
    error = read_service_error(401, b'{"error": "invalid_client", "error_description": "Invalid credentials"}')
    assert (error.code, error.detail) == ("invalid_client", "Invalid credentials")


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        (b"<!DOCTYPE html><html><title>504</title>", True), (b"  <HTML lang=en>", True), (b"", False),
        (b"<ServiceExceptionReport><ServiceException>no</ServiceException></ServiceExceptionReport>", False),
        (b'{"error": {"message": "<html>"}}', False), (b"plain words", False),
    ],
)  # fmt: skip
def test_a_gateways_page_is_told_from_the_services_own_words(body, is_page):
    assert read_service_error(502, body).is_page is is_page
