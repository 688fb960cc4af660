"""Tables that are counted where they are: one module per engine, and the source of answers that uses them."""
