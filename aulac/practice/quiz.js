// Makes the quizzes of a page playable. Everything it says stands in their HTML (quiz_view.py).
(() => {
  "use strict";

  function question(form, words, changed) {
    const inputs = [...form.querySelectorAll("input")];
    const reasons = [...form.querySelectorAll(".quiz-reason")];
    const status = form.querySelector(".quiz-status");
    const [submit, showAll] = form.querySelectorAll("button");
    const isRight = (input) => "right" in input.dataset;
    let state = "asking"; // then missed, shown or solved
    let firstTry = null; // whether the first answer was right; null before it

    function enter(next, sentence) {
      state = next;
      status.textContent = sentence;
      submit.textContent = state === "asking" ? words.answer : words.retry;
      submit.hidden = state === "solved";
      showAll.hidden = state === "solved" || state === "shown";
      for (const input of inputs) input.disabled = showAll.hidden;
    }

    function show(input, visible) {
      const reason = reasons[inputs.indexOf(input)];
      reason.hidden = !visible;
      if (visible) input.setAttribute("aria-describedby", reason.id);
      else input.removeAttribute("aria-describedby");
    }

    function ask() {
      enter("asking", "");
      for (const input of inputs) {
        input.checked = false;
        show(input, false);
      }
    }

    function end(how, sentence) {
      firstTry ??= how === "solved";
      enter(how, sentence);
      for (const input of inputs) show(input, true);
      status.focus();
      changed();
    }

    function answer() {
      const chosen = inputs.filter((input) => input.checked);
      const wrong = chosen.filter((input) => !isRight(input));
      if (!chosen.length) {
        enter("asking", words.sayNothing);
        inputs[0].focus();
      } else if (!wrong.length && chosen.length === inputs.filter(isRight).length) {
        end("solved", words.sayRight);
      } else {
        firstTry = false;
        enter("missed", wrong.length ? words.sayWrong : words.sayPart);
        for (const input of chosen) show(input, true);
        (wrong[0] ?? chosen[0]).focus();
      }
    }

    inputs.forEach((input, index) => {
      window.aulacQuizReasons = (window.aulacQuizReasons ?? 0) + 1; // every id once in the page
      reasons[index].id = `aulac-quiz-reason-${window.aulacQuizReasons}`;
      input.closest(".quiz-option").append(reasons[index]);
      show(input, false);
    });
    form.querySelector("details").remove();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (state === "asking") return answer();
      ask();
      inputs[0].focus();
    });
    form.addEventListener("change", () => enter("asking", ""));
    showAll.addEventListener("click", () => end("shown", words.sayShown));
    submit.disabled = false;

    return {
      isSolved: () => state === "solved",
      isFirst: () => state === "solved" && firstTry,
      restart() {
        firstTry = null;
        ask();
      },
    };
  }

  function prepare(quiz) {
    const [solved, first] = quiz.querySelectorAll("[data-count]");
    const count = () => {
      solved.textContent = questions.filter((each) => each.isSolved()).length;
      first.textContent = questions.filter((each) => each.isFirst()).length;
    };
    const questions = [...quiz.querySelectorAll("form")].map((form) =>
      question(form, quiz.dataset, count),
    );
    quiz.querySelector(".quiz-progress button").addEventListener("click", () => {
      for (const each of questions) each.restart();
      quiz.querySelector("input").focus();
      count();
    });
    for (const target of quiz.querySelectorAll("input, button, .quiz-status")) {
      target.dataset.lmSuppressShortcuts = "true"; // else JupyterLab takes arrows, Enter, letters
    }
    quiz.dataset.ready = "";
  }

  // In a notebook that is not trusted JupyterLab removes all data-...: such a quiz stays as it is.
  function start() {
    document.querySelectorAll(".aulac-quiz[data-answer]:not([data-ready])").forEach(prepare);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
