# An LSTM without a process model, trained on what parameter learning is trained on.


TABLES.append("lstm")
FIGURES.append("lstm")
PUBLISHED.append("lstm")
REAL_FIGURES.append("lstm_gap")

LSTM_RUNS = expand(
    "observation/lstm_trained/{sample}/seed{seed}",
    sample=config["lstm"]["samples"],
    seed=config["lstm"]["seeds"],
)
# The LSTM that upstream ships has predicted the real world only.
SHIPPED_LSTM = [name for name in runs.baselines(checked) if "upstream_lstm" in name]


rule learn_lstm:
    input:
        code=package_code("learn_lstm"),
        forcing="results/{dataset}/data/forcing.nc",
        observations="results/{dataset}/data/observations.nc",
        attributes="results/{dataset}/data/attributes.nc",
    output:
        simulation="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/simulation.nc",
        curve="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/curve.csv",
        metrics="results/{dataset}/observation/lstm_trained/{sample}/seed{seed}/metrics.csv",
    log:
        "logs/{dataset}/learn_lstm/{sample}_seed{seed}.log",
    benchmark:
        "results/{dataset}/benchmarks/learn_lstm/{sample}_seed{seed}.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("periods", "warmup", "engine", "vic", "evaluation"),
        model=config["models"][config["headline"]],
        training=config["lstm"]["training"],
    message:
        "Train an LSTM, no process model ({wildcards.dataset}, {wildcards.sample}, seed {wildcards.seed})"
    script:
        "../scripts/learn_lstm.py"


rule table_lstm:
    input:
        code=package_code("table_lstm"),
        judged="results/{dataset}/experiments/main.csv",
        metrics=of_runs([*LSTM_RUNS, *SHIPPED_LSTM], "metrics.csv"),
        curves=of_runs(LSTM_RUNS, "curve.csv"),
        attributes="results/{dataset}/data/attributes.nc",
    output:
        table="results/{dataset}/tables/lstm.csv",
    log:
        "logs/{dataset}/table_lstm.log",
    benchmark:
        "results/{dataset}/benchmarks/table_lstm.jsonl"
    conda:
        "../../environment.yml"
    params:
        settings=sections("headline"),
    message:
        "Compare LSTMs with the headline model ({wildcards.dataset})"
    script:
        "../scripts/table_lstm.py"


rule figure_lstm:
    input:
        code=package_code("figure_lstm"),
        table="results/{dataset}/tables/lstm.csv",
    output:
        png=report(
            "results/{dataset}/figures/lstm.png",
            caption="../report/lstm.rst",
            category="Figures",
        ),
        pdf="results/{dataset}/figures/lstm.pdf",
    log:
        "logs/{dataset}/figure_lstm.log",
    benchmark:
        "results/{dataset}/benchmarks/figure_lstm.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw LSTMs beside the headline model ({wildcards.dataset})"
    script:
        "../scripts/figure_lstm.py"


rule figure_lstm_gap:
    input:
        code=package_code("figure_lstm_gap"),
        table="results/smap/tables/lstm_gap.csv",
    output:
        png=report(
            "results/smap/figures/lstm_gap.png",
            caption="../report/lstm_gap.rst",
            category="Figures",
        ),
        pdf="results/smap/figures/lstm_gap.pdf",
    log:
        "logs/smap/figure_lstm_gap.log",
    benchmark:
        "results/smap/benchmarks/figure_lstm_gap.jsonl"
    conda:
        "../../environment.yml"
    message:
        "Draw what stands between the headline model and an LSTM"
    script:
        "../scripts/figure_lstm_gap.py"
