import subprocess
import sys

HEAVY = ("matplotlib", "scipy", "pandas", "statsmodels", "docx", "xlsxwriter")


def test_the_web_process_starts_without_statistics_and_charts() -> None:
    program = (
        "import sys, tempfile; from surveyapp import create_app;"
        "create_app({'SURVEYAPP_INSTANCE': tempfile.mkdtemp()});"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
