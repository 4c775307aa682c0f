// Search without marks: what is typed loses its marks before Sphinx looks it up in an index that
// has none, so that "tach tu", "tách từ" and "TÁCH TỪ" are one query.
(function () {
  const STROKES = { "\u0111": "d", "\u00f0": "d", "\u0256": "d" };
  const [BEFORE, LENGTH] = [80, 240]; // characters of a summary: before the first word, in all
  const WORD_END = document.documentElement.lang === "en" ? "\\w*" : "\\b"; // English is stemmed

  // One character for one, so that a place in the folded text is the same place in the text.
  const fold = (text) =>
    Array.from(text.normalize("NFC").toLowerCase(), (c) => STROKES[c] || (c.length > 1 ? c : c.normalize("NFD")[0])).join("");

  const perform = Search.performSearch;
  Search.performSearch = (query) => perform(fold(query));

  // A piece of the page around the first word that was found, with all of them marked.
  Search.makeSearchSummary = (html, terms, anchor) => {
    const text = proseOf(html, anchor);
    const folded = fold(text);
    const words = [...terms].map((term) => term.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    const pattern = new RegExp(`\\b(?:${words})${WORD_END}`, "g");
    const start = Math.max(0, folded.search(pattern) - BEFORE);
    const summary = document.createElement("p");
    summary.className = "context";
    let from = start;
    for (const found of folded.slice(start, start + LENGTH).matchAll(pattern)) {
      const [at, end] = [start + found.index, start + found.index + found[0].length];
      const mark = document.createElement("mark");
      mark.textContent = text.slice(at, end);
      summary.append(text.slice(from, at), mark);
      from = end;
    }
    summary.append(text.slice(from, start + LENGTH), "…");
    return summary;
  };

  function proseOf(html, anchor) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const other of page.querySelectorAll(".headerlink, .lesson-banner, script, style")) other.remove();
    for (const block of page.querySelectorAll("dt, dd, p, li, td, th, h1, h2, h3, pre, label")) block.append(" ");
    const part = (anchor && page.querySelector(anchor)) || page.querySelector("article.bd-article") || page.body;
    return part.textContent.normalize("NFC").replace(/\s+/g, " ").trim();
  }
})();
