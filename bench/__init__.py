"""Benchmarks: every measurement is a ratio against a peer or a limit in the same run. See docs/benchmarks.md."""
