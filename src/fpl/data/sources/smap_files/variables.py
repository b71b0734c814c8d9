"""Variables that only this source has, and what its own coordinates mean."""

from fpl.data.variables import CELL, Variable

VARIABLES = {
    "cell": Variable("1", "row of the cell in the upstream files, from zero", CELL, "i"),
    "row": Variable("1", "row on EASE-Grid 2.0 36 km, from zero", CELL, "i"),
    "column": Variable("1", "column on EASE-Grid 2.0 36 km, from zero", CELL, "i"),
    "observed": Variable("m3 m-3", "surface soil moisture", may_be_missing=True),
    "quality_flag": Variable("1", "quality flag of surface soil moisture", kind="i"),
    "roughness": Variable("1", "roughness coefficient of the SMAP retrieval", CELL),
    "smap_albedo": Variable("1", "single-scattering albedo of the SMAP retrieval", CELL),
    "vegetation_density": Variable("1", "vegetation density flag of SMAP", CELL),
    "extra_flag": Variable("1", "undocumented surface code of upstream", CELL, "i"),
    "extra_flag_onehot": Variable(
        "1", "1 in the cell's undocumented code", ("cell", "extra_flag_class")
    ),
}
