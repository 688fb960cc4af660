pytest_plugins = ["tests.figures", "tests.postgresql", "tests.html_pages"]
