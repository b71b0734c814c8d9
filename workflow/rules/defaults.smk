# What every rule has unless it says otherwise: its environment, and a log and a benchmark by its name. Included last, since
# Snakemake has no such defaults: this sets what the directives conda, log and benchmark would.

for job_rule in filter(lambda job_rule: job_rule.script, workflow.rules):
    job_rule.conda_env = "../../environment.yml"
    job_rule.log_modifier = workflow.modifier.path_modifier
    job_rule.benchmark_modifier = workflow.modifier.path_modifier
    if not job_rule.log:
        job_rule.set_log(f"logs/{{dataset}}/{job_rule.name}.log")
    if not job_rule.benchmark:
        job_rule.benchmark = f"results/{{dataset}}/benchmarks/{job_rule.name}.jsonl"
