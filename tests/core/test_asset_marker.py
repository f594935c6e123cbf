"""What Odoo writes into a stylesheet that it could not build."""

from ipai_health.core.asset_marker import CSS_HEADER, css_error


def test_what_css_escapes_is_read_as_it_was_meant():
    message = rb"Error: \"$gone\" is undefined\A on line 3"
    style = b'css_error_message { content: "' + message + b'"; }'
    said = css_error(b"a {}\n" + CSS_HEADER + b"\nbody::before " + style)
    assert said == 'Error: "$gone" is undefined on line 3'
