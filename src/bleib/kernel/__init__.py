"""Words every room shares: windows of days, intervals, errors."""
