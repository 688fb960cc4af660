pytest_plugins = ["tests.postgresql", "tests.html_pages"]
