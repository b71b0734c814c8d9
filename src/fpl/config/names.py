"""Names that the configuration may use, kept free of heavy imports for the Snakefile."""

# The parameters of VIC, in the order of fpl.physics.vic.table; a test keeps the two in step.
VIC_PARAMETERS = (
    "infilt",
    "Ds",
    "Dsmax",
    "Ws",
    "c",
    "expt",
    "Ksat",
    "porosity",
    "Wcr",
    "Wpwp_ratio",
    "resid_ratio",
    "depth_1",
    "depth_2",
    "depth_3",
    "root_1",
    "root_2",
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
DENSITIES = ("s16", "s8", "s4")  # sparsest first
