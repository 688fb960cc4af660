"""The parts of a study as frozen objects, independent of files and YAML."""
