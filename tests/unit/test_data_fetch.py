import hashlib
import http.server
import json
import logging
import socket
import threading
from pathlib import Path

import pandas as pd
import pytest

from fpl.data import fetch
from fpl.errors import DataError

CONTENT = b"1,2,3\n" * 5000


class Server(http.server.BaseHTTPRequestHandler):
    """Serve /whole as promised, break off /cut in the middle, send /other as something else."""

    def do_GET(self):
        if "missing" in self.path:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        other = CONTENT.replace(b"1", b"7")
        served = {"cut": CONTENT[: len(CONTENT) // 2], "other": other}
        self.wfile.write(next((v for k, v in served.items() if k in self.path), CONTENT))

    def log_message(self, *_):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def nowhere(monkeypatch):
    """An address that nobody listens at."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def call(tmp_path):
    """Fetch a table of files, name -> (address, needed), with local folders a and b."""

    def run(files: dict[str, tuple[str, str]]) -> dict[str, str | None]:
        rows = [
            {
                "name": name,
                "group": "forcing",
                "needed": needed,
                "path": f"set/{name}.csv",
                "url": url,
                "sha256": hashlib.sha256(CONTENT).hexdigest(),
                "bytes": len(CONTENT),
                "licence": "none",
                "citation": "none",
            }
            for name, (url, needed) in files.items()
        ]
        table = tmp_path / "datasets.csv"
        pd.DataFrame(rows).to_csv(table, index=False)
        return fetch.fetch(
            table=table,
            manifest=tmp_path / "out" / "raw.json",
            local_folders=[tmp_path / "a", tmp_path / "b"],
            download_folder=tmp_path / "raw",
            timeout=5.0,
        )

    return run


def put(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_local_folders_come_first_and_in_order(call, tmp_path, nowhere):
    first, second = put(tmp_path / "a/set/x.csv"), put(tmp_path / "b/set/y.csv")
    put(tmp_path / "b/set/x.csv")
    found = call({"x": (nowhere, "yes"), "y": (nowhere, "yes")})
    assert found == {"x": first.as_posix(), "y": second.as_posix()}
    assert json.loads((tmp_path / "out/raw.json").read_text()) == found


@pytest.mark.parametrize("content", [CONTENT.replace(b"1", b"7"), CONTENT[:-100], b""])
def test_wrong_checksum_is_reported_and_the_next_place_tried(
    call, tmp_path, nowhere, caplog, content
):
    put(tmp_path / "a/set/x.csv", content)
    good = put(tmp_path / "b/set/x.csv")
    with caplog.at_level(logging.WARNING):
        assert call({"x": (nowhere, "yes")}) == {"x": good.as_posix()}
    assert "wrong checksum" in caplog.text and "trying the next place" in caplog.text


def test_download(call, tmp_path, server):
    found = call({"x": (f"{server}/whole", "yes")})
    target = tmp_path / "raw/set/x.csv"
    assert found == {"x": target.as_posix()}
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("fault", ["cut", "other", "missing"])
def test_what_is_not_whole_never_lies_where_a_whole_file_would(call, tmp_path, server, fault):
    with pytest.raises(DataError, match=rf"1 of 1 raw files.*(?s:.*)/{fault}"):
        call({"x": (f"{server}/{fault}", "yes")})
    assert list((tmp_path / "raw").rglob("*.csv")) == []
    assert not (tmp_path / "out/raw.json").exists()
    assert call({"x": (f"{server}/whole", "yes")})["x"] == (tmp_path / "raw/set/x.csv").as_posix()


def test_half_a_file_left_by_a_killed_run_is_replaced(call, tmp_path, server):
    target = put(tmp_path / "raw/set/x.csv", CONTENT[:1000])
    put(tmp_path / "raw/set/tmpabcd", CONTENT[:1000])
    call({"x": (f"{server}/whole", "yes")})
    assert target.read_bytes() == CONTENT


def test_nothing_reachable_says_where_it_looked_and_what_to_do(call, tmp_path, nowhere):
    put(tmp_path / "b/set/y.csv", b"something else")
    with pytest.raises(DataError) as error:
        call({name: (f"{nowhere}/{name}", "yes") for name in "xyz"})
    text = str(error.value)
    assert "3 of 3 raw files could not be had" in text
    for place in ("a/set/x.csv", "b/set/x.csv", "a/set/z.csv"):
        assert f"{tmp_path / place}: no such file" in text
    assert f"{tmp_path / 'b/set/y.csv'}: wrong checksum" in text
    assert f"{nowhere}/x: " in text and f"{nowhere}/z: not tried" in text
    assert "by hand" in text and "data.local_folders" in text
    assert f"{tmp_path / 'raw'}/<path>" in text
    assert "`make demo` needs none of these files" in text


def test_optional_files_may_stay_away(call, tmp_path, nowhere, caplog):
    put(tmp_path / "a/set/x.csv")
    with caplog.at_level(logging.WARNING):
        found = call({"x": (nowhere, "yes"), "y": (nowhere, "no"), "z": ("", "no")})
    assert found["y"] is None and found["z"] is None
    assert "y left out" in caplog.text and "z left out" in caplog.text


def test_file_without_an_address(call):
    with pytest.raises(DataError, match="from a local folder only"):
        call({"x": ("", "yes")})


def test_table_that_is_not_whole(tmp_path):
    with pytest.raises(DataError, match="found none"):
        fetch.read_table(tmp_path / "datasets.csv")
    table = tmp_path / "datasets.csv"
    table.write_text("name,url\nx,y\n")
    with pytest.raises(DataError, match="missing group, needed, path, sha256"):
        fetch.read_table(table)
    header = ",".join(fetch.COLUMNS)
    table.write_text(f"{header}\n" + "x,,,,,,,,\n" * 2)
    with pytest.raises(DataError, match="'x' occurs twice"):
        fetch.read_table(table)


def test_committed_table_is_complete(root):
    table = fetch.read_table(root / "config/datasets.csv")
    assert set(table["needed"]) == {"yes", "no"}
    assert table["sha256"].str.fullmatch("[0-9a-f]{64}").all()
    assert table["bytes"].astype(int).gt(0).all()
    assert table["url"].str.match(r"https://raw\.githubusercontent\.com/.+/[0-9a-f]{40}/").all()
    assert table["path"].is_unique and not table[["licence", "citation"]].eq("").any(axis=None)
