"""Is it real, for whom, since when, compared with what? One question a module, one tidy table each.

Estimates with intervals come first: without a control group nearly every cohort differs from its
baseline. Every number can be made again in R; the tests say how.
"""
