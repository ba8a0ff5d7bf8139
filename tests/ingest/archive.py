"""Writes a small web archive for the test of from_warc.py: `archive.py PAGES OUT`."""

import gzip
import io
import sys
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

WHEN = "2024-03-06T07:12:00Z"


def main():
    pages, out = map(Path, sys.argv[1:])
    ferry = (pages / "ferry.html").read_bytes()
    with out.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        number = 0

        def add(url, body, content_type, status="200 OK", kind="response", extra=()):
            nonlocal number
            number += 1
            http = StatusAndHeaders(status, [("Content-Type", content_type), *extra], protocol="HTTP/1.1")
            headers = {
                "WARC-Date": WHEN,
                "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
            }
            writer.write_record(
                writer.create_warc_record(
                    url,
                    kind,
                    payload=io.BytesIO(body),
                    http_headers=http,
                    warc_headers_dict=headers,
                )
            )

        writer.write_record(writer.create_warcinfo_record(out.name, {"software": "archive.py"}))
        add(
            "https://www.harborpost.example/world/ferry?a",
            ferry,
            "text/html; charset=utf-8",
        )
        packed = [("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
        body = gzip.compress(ferry, mtime=0)
        add(
            "https://www.harborpost.example/2",
            b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body),
            "text/html",
            extra=packed,
        )
        # The server's word on the encoding goes before the page's silence.
        latin = "<html><head><title>Café</title></head><p>The café is closed, said its owner Zoë Rúa.</p></html>"
        add(
            "https://gazetteofsel.example/cafe",
            latin.encode("latin-1"),
            "text/html; charset=iso-8859-1",
        )
        # A date after the day of the capture is no date of publication.
        late = b'<meta property="article:published_time" content="2025-01-01"><p>The quay will open next year.</p>'
        add(
            "https://gazetteofsel.example/late",
            b"<html><head>" + late + b"</html>",
            "text/html",
        )
        add(
            "https://www.harborpost.example/gone",
            b"<p>There is nothing here.</p>",
            "text/html",
            "404 Not Found",
        )
        add("https://www.harborpost.example/f.jpg", b"\xff\xd8", "image/jpeg")
        add("https://www.harborpost.example/empty", b"<html></html>", "text/html")
        add("https://www.harborpost.example/", b"", "text/html", kind="request")


if __name__ == "__main__":
    main()
