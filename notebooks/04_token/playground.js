// What playground.py computes, in the page: the same functions, the same order. Python hands over
// every table and sentence (T), playground_tokens.js holds the vocabularies; tests hold both equal.
(() => {
  const A = window.aulacPlayground;
  const { section, finding, line, piece, fill, size, first, nfc, nfd } = A;
  const { isBroken } = A.bpe;
  const MODULE = "04_token";
  let T;
  let words; // of the language asked for
  let bpe;
  let bareSyllables;
  let marks;
  let stretches;

  function prepare(tables) {
    if (T === tables) return;
    bpe = new A.bpe.Bpe(tables.bpe);
    marks = new RegExp(`[${tables.bpe.classes.mark}]`, "gu");
    stretches = new RegExp(`[^${tables.bpe.classes.split}]+`, "gu");
    bareSyllables = new Set(bpe.bytes.map(bareSyllable).filter(Boolean));
    T = tables;
    Object.assign(T, T.limits);
  }

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    const whole = text.replace(/[\ud800-\udfff]/gu, "\ufffd");
    const cut = first(whole, T.LIMIT);
    if (!split(cut).length) return [section("empty", words.empty_title, words.empty)];
    return [
      summary(cut, cut !== whole),
      forms(cut),
      dearest(cut),
      cost(cut),
      elsewhere(cut),
      advice(cut),
    ];
  }

  // playground_tokens.py, aulac.text

  const split = (text) => text.match(stretches) || [];
  const tokens = (name, text) => bpe.tokens(name, text);
  const count = (name, text) => tokens(name, text).length;
  const BLANKS = { " ": "·", "\n": "⏎", "\r": "⏎", "\t": "⇥" };
  const shown = (token) => A.bpe.shown(token).replace(/[ \n\r\t]/g, (c) => BLANKS[c]);

  const STROKES = { "\u00d0": "D", "\u00f0": "d", "\u0189": "D", "\u0256": "d", Đ: "D", đ: "d" };
  const unaccented = (text) =>
    nfc(nfd(text).replace(marks, "").replace(/[\u00d0\u00f0\u0189\u0256Đđ]/g, (c) => STROKES[c]));

  function bareSyllable(token) {
    if (token[0] !== 32 || isBroken(token)) return "";
    const text = A.bpe.shown(token).slice(1);
    const bare = unaccented(text).toLowerCase();
    return bare !== text.toLowerCase() && /^[a-z]+$/.test(bare) ? bare : "";
  }

  function quotient(number, by, digits) {
    const scale = 10 ** digits;
    const rounded = Math.floor((2 * scale * number + by) / (2 * by));
    const rest = String(rounded % scale).padStart(digits, "0");
    return `${Math.floor(rounded / scale)}${words.point}${rest}`;
  }

  const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, words.thousands);

  // (a) the tokens

  function summary(text, isCut) {
    const syllables = split(text).length;
    const counts = {};
    for (const name of T.ours) counts[name] = count(name, text);
    const rows = T.ours.map((name) =>
      [words.names[name], T.sizes[name], counts[name], quotient(counts[name], syllables, 2)]);
    const say = fill(words.summary, {
      syllables,
      letters: size(text),
      bytes: counts.bytes,
      tokens: counts.bpe_16k,
      rate: quotient(counts.bpe_16k, syllables, 2),
    });
    const cut = finding("note", words.cut_title, fill(words.cut, { limit: T.LIMIT }));
    const lines = T.ours.map((name) => line(words.names[name], pieces(tokens(name, text))));
    const columns = words.summary_columns;
    const findings = isCut ? [cut] : [];
    return section("summary", words.summary_title, say, { columns, rows, findings, lines });
  }

  function pieces(found) {
    const boxes = found.slice(0, T.PIECES).map((token) => (isBroken(token)
      ? piece(shown(token), "likely", token.length > 1 ? words.broken : "")
      : piece(shown(token))));
    const rest = found.length - T.PIECES;
    return rest > 0 ? [...boxes, piece(fill(words.more, { count: rest }), "left")] : boxes;
  }

  // (b) however it was typed

  const spellings = (text) => [nfc(text), nfd(text), unaccented(text)];

  function forms(text) {
    const every = spellings(text);
    const rows = T.ours.map((name) =>
      [words.names[name], ...every.map((form) => count(name, form))]);
    const [, composed, apart] = rows[rows.length - 1];
    const say = new Set(every).size === 1 ? words.forms_same
      : fill(words.forms, { ratio: quotient(apart, composed, 1) });
    return section("forms", words.forms_title, say, { columns: words.forms_columns, rows });
  }

  // (c) the dearest words

  const unique = (texts) => [...new Set(texts)];

  function dearest(text) {
    const found = unique(split(text)).map((word) => [word, tokens("bpe_16k", ` ${word}`)]);
    const dear = found.filter(([, cut]) => cut.length > 1);
    dear.sort(([, a], [, b]) => b.length - a.length);
    const rows = dear.slice(0, T.LISTED).map(([word, cut]) =>
      [word, cut.length, cut.map(shown).join(" | ")]);
    const columns = rows.length ? words.words_columns : [];
    const say = rows.length ? words.words : words.words_none;
    return section("words", words.words_title, say, { columns, rows });
  }

  // (d) the cost

  function cost(text) {
    const rows = T.ours.map((name) => {
      const paid = count(name, text) * T.CALLS * T.RATE / 100;
      const amounts = T.PRICES.map((cents) => grouped(Math.floor(paid * cents / 1_000_000)));
      return [words.names[name], ...amounts.map((amount) => fill(words.money, { amount }))];
    });
    const say = fill(words.cost, { calls: grouped(T.CALLS), rate: grouped(T.RATE) });
    return section("cost", words.cost_title, say, { columns: words.cost_columns, rows });
  }

  // (e) elsewhere

  function elsewhere(text) {
    const title = words.others_title;
    if (!Object.hasOwn(T.recorded.counts, text)) return section("others", title, words.others_none);
    const counts = T.recorded.counts[text];
    const syllables = split(text).length;
    const rows = Object.entries(counts).map(([name, [typed, apart, bare]]) => [
      fill(words.other_name, { name, whose: T.whose[name] }),
      typed,
      quotient(typed, syllables, 2),
      apart,
      bare,
    ]);
    const say = fill(words.recorded, { date: T.recorded.date });
    const findings = [finding("note", words.recorded_title, say)];
    const columns = words.others_columns;
    return section("others", title, words.others, { columns, rows, findings });
  }

  // (f) what to look out for

  function advice(text) {
    const found = [
      looseMarks(text),
      noMarks(text),
      newStyle(text),
      broken(text),
      finding("ok", words.lossless_title, words.lossless),
    ];
    return section("advice", words.advice_title, words.advice, { findings: found.filter(Boolean) });
  }

  function looseMarks(text) {
    const composed = nfc(text);
    if (composed === text) return null;
    const say = fill(words.nfd, { raw: count("raw", text), composed: count("raw", composed) });
    return finding("warning", words.nfd_title, say);
  }

  function noMarks(text) {
    const read = (text.match(/[A-Za-z]+/g) || []).map((word) => word.toLowerCase());
    const known = read.filter((word) => bareSyllables.has(word)).length;
    const isMarked = unaccented(text) !== text;
    if (read.length <= T.FEW || isMarked || 3 * known < 2 * read.length) return null;
    return finding("note", words.bare_title, words.bare);
  }

  function newStyle(text) {
    const [pair] = A.otherToneStyle(text);
    if (!pair) return null;
    const [here, there] = pair.map((word) => count("bpe_16k", ` ${word}`));
    const say = fill(words.style, { new: pair[0], old: pair[1], count: here, other: there });
    return finding("note", words.style_title, say);
  }

  function broken(text) {
    const found = unique(split(text)).filter((word) =>
      tokens("bpe_16k", ` ${word}`).some(isBroken));
    if (!found.length) return null;
    const value = found.slice(0, T.LISTED).join(", ");
    return finding("note", words.broken_title, words.broken_say, value);
  }

  A.register(MODULE, view);
})();
