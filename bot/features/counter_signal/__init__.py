"""The North Star rose while an output got worse: a question to the product lead."""
