"""Bleib for assistants (MCP): tools that ask /api/v1 with a token, so they may what the token may, and nothing else."""
