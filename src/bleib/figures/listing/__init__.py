"""Lists of customers: filter, order, pages that begin where the one before ended. Equally fast for a million."""
