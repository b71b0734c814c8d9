"""Names that the configuration may use, kept free of heavy imports for the Snakefile."""

# The parameters of VIC, in the order of fpl.models.vic; a test keeps the two in step.
VIC_PARAMETERS = (
    "infilt",
    "Ds",
    "Dsmax",
    "Ws",
    "c",
    "expt",
    "expt_deep",
    "Ksat",
    "Ksat_deep",
    "bubbling",
    "porosity",
    "porosity_deep",
    "Wcr",
    "Wcr_deep",
    "Wpwp_ratio",
    "Wpwp_ratio_deep",
    "resid_ratio",
    "resid_ratio_deep",
    "depth_1",
    "depth_2",
    "depth_3",
    "root_a",
    "root_b",
    "cover",
    "rmin",
    "rgl",
    "rarc",
    "canopy_drag",
    "soil_drag",
    "quartz",
    "deep_temperature",
    "elevation",
    "melt_factor",
    "overpass",
)
# Folders of results/{dataset}/ that are not process models.
RESERVED_MODELS = (
    "data",
    "tables",
    "figures",
    "benchmarks",
    "identifiability",
    "observation",
    "upstream_lstm",
)
LATTICES = ("s16", "s8", "s4")  # sparsest first
READ_DAYS = ("fpl_gz", "fpl_gz_observed")  # methods that can give parameters of each day
