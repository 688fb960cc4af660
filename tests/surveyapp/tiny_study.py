"""A study of four questions, two groups and three agencies, for tests about other matters."""

from datetime import date

from forms.model.frozen import Text
from forms.model.item_bank import BankItem, Construct, PairRule
from forms.model.questionnaire import Questionnaire, Section, Variant
from forms.model.questions import Question
from forms.model.scales import Option, Scale
from forms.model.study import AnalysisPlan, Frame, Group, Stratum, Study, Unit
from forms.model.versions import questionnaire_version, study_version


def said(vietnamese: str, english: str) -> Text:
    return {"vi": vietnamese, "en": english}


AGREE = tuple(
    Option(code=code, label=said(vi, en))
    for code, vi, en in ((1, "Không đồng ý", "Disagree"), (2, "Nửa nửa", "Half"), (3, "Đồng ý", "Agree"))
)
NAMES = {"leader": ("Người đứng đầu", "Heads"), "outsider": ("Người ngoài", "Outsiders")}
UNITS = (("so_a", "Sở A", "so"), ("so_b", "Sở B", "so"), ("huyen_c", "Huyện C", "huyen"))

RATED = Question(
    id="out_agency",
    kind="single",
    wording=said("Cơ quan nào?", "Which agency?"),
    options=(
        *(Option(code=place, label=said(name, name)) for place, (_, name, _) in enumerate(UNITS, start=1)),
        Option(code=90, label=said("Khác", "Another")),
    ),
)
MATTERS = Question(
    id="matters",
    kind="check_all",
    wording=said("Việc gì?", "What matters?"),
    options=tuple(Option(code=code, label=said(f"Việc {code}", f"Matter {code}")) for code in (1, 2)),
)
OPEN_WORDS = Question(id="open_words", kind="text", wording=said("Ý kiến khác?", "Anything else?"))


def tiny_study(
    *,
    wording: str = "Tôi chịu trách nhiệm.",
    study_id: str = "nho_2019",
    leaders_keep_unit: bool = False,
    one_leader: bool = True,
) -> Study:
    """Return a frozen study with its versions."""
    item = Question(
        id="ov_one",
        kind="item",
        wording=said(wording, "I answer for it."),
        scale="agree3",
        options=AGREE,
        construct="ov",
        short=said("Trách nhiệm", "Responsibility"),
    )
    forms = {
        "leader": _form(study_id, "leader", (item, MATTERS, OPEN_WORDS)),
        "outsider": _form(study_id, "outsider", (RATED, item, OPEN_WORDS)),
    }
    study = Study(
        id=study_id,
        title=said("Nghiên cứu nhỏ", "Small study"),
        organisation=said("Viện", "Institute"),
        round="r1",
        contact=said("Liên hệ", "Contact"),
        languages=("vi", "en"),
        fieldwork=said("2019", "2019"),
        delete_after=date(2099, 12, 31),
        groups=(
            _group("leader", entry="code", keeps_unit=leaders_keep_unit, one_per_unit=one_leader),
            _group("outsider", entry="open_or_code", keeps_unit=True),
        ),
        scales={
            "agree3": Scale(id="agree3", kind="ordinal", name=said("Đồng ý", "Agreement"), options=AGREE, middle=2)
        },
        constructs=(Construct(id="ov", name=said("Chung", "Overall"), theme=said("Chung", "Overall")),),
        items=(
            BankItem(
                id="ov_one",
                construct="ov",
                scale="agree3",
                meaning="one",
                short=said("Trách nhiệm", "Responsibility"),
                wording={group: said(wording, "I answer for it.") for group in NAMES},
                referent={"leader": "self", "outsider": "this_head"},
                scored=("leader", "outsider"),
                comparability=(PairRule(groups=("leader", "outsider"), rule="gap"),),
            ),
        ),
        questionnaires=forms,
        frame=Frame(
            edition="2019",
            strata=(
                Stratum(id="so", name=said("Sở", "Departments"), target=2, block="tinh"),
                Stratum(id="huyen", name=said("Huyện", "Districts"), target=1, block="dia_phuong"),
            ),
            units=tuple(Unit(id=unit, stratum=stratum, name=said(name, name)) for unit, name, stratum in UNITS),
        ),
        analysis=AnalysisPlan(primary=(), items=("ov_one",)),
    )
    return study.model_copy(update={"version": study_version(study)})


def _group(group: str, **entry: object) -> Group:
    return Group.model_validate(
        {"id": group, "name": said(*NAMES[group]), "short": said(*NAMES[group]), "minutes": 1, **entry}
    )


def _form(study: str, group: str, questions: tuple[Question, ...]) -> Questionnaire:
    form = Questionnaire(
        study=study,
        group=group,
        title=said(f"Phiếu {NAMES[group][0]}", f"Form for {NAMES[group][1]}"),
        addressed_to=said(*NAMES[group]),
        introduction=(said("Xin chào.", "Welcome."),),
        thanks=said("Cảm ơn.", "Thank you."),
        sections=(Section(id="first", title=said("Phần", "Part"), questions=questions),),
        variants=(Variant(id="a"), Variant(id="b")),
    )
    return form.model_copy(update={"version": questionnaire_version(form)})
