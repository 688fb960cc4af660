"""What the answers say: dataset, counts, statistics, tables, charts and report."""
