"""What is special to a model, a variable or a data source stays in its room, and a constant in one
place."""

import ast
import re

import pytest

# Where the words below may stand: a file or a folder, and which of them
ROOMS = {
    # a process model, its set-up, what shows how near it is to the original
    "src/fpl/physics/vic/": ("vic", "smap", "soil moisture", "m3 m-3", "a sample"),
    "src/fpl/models/vic.py": ("vic", "smap", "soil moisture", "m3 m-3"),  # its outputs, with units
    "src/fpl/setups/vic.py": ("vic",),
    "src/fpl/config/processes.py": ("vic",),  # settings that only VIC has
    "src/fpl/evaluation/vic_reference/": ("vic",),
    "src/fpl/figures/vic_fidelity.py": ("vic",),
    "workflow/rules/fidelity.smk": ("vic",),
    "workflow/scripts/table_vic_fidelity.py": ("vic",),
    "workflow/scripts/table_substeps.py": ("vic",),  # sub-steps of VIC's soil column
    # data sources, their settings, a world that is generated in place of one
    "src/fpl/data/sources/": ("smap", "soil moisture", "m3 m-3", "EASE"),
    "src/fpl/data/ease2.py": ("EASE",),
    "src/fpl/twin/cells/": ("vic", "smap", "a sample", "EASE"),
    "src/fpl/twin/generated_cells.py": ("vic", "smap", "soil moisture", "m3 m-3"),
    "workflow/scripts/lstm_baseline.py": ("smap",),  # predictions of an LSTM come with SMAP's files
    "workflow/scripts/table_lstm_gap.py": ("smap",),
    # registers: each model, source and grid stands in its own once
    "src/fpl/models/__init__.py": ("vic",),
    "src/fpl/config/sources.py": ("smap", "soil moisture", "EASE"),
    "src/fpl/data/grids.py": ("EASE",),
    "src/fpl/config/exhibits.py": ("vic",),  # tables that need VIC, or runs of the original
    "src/fpl/config/offers.py": ("vic",),
    # the speed of named models beside that of other packages
    "src/fpl/figures/benchmarks.py": ("vic",),
    "src/fpl/tables/readme.py": ("vic",),
    # the replication's own words, and names that its committed tables had before
    "src/fpl/tables/replication_prose.py": ("vic", "smap"),
    "src/fpl/tables/compare.py": ("vic", "smap", "soil moisture"),
}
WORDS = {
    "vic": r"(?<![a-z])vic(?![a-z])",
    "smap": r"smap",
    "soil moisture": r"soil[_ ]moisture",
    "m3 m-3": r"m3 m-3|m\$\^3\$",
    "a sample": r"(?<![a-z0-9_])s(4|8|16)(?![a-z0-9])",
    "EASE": r"(?<![a-z])ease(?![a-z])-?(grid)?",
}
# Numbers that results hang on: the only files of the package and the workflow that have them
CONSTANTS = {
    365.25: {"src/fpl/data/climate.py"},  # days of a mean year
    6371.0: {"src/fpl/data/geography.py"},  # radius of the earth, km
    144.0: {"src/fpl/evaluation/spatial.py"},  # spacing of cells, km
    77_184: {"src/fpl/evaluation/scaling.py"},  # cells of a continent
    # thresholds of the objective are those of a case, in config/cases
    0.04: set(),
    0.05: {"src/fpl/evaluation/checks.py"},  # a quantile
}
NUMBERS_OF_THEIR_OWN = ("src/fpl/physics/", "src/fpl/models/", "src/fpl/twin/")  # ranges, climates


def words_in(text: str) -> dict[str, list[int]]:
    """The words that a text has, with the numbers of their lines."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for word, pattern in WORDS.items():
            if re.search(pattern, line, flags=re.IGNORECASE):
                found.setdefault(word, []).append(number)
    return found


def numbers_in(text: str) -> set[float]:
    """The numbers that code has; those in docstrings and comments do not count."""
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if type(node.value) in (int, float)}


@pytest.fixture(scope="module")
def sources(root):
    """Name and text of every source file of the package and the workflow."""
    files = [root / "Snakefile", *(root / "workflow").rglob("*"), *(root / "src/fpl").rglob("*")]
    kinds = (".py", ".smk", ".h", ".cpp", "")
    files = [path for path in files if path.is_file() and path.suffix in kinds]
    found = {path.relative_to(root).as_posix(): path.read_text() for path in sorted(files)}
    assert len(found) > 300
    return found


def test_no_general_file_names_a_model_a_variable_or_a_data_source(sources):
    strangers = {}
    for name, text in sources.items():
        at_home = {word for room, words in ROOMS.items() if name.startswith(room) for word in words}
        if named := {word: at for word, at in words_in(text).items() if word not in at_home}:
            strangers[name] = named
    assert strangers == {}


def test_each_room_is_used(sources):
    for room, words in ROOMS.items():
        named = {
            word for name in sources if name.startswith(room) for word in words_in(sources[name])
        }
        assert named == set(words), room


def test_a_constant_stands_in_one_place(sources):
    numbers = {name: numbers_in(text) for name, text in sources.items() if name.endswith(".py")}
    for constant, places in CONSTANTS.items():
        named = {name for name in numbers if constant in numbers[name]}
        if constant < 1:
            named = {name for name in named if not name.startswith(NUMBERS_OF_THEIR_OWN)}
        assert named == places, constant


def test_the_search_finds_what_it_looks_for():
    text = "from fpl.physics.vic import vic\nSMAP\nsurface_soil_moisture, m3 m-3\nservice"
    assert words_in(text) == {"vic": [1], "smap": [2], "soil moisture": [3], "m3 m-3": [3]}
    assert words_in("ease2, s4\nplease, s40") == {"EASE": [1], "a sample": [1]}
    assert numbers_in('"""365.25"""\nlimit = 0.05  # 0.04\nis_on = True') == {0.05}
