// Playgrounds in a page, without any server. Load this first, then a module's tables and script.
// What a module computes are sections, as aulac/playground/view.py describes them.
(() => {
  const A = (window.aulacPlayground ||= {});
  A.tables ||= {};
  A.views ||= {};
  A.register = (module, view) => (A.views[module] = view);

  // For the scripts of modules: what Python has in view.py, str and aulac.text.

  A.section = (name, title, text,
    { lines = [], columns = [], rows = [], findings = [], copy = null } = {}) =>
    ({ name, title, text, lines, columns, rows, findings, copy });
  A.line = (label, pieces) => ({ label, pieces });
  A.piece = (text, kind = "", note = "") => ({ text, kind, note });
  A.finding = (level, title, text, value = "") => ({ level, title, text, value });
  A.fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  A.codePoints = (text) => [...text];
  A.size = (text) => A.codePoints(text).length;
  A.first = (text, count) => A.codePoints(text).slice(0, count).join("");
  A.nfc = (text) => text.normalize("NFC");
  A.nfd = (text) => text.normalize("NFD");

  const ONSET = "(?:[cknpt]h|ng|tr|[bcdđghklmnprstvx])?";
  const TONE = "[\u0300\u0309\u0303\u0301\u0323]";
  const NEW_STYLE = new RegExp(`(${ONSET})(o(?=[ae])|u(?=y))([aey])(${TONE})`, "giu");
  const LETTER_OR_MARK = /[\p{L}\p{M}]/u;

  function oldStyle(match, onset, glide, vowel, tone, at, text) {
    const before = A.codePoints(text.slice(Math.max(at - 2, 0), at)).pop() || "";
    const after = A.first(text.slice(at + match.length, at + match.length + 2), 1);
    return LETTER_OR_MARK.test(before + after) ? match : onset + glide + tone + vowel;
  }

  A.stored = (text) => A.nfc(A.nfd(text).replace(NEW_STYLE, oldStyle));

  A.otherToneStyle = (text) => {
    const found = [];
    A.nfd(text).replace(NEW_STYLE, (match, ...rest) => {
      const old = oldStyle(match, ...rest);
      if (old !== match) found.push([A.nfc(match), A.nfc(old)]);
      return match;
    });
    return found;
  };

  // Elements, always by textContent: what is typed is never markup.

  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function drawSection(section, words) {
    const box = make("section", { class: `aulac-section aulac-${section.name}` });
    box.append(make("h2", {}, section.title), make("p", {}, section.text));
    if (section.lines.length) {
      const lines = section.lines.flatMap((line) => drawLine(line, words));
      box.append(make("dl", { class: "aulac-lines" }, ...lines));
    }
    if (section.columns.length) box.append(drawTable(section));
    if (section.findings.length) {
      const items = section.findings.map((finding) => drawFinding(finding, words));
      box.append(make("ul", { class: "aulac-findings" }, ...items));
    }
    if (section.copy) box.append(copyButton(section.copy, words));
    return box;
  }

  function drawLine({ label, pieces }, words) {
    const drawn = pieces.flatMap((piece, i) => [...(i ? [" "] : []), drawPiece(piece, words)]);
    return [make("dt", {}, label), make("dd", { dir: "auto" }, ...drawn)];
  }

  function drawPiece({ text, kind, note }, words) {
    const box = make("span", { class: kind ? `aulac-piece aulac-${kind}` : "aulac-piece" }, text);
    if (note) box.append(make("small", {}, note));
    const said = words.kinds[kind];
    if (said) box.append(make("span", { class: "aulac-hidden" }, ` (${said})`));
    return box;
  }

  function drawTable({ title, columns, rows }) {
    const head = columns.map((column, i) =>
      make("th", { scope: "col", ...classOf(rows[0][i]) }, column));
    const body = rows.map(([name, ...cells]) =>
      make("tr", {}, make("th", { scope: "row" }, String(name)), ...cells.map(drawCell)));
    const table = make("table", {},
      make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...body));
    const region = { class: "aulac-table", role: "region", tabindex: 0, "aria-label": title };
    return make("div", region, table);
  }

  const classOf = (cell) => (typeof cell === "number" ? { class: "aulac-number" } : {});
  const drawCell = (cell) => make("td", classOf(cell), String(cell));

  function drawFinding({ level, title, text, value }, words) {
    const item = make("li", { class: `aulac-finding aulac-${level}` });
    item.append(make("span", { class: "aulac-level" }, words[level]), " ");
    item.append(make("strong", {}, `${title}.`), ` ${text}`);
    if (value) item.append(make("code", { class: "aulac-value", dir: "auto" }, value));
    return item;
  }

  function copyButton({ label, text }, words) {
    const button = make("button", { type: "button", class: "aulac-copy" }, label);
    button.addEventListener("click", async () => {
      await A.copy(text);
      button.textContent = words.copied;
    });
    return button;
  }

  A.copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // a page without https has no clipboard of its own
      const before = document.activeElement;
      const area = make("textarea", { readonly: "" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      before.focus();
    }
  };

  // Weights: scripts in pieces, since a page opened from a folder may not fetch files.

  const weights = {}; // of each module: the pieces that have come, then the bytes by name

  A.receive = (module, number, text) => {
    (weights[module] ||= [])[number] = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  };

  A.asset = (module, name) => weights[module][name];

  A.load = async (module, progress = () => {}) => {
    const { from, weights: { places, pieces } } = A.tables[module];
    for (let number = 0; number < pieces; number++) {
      progress(number / pieces);
      if (!weights[module]?.[number]) await run(new URL(`${module}.${number}.js`, from));
    }
    const all = new Uint8Array(await new Blob(weights[module]).arrayBuffer());
    weights[module] = {};
    for (const [name, [start, end]] of Object.entries(places)) {
      weights[module][name] = all.slice(start, end);
    }
  };

  const run = (address) => new Promise((done, failed) => {
    const script = make("script", { src: address });
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
    script.remove();
  });

  const sizeOf = ({ places }) => Math.max(0, ...Object.values(places).map(([, end]) => end));

  // What a model needs is loaded when asked for; until then the example stays in the page.

  function offer(root) {
    const { module, lang } = root.dataset;
    const tables = A.tables[module];
    if (!tables || !A.views[module]) return; // what stands in the page stays
    if (!tables.weights.pieces) {
      start(root);
      return;
    }
    const words = tables.chrome[lang];
    const size = (sizeOf(tables.weights) / 1e6).toLocaleString(lang, { maximumFractionDigits: 1 });
    const button = make("button", { type: "button" }, A.fill(words.load, { size }));
    const status = make("p", { role: "status" });
    button.addEventListener("click", () => fetchAndStart(root, button, status, words));
    root.prepend(make("div", { class: "aulac-load" }, button, status));
  }

  async function fetchAndStart(root, button, status, words) {
    const bar = make("progress", { max: 1, "aria-label": words.loading });
    button.disabled = true;
    status.replaceChildren(`${words.loading} `, bar);
    try {
      await A.load(root.dataset.module, (share) => (bar.value = share));
    } catch {
      button.disabled = false;
      status.replaceChildren(words.load_failed);
      return;
    }
    start(root);
    root.querySelector("textarea").focus();
  }

  // One playground in the page.

  function start(root) {
    const { module, lang } = root.dataset;
    const [tables, view] = [A.tables[module], A.views[module]];
    const [words, own] = [tables.chrome[lang], tables.words[lang]];
    const id = `aulac-text-${document.querySelectorAll(".aulac-playground textarea").length}`;
    const settings = { id, rows: 4, dir: "auto", spellcheck: "false", autocomplete: "off" };
    const box = make("textarea", settings);
    box.placeholder = own.placeholder;
    const examples = make("div", { class: "aulac-examples", role: "group" }, `${words.examples} `);
    examples.setAttribute("aria-label", words.examples);
    const result = make("div", { class: "aulac-result" });
    const status = make("p", { class: "aulac-status", role: "status" });
    let waiting;
    let speaking;

    function show() {
      const sections = view(box.value, lang, tables);
      result.replaceChildren(...sections.map((section) => drawSection(section, words)));
      clearTimeout(speaking);
      speaking = setTimeout(() => (status.textContent = sections[0].text), 900);
    }
    function suggest(name, text) {
      const button = make("button", { type: "button" }, name);
      button.addEventListener("click", () => {
        box.value = text;
        show();
        if (!text) box.focus();
      });
      examples.append(button);
    }
    tables.examples.forEach(({ name, text }) => suggest(name[lang], text));
    suggest(words.clear, "");
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, 100);
    });
    box.value = tables.examples[0].text;
    const label = make("label", { for: id }, own.label);
    const server = make("p", { class: "aulac-server" });
    root.replaceChildren(label, box, examples, status, result, server);
    show();
    offerServer(server, root.dataset, words);
  }

  // A link to the Gradio version where a server of ours answers, else how to start one.

  async function offerServer(place, { module, lang, server }, words) {
    if (await isServed(server, module)) {
      place.append(make("a", { href: `${server}${lang}/${module}/` }, words.open));
      return;
    }
    const [before, after] = words.start.split("{command}");
    place.append(before, make("code", {}, `aulac playground ${module}`), after);
  }

  async function isServed(server, module) {
    const address = new URL(`${server}modules.json`, location.href);
    if (!server || address.protocol === "file:" || address.origin !== location.origin) return false;
    try {
      const answer = await fetch(address);
      return answer.ok && (await answer.json()).includes(module);
    } catch {
      return false;
    }
  }

  const startAll = () => document.querySelectorAll(".aulac-playground").forEach(offer);
  document.addEventListener("DOMContentLoaded", startAll); // when all scripts have run
})();
