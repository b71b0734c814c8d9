"""What is special to a model, a variable or a data source stays in its room."""

import re

import pytest

# Folders of the package that know no model, no variable and no data source
GENERAL = (
    "models", "setups", "physics", "problem", "engine", "learning", "calibration", "networks",
    "evaluation", "tables",
)  # fmt: skip
# Rooms inside them, where each of these words may stand
ROOMS = (
    "models/vic.py", "setups/vic.py", "physics/vic/", "evaluation/vic_reference/",
    "tables/replication_prose.py",  # what differs from the paper
    "tables/compare.py",  # names that tables had before
    "tables/readme.py",  # the speed of each model
)  # fmt: skip
REGISTERS = ("models/__init__.py", "setups/__init__.py")  # each model's name stands in these once
WORDS = {
    "vic": r"(?<![a-z])vic(?![a-z])",
    "smap": r"smap",
    "soil moisture": r"soil[_ ]moisture",
    "m3 m-3": r"m3 m-3|m\$\^3\$",
    "a sample": r"(?<![a-z0-9_])s(4|8|16)(?![a-z0-9])",
    "EASE": r"(?<![a-z])ease(?![a-z])-?(grid)?",
}


def strangers(text: str) -> dict[str, list[int]]:
    """Words that a general file must not have, with the numbers of their lines."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for word, pattern in WORDS.items():
            if re.search(pattern, line, flags=re.IGNORECASE):
                found.setdefault(word, []).append(number)
    return found


@pytest.mark.parametrize("folder", GENERAL)
def test_no_general_file_names_a_model_a_variable_or_a_data_source(root, folder):
    package = root / "src/fpl"
    files = [path for path in sorted((package / folder).rglob("*")) if path.is_file()]
    files = [path for path in files if path.suffix in (".py", ".h")]
    assert files
    for path in files:
        name = path.relative_to(package).as_posix()
        if name.startswith(ROOMS):
            continue
        named = strangers(path.read_text())
        if name in REGISTERS:
            named.pop("vic", None)
        assert not named, f"{name}: {named}"


def test_the_search_finds_what_it_looks_for():
    text = "from fpl.physics.vic import vic\nSMAP\nsurface_soil_moisture, m3 m-3\nservice"
    assert strangers(text) == {"vic": [1], "smap": [2], "soil moisture": [3], "m3 m-3": [3]}
