"""Files with customers, contacts, contracts and products, read into the tables."""
