"""The metric dictionary: what each metric is, what it meant when, and who may say so."""
