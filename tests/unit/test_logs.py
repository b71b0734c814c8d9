import subprocess
import sys

CODE = """
import logging, warnings
from fpl import logs
logs.start({path!r})
logging.getLogger("fpl.data").info("411 cells kept")
logging.getLogger("fontTools").info("maxp pruned")
warnings.warn("many gaps")
raise ValueError("expected 412 rows, got 3; fetch the file again")
"""


def test_log_file_has_records_warnings_and_uncaught_errors(tmp_path):
    path = tmp_path / "logs" / "prepare.log"
    code = CODE.format(path=str(path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1
    text = path.read_text()
    assert "INFO fpl.data: 411 cells kept" in text
    assert "many gaps" in text
    assert "ValueError: expected 412 rows, got 3; fetch the file again" in text
    assert "Traceback" in text and "Traceback" not in done.stderr
    assert "pruned" not in text
    assert "411 cells kept" not in done.stderr
    assert "expected 412 rows, got 3" in done.stderr
