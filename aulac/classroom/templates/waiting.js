// Asks for this page again until it is there, each time a little later, and then goes to it. The
// server's Retry-After is respected; a bit of chance keeps a whole class from asking at once.
(function () {
  const place = document.getElementById("waiting");
  const still = place.dataset.still.split(" ").map(Number);
  const longest = 60;
  let pause = Number(place.dataset.pause);

  function show(name) {
    for (const part of place.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(name);
    }
  }

  function here() {
    location.replace(location.pathname + location.search);
  }

  async function ask() {
    show("asking");
    let answer = null;
    try {
      answer = await fetch(location.pathname + location.search, {
        redirect: "manual", cache: "no-store", headers: { Accept: "text/html" },
      });
    } catch (error) {
      show("away");
    }
    if (answer && !still.includes(answer.status)) return here();
    if (answer) show("waiting");
    pause = Math.min(longest, pause * 1.5);
    wait(Number(answer && answer.headers.get("Retry-After")) || pause);
  }

  function wait(seconds) {
    const end = Date.now() + 1000 * seconds * (1 + Math.random() / 4);
    const shown = document.getElementById("seconds");
    const clock = setInterval(function () {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (shown) shown.textContent = Math.max(0, left);
      if (left > 0) return;
      clearInterval(clock);
      ask();
    }, 250);
  }

  wait(Number(place.dataset.first) || pause);
})();
