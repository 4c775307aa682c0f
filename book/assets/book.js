// What pages of the book do beyond being read: lead into the classroom, show widgets, name buttons.
(function () {
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const word = (name) => document.querySelector(`meta[name="${name}"]`).content;

  // A book that a classroom serves lies at <hub>/services/book/: there the lesson opens at once.
  function leadIntoClassroom(box) {
    const hub = root.pathname.match(/^(.*\/)services\/book\//);
    if (!hub) return;
    const lesson = `${hub[1]}hub/user-redirect/lab/tree/${box.dataset.notebook}`;
    const link = document.createElement("a");
    link.className = "open-in-classroom";
    link.href = `${hub[1]}hub/spawn?next=${encodeURIComponent(lesson)}`;
    link.textContent = box.querySelector("summary").textContent;
    box.replaceWith(link);
  }

  // The scripts of widgets weigh a megabyte: they come when somebody asks for them.
  function offerWidget(script) {
    const offer = document.createElement("p");
    const button = document.createElement("button");
    offer.className = "widget-offer";
    button.type = "button";
    button.textContent = word("widget_offer");
    button.addEventListener("click", showWidgets);
    offer.append(button, " ", word("widget_note"));
    script.after(offer);
  }

  async function showWidgets() {
    document.querySelectorAll(".widget-offer button").forEach((button) => button.remove());
    await load("vendor/requirejs/require.js");
    await load("vendor/@jupyter-widgets/html-manager/dist/embed-amd.js");
  }

  function load(path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(`_static/${path}`, root);
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function nameCopyButtons() {
    for (const button of document.querySelectorAll(".copybtn")) {
      button.setAttribute("aria-label", word("copy"));
      button.dataset.tooltip = word("copy");
    }
  }

  function nameToggles() {
    for (const summary of document.querySelectorAll(".bd-sidenav details > summary")) {
      const chapter = summary.closest("li").querySelector("a").textContent.trim();
      summary.setAttribute("aria-label", `${word("toggle")}: ${chapter}`);
    }
  }

  document.querySelectorAll("details.open-in-classroom").forEach(leadIntoClassroom);
  document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]').forEach(offerWidget);
  nameToggles();
  document.addEventListener("DOMContentLoaded", nameCopyButtons);
})();
