"""What a study is made of: frozen objects, no files and no YAML."""
