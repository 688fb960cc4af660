"""Error rates, coverage and power of the inference with agencies as clusters, in simulated surveys (METHOD 9)."""
