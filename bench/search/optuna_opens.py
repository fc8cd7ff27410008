"""Opens the Optuna journal of a study with Optuna itself and prints its trials: pip install optuna; optuna_opens.py STUDY/optuna.jsonl"""

import sys

import optuna

storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(sys.argv[1]))
summary = optuna.get_all_study_summaries(storage)[0]
print(summary.study_name, [str(direction) for direction in summary.directions], summary.n_trials, "trials")
study = optuna.load_study(study_name=summary.study_name, storage=storage)
for trial in study.trials:
    print(trial.number, trial.state.name, trial.values, len(trial.intermediate_values), "measurements", trial.params)
print("best", study.best_trials[0].number)
