"""How tests speak tus."""

import base64
import hashlib

URL = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {"Content-Type": "application/offset+octet-stream"}
WHOLE = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n" + b"0123456789" * 10
LENGTH = len(WHOLE)


def metadata(**said):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def checksum(content, algorithm="sha256"):
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


async def offset(client, headers, url):
    answer = await client.head(url, headers=headers | TUS)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    return int(answer.headers["upload-offset"])
