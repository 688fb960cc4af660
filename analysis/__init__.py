"""Analysis of answers: data sets, counts, statistics, tables, charts and reports."""
