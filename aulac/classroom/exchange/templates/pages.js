// Shows results as soon as they are there: what waits is asked for once a second.
(function () {
  const status = document.querySelector("[data-waiting]");
  if (!status) return;
  const before = Number(status.dataset.waiting);
  setInterval(async function () {
    const answer = await fetch(status.dataset.from, { redirect: "error" });
    if (answer.ok && (await answer.json()) !== before) location.reload();
  }, 1000);
})();
