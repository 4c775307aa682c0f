"""The book as files: every page in both languages, every link, figure and word in its place."""

import re
import shutil
import subprocess
from functools import cache
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from aulac.book.assets import read_lock
from aulac.cli import main
from aulac.course.facts import lesson_facts
from aulac.course.glossary import read_glossary
from aulac.course.notebook import read_notebook
from aulac.course.source import LANGUAGES, read_modules

ASCII_ON_PURPOSE = {"English", "Ctrl", "+", "K", "?", "sau", "trang sau"}


@cache
def soup(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def pages(site, lang):
    """The pages of one book, by address."""
    folder = site / lang
    found = [path for path in folder.rglob("*.html") if "_static" not in path.parts]
    return {path.relative_to(folder).as_posix(): path for path in found}


@pytest.fixture(scope="module")
def lessons(root, site):
    """Every lesson in every language: module, lesson, language, page."""
    return [
        (module, lesson, lang, site / lang / module.name / f"{lesson}.html")
        for module in read_modules(root)
        for lesson in module.lessons
        for lang in LANGUAGES
    ]


def test_both_books_have_the_same_pages(site, root):
    vietnamese, english = pages(site, "vi"), pages(site, "en")
    assert vietnamese.keys() == english.keys()
    assert {
        "index",
        "cach_hoc",
        "lien_minh",
        "thuat_ngu",
        "mo_hinh",
        "giang_vien",
        "van_hanh",
        "tin_cay",
        "mo_xe_may_cham",
        "search",
    } == {name.removesuffix(".html") for name in vietnamese if "/" not in name}
    for module in read_modules(root):
        for page in ("index", "quiz", "playground", *module.lessons):
            assert f"{module.name}/{page}.html" in vietnamese


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_names_its_language_and_leads_to_its_twin(site, lang):
    for name, path in pages(site, lang).items():
        page = soup(path)
        assert page.html["lang"] == lang
        (switch,) = page.select("a.language-switch")
        other = "en" if lang == "vi" else "vi"
        assert switch["hreflang"] == other
        assert (path.parent / switch["href"]).resolve() == site / other / name
        alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
        assert alternates.keys() == {"vi", "en", "x-default"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_inside_the_site_arrives(site, lang):
    dead = []
    for name, path in pages(site, lang).items():
        for tag, attribute in (("a", "href"), ("img", "src"), ("link", "href"), ("script", "src")):
            for element in soup(path).find_all(tag, {attribute: True}):
                address = urlsplit(element[attribute])
                if address.scheme or address.netloc or element.get("data-bs-toggle"):
                    continue
                target = (path.parent / unquote(address.path)).resolve() if address.path else path
                if not target.is_file():
                    dead.append(f"{name}: {element[attribute]}")
                elif address.fragment and target.suffix == ".html":
                    if not soup(target).find(id=unquote(address.fragment)):
                        dead.append(f"{name}: {element[attribute]}")
    assert not dead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_loaded_from_elsewhere(site, lang):
    outside = re.compile(r"^(?:https?:)?//")
    for path in pages(site, lang).values():
        for element in soup(path).find_all(["script", "img", "link", "iframe", "source"]):
            address = element.get("src") or element.get("href") or ""
            assert not outside.match(address), (path, address)
    for path in (site / lang / "_static").rglob("*.css"):
        addresses = re.findall(r"url\(\s*['\"]?([^'\")]+)", path.read_text(encoding="utf-8"))
        assert not [address for address in addresses if outside.match(address)], path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_picture_says_what_it_shows(site, lang):
    for path in pages(site, lang).values():
        for image in soup(path).select("article img"):
            assert image.get("alt", "").strip(), (path, image)


def test_the_interface_is_vietnamese(site):
    for path in pages(site, "vi").values():
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for hidden in page.select("article, script, style, code, .bd-docs-nav, .prev-next-title"):
            hidden.decompose()
        shown = [element.get(name) for element in page.find_all(True) for name in
                 ("title", "aria-label", "placeholder", "alt", "data-bs-title")]  # fmt: skip
        words = {text.strip() for text in [*shown, *page.stripped_strings] if text and text.strip()}
        assert {word for word in words if word.isascii()} <= ASCII_ON_PURPOSE, path


def test_lessons_show_the_golden_runs(lessons):
    for module, lesson, _, path in lessons:
        article = soup(path).select_one("article").get_text()
        golden = read_notebook(module.golden_path(lesson))
        printed = [
            "".join(output["text"]).strip()
            for cell in golden["cells"]
            for output in cell.get("outputs", [])
            if output["output_type"] == "stream"
        ]
        assert printed, path
        for text in printed:
            assert text in article, (path, text)


def test_lessons_have_a_banner(lessons):
    for module, lesson, lang, path in lessons:
        (banner,) = soup(path).select(".lesson-banner")
        facts = lesson_facts(module.lesson_path(lesson), lang).facts
        assert tuple(item.get_text() for item in banner.select("li")) == facts
        (opener,) = banner.select("details.open-in-classroom")
        folder = {"vi": "bai_hoc", "en": "lessons"}[lang]
        assert opener["data-notebook"] == f"{folder}/{module.name}/{lesson}.ipynb"
        notebook, archive = (path.parent / link["href"] for link in banner.select("a[download]"))
        assert read_notebook(notebook)["cells"]
        assert archive.is_file()


def test_the_zip_of_a_module_has_what_its_lessons_need(site, root, tmp_path):
    for module in read_modules(root):
        shutil.unpack_archive(site / "vi" / "notebooks" / f"{module.name}.zip", tmp_path)
        names = {path.name for path in (tmp_path / module.name).iterdir()}
        assert {f"{lesson}.ipynb" for lesson in module.lessons} <= names
        assert {*module.companions, "module.json"} <= names


def test_no_answer_of_an_assignment_is_in_the_site(site):
    secret = re.compile(rb"### (?:BEGIN|END) (?:SOLUTION|HIDDEN)")
    for path in site.rglob("*"):
        assert path.name != "assignment.ipynb"
        if path.suffix in {".html", ".ipynb", ".js", ".txt", ".md"}:
            assert not secret.search(path.read_bytes()), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_glossary_explains_every_word(site, root, lang):
    page = soup(site / lang / "thuat_ngu.html")
    defined = [term.get_text().rstrip("#") for term in page.select("dl.glossary dt")]
    assert sorted(defined) == sorted(entry.word[lang] for entry in read_glossary(root))


def test_new_words_of_lessons_lead_to_the_glossary(lessons):
    for _, _, _, path in lessons:
        assert soup(path).select("table a[href*='thuat_ngu.html#term-']"), path


def test_assets_are_locked_and_none_is_committed(root):
    for package in read_lock(root):
        assert re.fullmatch(r"\d+\.\d+\.\d+", package.version), package
        assert package.integrity.startswith("sha512-"), package
    tracked = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True).stdout
    assert not re.findall(r"^.*\.(?:woff2?|ttf|min\.js)$|node_modules", tracked, re.MULTILINE)


def test_a_module_appears_by_its_folder(copy, recorded_course, capsys):
    shutil.copytree(recorded_course / "notebooks/01_chao", copy / "notebooks/02_chao")
    assert main(["book"]) == 0, capsys.readouterr().err
    for lang, title in (("vi", "2. Lời chào"), ("en", "2. A greeting")):
        html = copy / "build/book/html" / lang
        home = soup(html / "index.html")
        assert title in home.select_one(".bd-docs-nav").get_text()
        assert title in home.select_one("article table").get_text()
        assert soup(html / "02_chao/1_chao.html").select(".lesson-banner")
        assert soup(html / "02_chao/quiz.html").select(".aulac-quiz")
        assert not (html / "02_chao/playground.html").exists()


@pytest.fixture
def copy(root, tmp_path, monkeypatch):
    """The book with the first module, which a test may break; assets are fetched already."""
    for name in ("book", "notebooks/01_chu_viet"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "npm").symlink_to(root / "build" / "npm")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def replace(path, old, new):
    """Replaces the first `old` in a source; returns the line of what stands there now."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def spoil_quiz(copy):
    path = copy / "notebooks/01_chu_viet/quiz.yml"
    return path, replace(path, "right: true", "rihgt: true")


def spoil_figure(copy):
    path = copy / "book/index.md"
    text = path.read_text(encoding="utf-8")
    option = re.search(r"^:alt: .*\n", text, re.MULTILINE)
    return path, replace(path, option[0], "") - 1


def spoil_word(copy):
    path = copy / "notebooks/01_chu_viet/2_dau_thanh.md"
    return path, replace(path, "| âm tiết | syllable |", "| tiếng một | syllable |")


def spoil_role(copy):
    path = copy / "book/cach_hoc.md"
    line = path.read_text(encoding="utf-8").count("\n") + 4
    with path.open("a", encoding="utf-8") as file:
        file.write('\n+++ {"lang": "vi"}\n{term}`con chữ lạ`\n+++ {"lang": "en", "of": "0"}\nx\n')
    return path, line - 1


def spoil_facts(copy):
    path = copy / "notebooks/01_chu_viet/3_ma_cu_sap_xep.md"
    return path, replace(path, "**55 phút · cơ bản", "*55 phút* · **cơ bản") - 2


def spoil_picture(copy):
    path = copy / "book/giang_vien.md"
    return path, replace(path, "\n## ", "\n![hình](https://example.org/a.png)\n\n## ") + 1


@pytest.mark.parametrize(
    "spoil", [spoil_quiz, spoil_figure, spoil_picture, spoil_word, spoil_role, spoil_facts]
)
def test_what_is_wrong_is_named_with_file_and_line(copy, capsys, spoil):
    path, line = spoil(copy)
    assert main(["book"]) == 1
    assert f"{path.relative_to(copy)}:{line}: " in capsys.readouterr().err


def test_dead_links_are_named_with_file_and_line(copy, capsys):
    page, lesson = copy / "book/cach_hoc.md", copy / "notebooks/01_chu_viet/1_unicode.md"
    broken = {
        page: replace(page, "(01_chu_viet/1_unicode.md)", "(01_chu_viet/9_khong_co.md)"),
        lesson: replace(lesson, "**NFC** gộp chữ", "[NFC](../khong_co.md) gộp chữ"),
    }
    for path in broken:
        assert main(["build", "--stamp", str(path)]) == 0
    assert main(["build", "--golden"]) == 0
    capsys.readouterr()
    assert main(["book"]) == 1
    said = capsys.readouterr().err
    for path, line in broken.items():
        assert f"{path}:{line}: " in said


def test_a_wrong_checksum_is_refused(copy, capsys):
    (copy / "build" / "npm").unlink()
    replace(copy / "book/assets.lock.yml", "sha512-", "sha512-AAAA")
    assert main(["book"]) == 1
    assert "has another checksum" in capsys.readouterr().err
