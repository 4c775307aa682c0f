// Shows the page in the language chosen last; the cookie serves all pages of the classroom.
(function () {
  const root = document.documentElement;
  const title = document.querySelector("title");
  const chosen = document.cookie.match(/(?:^|; )aulac_lang=(vi|en)/);

  function show(lang) {
    root.lang = lang;
    title.textContent = title.dataset[lang];
  }

  show(chosen ? chosen[1] : root.lang);
  document.addEventListener("DOMContentLoaded", function () {
    for (const button of document.querySelectorAll("[data-choose]")) {
      button.hidden = false;
      button.addEventListener("click", function () {
        document.cookie = "aulac_lang=" + button.dataset.choose + "; path=/; max-age=31536000; samesite=lax";
        show(button.dataset.choose);
      });
    }
  });
})();
