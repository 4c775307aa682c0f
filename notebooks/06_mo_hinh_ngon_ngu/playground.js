// What playground.py computes, in the page: the same functions, the same order. Python hands over
// every table and sentence (T); playground_network.js is the model, playground_syllables.js the
// spelling. Costs are counted in code points, as in Python.
(() => {
  const A = window.aulacPlayground;
  const { section, finding, line, piece, fill, codePoints } = A;
  const MODULE = "06_mo_hinh_ngon_ngu";
  let T;
  let words; // of the language asked for
  let model;
  let whyImpossible;
  let letters;
  let chunk;

  function prepare(tables) {
    if (T === tables) return;
    const { config, characters } = tables.model;
    model = A.letterModel(A.asset(MODULE, "network"), config, characters);
    whyImpossible = A.whyImpossible(tables.spelling);
    letters = new RegExp(tables.patterns.letters, "gu");
    chunk = new RegExp(tables.patterns.chunk, "gu");
    T = tables;
    Object.assign(T, T.limits);
  }

  const last = (text, count) => codePoints(text).slice(-count).join("");
  const isBlank = (c) => T.BLANKS.includes(c);
  const chunksOf = (text) => text.match(chunk) || [];

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    const mini = recorded(text);
    const whole = A.stored(last(text.replace(/[\ud800-\udfff]/gu, "\ufffd"), T.LOOKED_AT));
    const read = last(whole, T.LIMIT);
    if (!chunksOf(read).length) return [section("empty", words.empty_title, words.empty)];
    const memory = model.emptyMemory();
    const ids = codePoints(T.OPENING + read).map(model.idOf);
    const scores = model.read(ids, ids.map(() => memory));
    return [
      following(read, scores[scores.length - 1]),
      writing(read, scores[scores.length - 1], memory),
      reading(read, scores, A.size(whole) > T.LIMIT),
      ...mini,
      section("notes", words.notes_title, words.notes),
    ];
  }

  // What may come next

  function following(text, scores) {
    const shares = T.WARM.map((warm) => A.softmax(Array.from(scores, (each) => each / warm)));
    const order = A.sortedPlaces(scores);
    const rows = order.slice(0, T.ROWS).map((i) =>
      [nameOf(model.alphabet[i]), ...shares.map((each) => percent(each[i]))]);
    let sum = 0;
    const enough = order.findIndex((i) => (sum += shares[1][i]) >= 0.9) + 1;
    const tail = stripped(codePoints(text).slice(-12)).join("");
    const say = fill(words.next, { tail, first: rows[0][0], share: rows[0][2], enough });
    return section("next", words.next_title, say, { columns: words.next_columns, rows });
  }

  function stripped(points) {
    const start = points.findIndex((c) => !isBlank(c));
    return start < 0 ? [] : points.slice(start, points.findLastIndex((c) => !isBlank(c)) + 1);
  }

  const nameOf = (c) => words.characters[c] ?? `“${c}”`;
  const percent = (share) => (share >= 0.005 ? `${Math.trunc(share * 100 + 0.5)}%` : "<1%");

  // What it writes

  function writing(text, scores, memory) {
    const tail = isBlank(text[text.length - 1]) ? "" : chunksOf(text).pop();
    const texts = model.write(text, scores, memory, T.KNOBS, T.LENGTH).map((more) => tail + more);
    const lines = [];
    const rows = texts.map((written, i) => {
      const { pieces, strange, every } = judged(finished(written));
      lines.push(line(words.knobs[i], pieces));
      return [words.knobs[i], every, strange, T.MEASURED[i]];
    });
    const columns = words.writes_columns;
    return section("writes", words.writes_title, words.writes, { lines, columns, rows });
  }

  function finished(text) {
    const chunks = chunksOf(text);
    return isBlank(text[text.length - 1]) || chunks.length < 2 ? chunks : chunks.slice(0, -1);
  }

  function judged(chunks) {
    let [strange, every] = [0, 0];
    const pieces = chunks.map((each) => {
      const why = (each.match(letters) || []).map(whyImpossible);
      const found = why.filter(Boolean);
      [strange, every] = [strange + found.length, every + why.length];
      return piece(each, found.length ? "differs" : "", found.length ? words.why[found[0]] : "");
    });
    return { pieces, strange, every };
  }

  // How it reads

  function reading(text, scores, isCut) {
    const costs = bits(text, scores);
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
    let [strange, every, surprise] = [0, 0, ["", -1]];
    let [at, done] = [0, 0]; // in UTF-16, in code points
    const pieces = Array.from(text.matchAll(chunk), ({ 0: found, index }) => {
      const start = done + A.size(text.slice(at, index));
      [at, done] = [index + found.length, start + A.size(found)];
      const one = judged([found]);
      const cost = sum(costs.slice(start, done));
      [strange, every] = [strange + one.strange, every + one.every];
      if (cost > surprise[1]) surprise = [found, cost];
      const note = `${one.pieces[0].note} ${rounded(cost)} bit`.trim();
      return { ...one.pieces[0], note };
    });
    const total = sum(costs);
    const tenths = rounded((total / costs.length) * 10);
    const each = `${Math.floor(tenths / 10)}${words.point}${tenths % 10}`;
    let say = fill(words.read, { bits: rounded(total), each });
    if (every) {
      const perSyllable = { syllables: every, perplexity: perplexity(total / every) };
      say += " " + fill(words.per_syllable, perSyllable);
    }
    const findings = [finding("note", words.surprise_title, words.surprise, surprise[0])];
    if (strange) findings.push(finding("warning", words.strange_title, words.strange));
    const unknown = [...new Set(codePoints(text).filter((c) => !model.places.has(c)))];
    if (unknown.length) {
      const shown = unknown.slice(0, 12).join(" ");
      findings.push(finding("note", words.unknown_title, words.unknown, shown));
    }
    if (isCut) findings.push(finding("note", words.cut_title, fill(words.cut, { limit: T.LIMIT })));
    const lines = [line(words.read_label, pieces)];
    return section("read", words.read_title, say, { lines, findings });
  }

  function bits(text, scores) {
    const before = T.OPENING.length - 1;
    return codePoints(text).map((c, i) => {
      const shares = A.softmax(Array.from(scores[before + i]));
      return -Math.log2(shares[model.idOf(c)]);
    });
  }

  const rounded = (number) => Math.trunc(number + 0.5);

  function perplexity(bitsEach) {
    const found = 2 ** Math.min(bitsEach, 99);
    return found < T.MOST ? String(rounded(found)) : words.most;
  }

  // Âu Lạc Mini

  function recorded(text) {
    const { answers, date } = T.recorded;
    if (!Object.hasOwn(answers, text)) return [];
    const { next, texts } = answers[text];
    const rows = next.map(([token, share]) => [token, `${share}%`]);
    const lines = texts.map((each, i) => line(words.mini_knobs[i], judged(chunksOf(each)).pieces));
    const columns = words.mini_columns;
    const say = fill(words.mini_recorded, { date });
    return [section("mini", words.mini_title, say, { lines, columns, rows })];
  }

  A.register(MODULE, view);
})();
