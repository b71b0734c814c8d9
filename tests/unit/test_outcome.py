from fpl import outcome

SUMMARY = """\
| method | model | trained on | RMSE | R | NSE | model runs per cell | core seconds |
| --- | --- | --- | --- | --- | --- | --- | --- |
| fPL | vic_extended | s4 | 0.034 (0.033 to 0.034) | 0.80 | 0.59 | 243 | 55 |
| default parameters | vic_extended | - | 0.072 | 0.75 | -0.89 | - | - |

Test period, median over the 411 cells of s4.
"""
CLAIMS = """\
dataset,claim,part,verdict,claim_verdict
smap,skill,"test RMSE, fPL minus SCE-UA",supported,supported
smap,skill,test R,supported,supported
smap,cost,slope,refuted,refuted
smap,space,rho,supported,supported
"""


def test_last_words_have_numbers_verdicts_and_pages(tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables/summary.md").write_text(SUMMARY)
    (tmp_path / "tables/claims.csv").write_text(CLAIMS)
    (tmp_path / "REPLICATION.md").write_text("# Replication")
    lines = outcome.text(tmp_path).splitlines()
    head, fpl, default = (line for line in lines if "  " in line and "REPL" not in line)
    assert head.split("  ")[0] == "method" and head.endswith(
        "RMSE" + " " * 20 + "model runs per cell  core seconds"
    )
    assert fpl.split()[-2:] == ["243", "55"] and "0.59" not in fpl
    assert default.index("0.072") == fpl.index("0.034") == head.index("RMSE")
    assert f"Results of {tmp_path.name}" in lines
    assert "Claims: 2 supported, 1 refuted" in lines
    assert any(line.split()[0] == str(tmp_path / "REPLICATION.md") for line in lines if line)
    assert "cost.png" not in "\n".join(lines)  # a page that is not there is not named


def test_without_tables_it_says_where_results_are(tmp_path):
    assert outcome.text(tmp_path) == f"\nResults are in {tmp_path}."
