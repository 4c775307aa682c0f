"""A class on a server: real accounts, the whole loop through the doors of people's programs."""

import os
import re

import pytest

NAME = "01_chao"
CLASS = "nhap-mon"
FORMGRADER = f"/services/formgrade-{CLASS}/formgrader"
SOLVED = {"greet": "def greet(name):\n    return 'Chào ' + name.strip()\n"}
SOLVE = """
import nbformat, os
path = os.path.expanduser("~/bai_tap/01_chao/assignment.ipynb")
notebook = nbformat.read(path, 4)
for cell in notebook.cells:
    if cell.cell_type == "code" and "def greet" in cell.source:
        cell.source = "def greet(name):\\n    return 'Chào ' + name.strip()\\n"
nbformat.write(notebook, path)
print(os.getuid())
"""


@pytest.fixture(scope="module")
def released(visit):
    """The instructor has released the assignment, with results as soon as work is handed in."""
    minh = visit("minh")
    for step in ("assign", "release"):
        done = minh.press(CLASS, f"{NAME}/{step}")
        assert done["success"], done
    place = f"/services/exchange/class/{CLASS}/{NAME}/"
    key = re.search(r'name="key" value="([^"]+)"', minh.get(place).text)[1]
    form = {"key": key, "given": "at_once"}
    assert minh.post(minh.server.url + place + "policy", data=form).ok
    return minh


@pytest.fixture(scope="module")
def an(visit, released):
    """A learner with a server who has fetched, solved and handed in the assignment."""
    an = visit("an")
    an.open_server()
    an.done = {}
    for action in ("fetch", "submit"):
        data = {"course_id": CLASS, "assignment_id": NAME}
        answer = an.ask(f"assignments/{action}", "POST", json=data)
        assert answer.ok, answer.text
        an.done[action] = answer.json()
        if action == "fetch":
            an.uid = int(an.run(SOLVE))
    return an


def test_a_learners_server_is_the_learners_linux_account(an, machine):
    assert an.uid == int(machine.account("an")[2]) >= 1000
    assert an.tell("import os, json; print(json.dumps(os.nice(0) >= 0))")
    listed = an.tell("import os, json; print(json.dumps(os.listdir(os.path.expanduser('~'))))")
    assert {"bai_hoc", "lessons", "bai_tap"} <= set(listed)
    niceness = machine.run("ps", "-u", "an", "-o", "ni=").stdout.split()
    assert set(niceness) == {str(os.nice(0) + 10)}


def test_fetch_and_submit_through_jupyterlabs_list(an):
    assert an.done["fetch"]["success"], an.done
    assert an.done["submit"]["success"], an.done
    answer = an.ask(f"assignments?course_id={CLASS}").json()
    assert [one["assignment_id"].split()[0] for one in answer["value"]] == [NAME, NAME]


def test_the_result_appears(an, server):
    page = "/services/exchange/results/"
    server.machine.wait_for(lambda: "3 / 5" in an.get(page).text)


def test_the_formgrader_collects_and_names_learners_by_their_accounts(an, released):
    done = released.press(CLASS, f"{NAME}/collect")
    assert done["success"], done
    api = f"{FORMGRADER}/api/submissions/{NAME}"
    rows = {one["student"]: one for one in released.get(api).json()}
    assert (rows["an"]["last_name"], rows["an"]["first_name"]) == ("Học viên", "an")


def test_the_formgrader_grades_what_the_exchange_has_graded(an, released, server):
    done = released.ask(
        f"formgrader/api/submission/{NAME}/an/autograde", "POST", f"/services/formgrade-{CLASS}/"
    ).json()
    assert done["success"], done


def test_links_of_the_formgrader_lead_to_the_file(released):
    page = released.server.url + FORMGRADER
    answer = released.get("/tree/khoa_hoc/source", headers={"Referer": page})
    assert answer.url.endswith(f"/services/formgrade-{CLASS}/lab/tree/khoa_hoc/source")
    assert released.get("/tree/khoa_hoc/source").status_code == 404


def test_home_shows_what_a_person_may_do(an, released):
    minh, learner = released.get("/hub/home"), an.get("/hub/home")
    assert f'href="{FORMGRADER}"' in minh.text and "formgrade-" not in learner.text
    assert f"/services/exchange/class/{CLASS}/" in minh.text
    assert "khac" not in minh.text
    assert "/services/exchange/results/" in learner.text


@pytest.mark.parametrize("name", ["an", "lan"])
def test_the_formgrader_is_for_its_instructors(visit, name):
    visitor = visit(name)
    for path in ("", "/manage_assignments", "/api/assignments"):
        assert visitor.get(FORMGRADER + path).status_code in (403, 404), path


def test_who_is_on_no_roster_or_gives_a_wrong_password_stays_outside(server, visit):
    assert "/hub/login" in visit("la").get("/hub/home").url
    stranger = visit("an", "sai")
    assert "/hub/login" in stranger.get("/hub/home").url
    assert "/hub/login" in visit("root").get("/hub/home").url
