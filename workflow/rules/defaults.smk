# What every rule has unless it says otherwise: its environment, and a log and a benchmark, named by the rule and by what has
# wildcards in the path of its output. Included last, since Snakemake has no such defaults: this sets what the directives
# conda, log and benchmark would.

for job_rule in filter(lambda job_rule: job_rule.script, workflow.rules):
    job_rule.conda_env = "../../environment.yml"
    if not job_rule.log:
        name = job_files(job_rule)
        job_rule.log_modifier = workflow.modifier.path_modifier
        job_rule.benchmark_modifier = workflow.modifier.path_modifier
        job_rule.set_log(f"logs/{{dataset}}/{name}.log")
        job_rule.benchmark = f"results/{{dataset}}/benchmarks/{name}.jsonl"
