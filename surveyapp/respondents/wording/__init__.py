"""The texts of respondents' pages: messages, the notice on data protection, and skip rules in words."""
