"""What readers of tables share: roles of columns, cells, missing codes, columns that are no questions, codebooks."""
