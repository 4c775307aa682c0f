// What playground.py, playground_sentence.py and playground_segmenters.py compute, in the page: the
// same functions, the same order. Python hands over every table and sentence (T), and the model's
// weights; playground_segmenter.js is the model. Spans are code points, as in Python.
(() => {
  const A = window.aulacPlayground;
  const { section, finding, line, piece, fill, codePoints, size, first, nfc, nfd } = A;
  const MODULE = "02_tach_tu";
  const { LOWER, TITLE, UPPER, NUMBER, MARK } = A.wordShapes;
  let T;
  let words; // of the language asked for
  let model;
  let lexicon;
  let longest;
  let piecesBetweenBlanks;

  function prepare(tables) {
    if (T === tables) return;
    model = A.wordSegmenter((name) => A.asset(MODULE, name), tables.classes);
    lexicon = new Set(model.words.filter((word) => !word.includes("#")));
    longest = Math.max(...[...lexicon].map((word) => word.split(" ").length));
    piecesBetweenBlanks = new RegExp(`[^${tables.classes.blank}]+`, "gu");
    T = tables;
    Object.assign(T, T.limits);
  }

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    text = text.replace(/[\ud800-\udfff]/gu, "\ufffd");
    const lines = first(text, T.LIMIT).split("\n").filter((each) => model.spans(each).length);
    if (!lines.length) return [section("empty", words.empty_title, words.empty)];
    const sentences = lines.slice(0, T.SENTENCES).map(sentenceOf);
    const isCut = size(text) > T.LIMIT || lines.length > T.SENTENCES;
    return [
      summary(sentences, isCut),
      ...sentences.map((one, i) => sentenceSection(one, i + 1)),
      section("notes", words.notes_title, words.how, { findings: [recorded(sentences)] }),
    ];
  }

  // playground_segmenters.py

  const atSpaces = (text) =>
    Array.from(text.matchAll(piecesBetweenBlanks), (m) => [m.index, m.index + m[0].length]);

  function longestMatch(text) {
    const places = model.spans(text);
    const keys = places.map(([start, end]) => model.keyAndShape(text.slice(start, end))[0]);
    const found = [];
    for (let at = 0; at < places.length;) {
      let length = Math.min(longest, places.length - at);
      while (length > 1 && !lexicon.has(keys.slice(at, at + length).join(" "))) length--;
      found.push([places[at][0], places[at + length - 1][1]]);
      at += length;
    }
    return found;
  }

  const SEGMENTERS = {
    spaces: atSpaces,
    longest: longestMatch,
    aulac: (text) => model.segment(text),
  };

  const isIn = (spans, [start, end]) => spans.some(([a, b]) => a === start && b === end);
  const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const within = (cut, from, to) => cut.filter(([start]) => from <= start && start < to);

  function regions(cuts) {
    const ends = cuts.map((cut) => new Set(cut.map(([, end]) => end)));
    const common = [...ends[0]].filter((end) => ends.every((each) => each.has(end)));
    const found = [];
    let at = 0;
    for (const end of common) {
      const inside = cuts.map((cut) => within(cut, at, end));
      if (inside.some((each) => !isSame(each, inside[0]))) found.push([inside[0][0][0], end]);
      at = end;
    }
    return found;
  }

  // playground_sentence.py

  const called = (name) =>
    (T.tools.includes(name) ? `${name} ${T.recorded.versions[name]}` : words.called[name]);

  function label(name) {
    if (!T.tools.includes(name)) return words.names[name];
    return fill(words.recorded_name, { tool: called(name) });
  }

  function sentenceOf(text) {
    const points = codePoints(text);
    const places = new Map(); // from UTF-16 to code points
    let at = 0;
    points.forEach((c, i) => {
      places.set(at, i);
      at += c.length;
    });
    places.set(at, points.length);
    const inPoints = (spans) => spans.map(([start, end]) => [places.get(start), places.get(end)]);
    const slice = (start, end) => points.slice(start, end).join("");
    const [cuts, said] = [{}, {}];
    for (const name of T.ours) cuts[name] = inPoints(SEGMENTERS[name](text));
    const answers = Object.hasOwn(T.recorded.answers, text) ? T.recorded.answers[text] : {};
    for (const [name, answer] of Object.entries(answers)) {
      cuts[name] = answer.map(([start, end]) => [start, end]);
      said[name] = answer.filter((word) => word.length > 2);
    }
    const units = inPoints(model.spans(text)).map(([start, end]) => {
      const [key, shape] = model.keyAndShape(slice(start, end));
      return { start, end, key, shape };
    });
    return { text, size: points.length, slice, cuts, said, units };
  }

  const isRecorded = ({ said }) => Object.keys(said).length > 0;

  function wordOf(one, name, [start, end]) {
    const changed = (one.said[name] || []).find(([a, b]) => a === start && b === end);
    return changed ? changed[2] : one.slice(start, end);
  }

  const machines = (one) => Object.keys(one.cuts).filter((name) => name !== "spaces");

  function sentenceSection(one, number) {
    const places = regions(machines(one).map((name) => one.cuts[name]));
    const say = places.length ? fill(words.differ, { count: places.length }) : words.agree;
    const columns = places.length ? words.columns : [];
    const rows = places.flatMap(([start, end]) => opinions(one, start, end));
    const lines = Object.keys(one.cuts).map((name) => lineOf(one, name));
    const title = fill(words.sentence, { number });
    return section(`sentence_${number}`, title, say,
      { lines, columns, rows, findings: findingsOf(one) });
  }

  function opinions(one, start, end) {
    const found = new Map();
    for (const name of machines(one)) {
      const cut = within(one.cuts[name], start, end);
      const said = JSON.stringify(cut);
      if (!found.has(said)) found.set(said, { cut, names: [] });
      found.get(said).names.push(called(name));
    }
    return [...found.values()].map(({ cut, names }) =>
      [one.slice(start, end), cut.map((span) => one.slice(...span)).join(" | "), names.join(", ")]);
  }

  function lineOf(one, name) {
    const others = machines(one).filter((other) => other !== name);
    return line(label(name), one.cuts[name].map((span) => {
      const kind = others.every((other) => isIn(one.cuts[other], span)) ? "" : "differs";
      const note = name === "aulac" ? `${span[0]}–${span[1]}` : "";
      return piece(wordOf(one, name, span), kind, note);
    }));
  }

  const findingsOf = (one) => [
    ...reasons(one),
    unknown(one),
    unmarked(one),
    apart(one),
    newStyle(one),
    ...T.tools.map((tool) => rewritten(one, tool)),
    compared(one),
  ].filter(Boolean);

  function stuckIn(one) {
    for (const [start, end] of one.cuts.spaces) {
      const [head, ...rest] = one.units.filter((unit) => start <= unit.start && unit.start < end);
      const mark = rest.find(({ shape }) => shape === MARK);
      if (mark && head.shape !== MARK) return [one.slice(start, end), one.slice(start, mark.start)];
    }
    return null;
  }

  function reasons(one) {
    const { longest: theirs, aulac: ours } = one.cuts;
    return regions([theirs, ours]).slice(0, T.EXPLAINED).map(([start, end]) => {
      const [a, b] = [theirs, ours].map((cut) => within(cut, start, end));
      const [kind, longestWord, ourWord] = difference(one, a, b);
      const say = fill(words.reasons[kind], { longest: longestWord, aulac: ourWord });
      const title = fill(words.reason_title, { place: one.slice(start, end) });
      return finding("note", title, say);
    });
  }

  function difference(one, theirs, ours) {
    for (const [a, b] of theirs) {
      for (const [c, d] of ours) {
        if ((a < c && c < b && b < d) || (c < a && a < d && d < b)) {
          return ["crossing", one.slice(a, b), one.slice(c, d)];
        }
      }
    }
    for (const [a, b] of theirs) {
      const parts = ours.filter(([c, d]) => a <= c && d <= b);
      if (parts.length > 1) return ["split", one.slice(a, b), ""];
    }
    const [start, end] = ours.find((span) => !isIn(theirs, span));
    const inside = one.units.filter((unit) => start <= unit.start && unit.start < end);
    const isName = inside.every(({ shape }) => shape === TITLE || shape === UPPER);
    return [isName ? "name" : "new", "", one.slice(start, end)];
  }

  function unknown(one) {
    const strange = one.units.filter(({ key, shape }) =>
      shape !== MARK && shape !== NUMBER && !model.isKnown(key));
    const found = [...new Set(strange.map(({ start, end }) => one.slice(start, end)))];
    if (!found.length) return null;
    const say = fill(words.unknown, { count: found.length });
    return finding("note", words.unknown_title, say, found.slice(0, T.LISTED).join(", "));
  }

  function unmarked(one) {
    const plain = one.units.filter(({ shape }) => [LOWER, TITLE, UPPER].includes(shape));
    if (plain.length < T.FEW || /[\u0300-\u036fđĐ]/.test(nfd(one.text))) return null;
    return finding("warning", words.unmarked_title, words.unmarked);
  }

  function apart(one) {
    const composed = nfc(one.text);
    if (composed === one.text) return null;
    const say = fill(words.apart, { now: one.size, other: size(composed) });
    return finding("ok", words.apart_title, say);
  }

  function newStyle(one) {
    const [pair] = A.otherToneStyle(one.text);
    if (!pair) return null;
    const say = fill(words.new_style, { new: pair[0], old: pair[1] });
    return finding("ok", words.new_style_title, say);
  }

  function rewritten(one, tool) {
    const changes = (one.said[tool] || []).map(([a, b, said]) => [one.slice(a, b), said]);
    if (!changes.length) return null;
    const title = fill(words.rewritten_title, { tool: called(tool) });
    const seen = changes.filter(([old, said]) => nfc(old) !== said);
    if (!seen.length) {
      return finding("warning", title, fill(words.composed, { count: changes.length }));
    }
    const value = seen.slice(0, T.LISTED).map(([old, said]) => `${old} → ${said}`).join("\n");
    return finding("warning", title, words.rewritten, value);
  }

  function compared(one) {
    const right = one.cuts.course;
    if (!right) return null;
    const same = machines(one).filter((name) =>
      name !== "course" && isSame(one.cuts[name], right));
    if (!same.length) return finding("warning", words.compared_title, words.none_the_same);
    const level = isSame(one.cuts.aulac, right) ? "ok" : "note";
    const names = same.map(called).join(", ");
    return finding(level, words.compared_title, fill(words.the_same, { names }));
  }

  // The summary

  function summary(sentences, isCut) {
    const names = sentences.every(isRecorded) ? [...T.ours, ...T.tools, "course"] : T.ours;
    const total = (count) => sentences.map(count).reduce((a, b) => a + b, 0);
    const counts = {};
    for (const name of names) counts[name] = total((one) => one.cuts[name].length);
    const away = (name) => total((one) => regions([one.cuts[name], one.cuts.aulac]).length);
    const multiple = (name) => total((one) => one.cuts[name].filter(([start, end]) =>
      atSpaces(one.slice(start, end)).length > 1).length);
    const rows = names.map((name) => [label(name), counts[name], multiple(name), away(name)]);
    const places = away("longest");
    const say = fill(words.summary, { sentences: sentences.length, ...counts }) + " " +
      (places ? fill(words.summary_differ, { places }) : words.same);
    const findings = [
      stuck(sentences),
      ...names.slice(1).filter((name) => name !== "course").map((name) => twoWays(sentences, name)),
    ].filter(Boolean);
    if (isCut) {
      const limits = fill(words.cut, { limit: T.LIMIT, sentences: T.SENTENCES });
      findings.push(finding("note", words.cut_title, limits));
    }
    const columns = words.summary_columns;
    return section("summary", words.summary_title, say, { columns, rows, findings });
  }

  function stuck(sentences) {
    const [found] = sentences.map(stuckIn).filter(Boolean);
    if (!found) return null;
    const say = fill(words.stuck, { whole: found[0], bare: found[1] });
    return finding("note", words.stuck_title, say);
  }

  const keysOf = (one, name) => one.cuts[name].map(([start, end]) => one.units
    .filter((unit) => start <= unit.start && unit.start < end).map(({ key }) => key).join(" "));

  function twoWays(sentences, name) {
    const joined = new Map();
    for (const one of sentences) {
      keysOf(one, name).forEach((key, i) => {
        if (!joined.has(key)) joined.set(key, wordOf(one, name, one.cuts[name][i]));
      });
    }
    for (const one of sentences) {
      const keys = keysOf(one, name);
      for (let start = 0; start < keys.length; start++) {
        for (let end = start + 2; end <= Math.min(start + T.LONGEST, keys.length); end++) {
          const whole = joined.get(keys.slice(start, end).join(" "));
          if (whole === undefined) continue;
          const spans = one.cuts[name].slice(start, end);
          const parts = spans.map((span) => wordOf(one, name, span)).join(" | ");
          const title = fill(words.two_ways_title, { tool: called(name) });
          return finding("note", title, fill(words.two_ways, { joined: whole, parts }));
        }
      }
    }
    return null;
  }

  function recorded(sentences) {
    if (!sentences.some(isRecorded)) {
      return finding("note", words.recorded_title, words.not_recorded);
    }
    const say = fill(words.recorded, { date: T.recorded.date });
    return finding("note", words.recorded_title, say);
  }

  A.register(MODULE, view);
})();
