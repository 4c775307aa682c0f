// What playground.py computes, in the page: the same functions, the same order. Python hands over
// every rule and sentence (T); playground_search.js finds.
(() => {
  const A = window.aulacPlayground;
  const { section, finding, line, piece, fill, size, first } = A;
  const MODULE = "05_tim_kiem";
  let T;
  let words; // of the language asked for
  let S; // what finds
  let formsByKey;
  let blanks;

  function prepare(tables) {
    if (T === tables) return;
    S = A.ruleSearch(tables, (name) => A.asset(MODULE, name));
    blanks = new RegExp(`[${tables.classes.blank}]+`, "u");
    formsByKey = new Map();
    for (const token of S.index.written.gains.keys()) {
      const key = S.unaccented(token);
      if (!formsByKey.has(key)) formsByKey.set(key, []);
      formsByKey.get(key).push(token);
    }
    T = tables;
    Object.assign(T, T.limits);
  }

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    text = text.replace(/[\ud800-\udfff]/gu, "\ufffd");
    const asked = first(text, T.LIMIT).split(blanks).filter(Boolean).join(" ");
    const sought = S.tokens(asked);
    if (!sought.length) return [section("empty", words.empty_title, words.empty)];
    const found = S.ranked(asked);
    const alike = S.likenesses(asked);
    return [
      summary(sought, found, size(text) > T.LIMIT),
      ...T.ways.map((name) => way(name, sought, found[name], alike)),
      syllables(sought),
      notes(),
    ];
  }

  const unique = (values) => [...new Set(values)];

  function named(place, template, more = {}) {
    const { id, article, title } = T.rules[place];
    const document = T.documents[id.slice(0, id.lastIndexOf("-"))];
    return fill(template, { article, title, document, ...more });
  }

  // The summary

  function summary(sought, found, isCut) {
    const firsts = unique(T.ways.map((name) => (found[name].length ? found[name][0] : -1)));
    let agree;
    if (firsts.length === 1 && firsts[0] === -1) agree = words.agree_none;
    else if (firsts.length === 1) {
      agree = fill(words.agree_all, { first: named(firsts[0], words.article) });
    } else agree = fill(words.agree_some, { firsts: firsts.filter((one) => one >= 0).length });
    const marked = sought.filter(S.isMarked).length;
    const say = fill(words.summary, { tokens: sought.length, marked, agree });
    const shown = unique(Array.from({ length: T.HITS }, (_, rank) => at(rank, found)).flat());
    const rows = shown.map((place) => [named(place, words.article), ...ranks(place, found)]);
    const columns = rows.length ? words.columns : [];
    const findings = [bare(sought, marked), merged(sought), unknown(sought)];
    if (isCut) findings.push(finding("note", words.cut_title, fill(words.cut, { limit: T.LIMIT })));
    return section("summary", words.summary_title, say,
      { columns, rows, findings: findings.filter(Boolean) });
  }

  const at = (rank, found) => T.ways.filter((name) => rank < found[name].length)
    .map((name) => found[name][rank]);

  const ranks = (place, found) => T.ways.map((name) => {
    const rank = found[name].slice(0, T.FURTHEST).indexOf(place);
    return rank < 0 ? words.nothing : String(rank + 1);
  });

  const holders = (name, token) => (S.index[name].gains.get(token) || []).length;

  function bare(sought, marked) {
    if (marked || sought.length < 2) return null;
    const found = sought.filter((token) => holders("written", token) > 0).length;
    if (!sought.some((token) => holders("stripped", token))) return null;
    const key = found === sought.length ? "bare_luck" : "bare";
    return finding("warning", words.bare_title, fill(words[key], { found, total: sought.length }));
  }

  function merged(sought) {
    let most = null;
    let others = [];
    for (const token of unique(sought).filter(S.isMarked)) {
      const own = forms(token).filter((one) => one !== token);
      if (own.length > others.length) [most, others] = [token, own];
    }
    if (most === null) return null;
    const say = fill(words.merged, { token: most });
    return finding("note", words.merged_title, say, listed(others));
  }

  const forms = (token) => formsByKey.get(S.unaccented(token)) || [];

  const listed = (found) =>
    found.slice(0, T.FORMS).join(", ") + (found.length > T.FORMS ? ", …" : "");

  function unknown(sought) {
    const found = unique(sought).filter((token) => !forms(token).length);
    if (!found.length) return null;
    return finding("note", words.unknown_title, words.unknown, listed(found));
  }

  // What each way finds

  function way(name, sought, places, alike) {
    let count;
    if (!places.length) count = words.count_none;
    else if (name === "meaning") {
      count = fill(words.count_meaning, { count: places.length, like: T.LIKE });
    } else count = fill(words.count, { count: places.length, total: T.rules.length });
    const lines = places.slice(0, T.HITS).map((place, i) =>
      hit(name, i + 1, place, sought, alike[place]));
    const findings = [];
    if (name === "meaning" && places.length && !shares(places[0], sought)) {
      findings.push(finding("note", words.no_words_title, words.no_words));
    }
    if (name === T.ways[0]) {
      lines.push(line(words.legend_title, words.legend.map((one) => piece(...one))));
    }
    const say = fill(words.way_texts[name], { count });
    return section(`way_${name}`, words.ways[name], say, { lines, findings });
  }

  function hit(name, rank, place, sought, [likeness, best]) {
    const { clauses } = T.rules[place];
    if (name === "meaning") {
      const label = named(place, words.hit_like, { rank, likeness: S.percent(likeness) });
      return line(label, pieces(name, clauses[best], sought));
    }
    const clause = bestClause(name, clauses, sought);
    return line(named(place, words.hit, { rank }), pieces(name, clause, sought));
  }

  function bestClause(name, clauses, sought) {
    const found = clauses.map((clause) => matches(name, clause, sought));
    return clauses[found.indexOf(Math.max(...found))];
  }

  function matches(name, clause, sought) {
    const own = new Set(S.tokens(clause));
    const stripped = new Set(S.bareTokens(clause));
    return unique(sought).filter((token) => own.has(token) ||
      (forgives(name, token) && stripped.has(S.unaccented(token)))).length;
  }

  const forgives = (name, token) =>
    name === "stripped" || (name === "forgiving" && !S.isMarked(token));

  function pieces(name, clause, sought) {
    const found = [];
    let at = 0;
    const asWritten = new Set(sought);
    const loose = new Set(sought.filter((token) => forgives(name, token)).map(S.unaccented));
    for (const { 0: word, 1: letters, index } of clause.matchAll(S.words)) {
      const token = letters.toLowerCase();
      let kind = asWritten.has(token) ? "likely" : "";
      if (!kind && loose.has(S.unaccented(token))) kind = "unsure";
      if (!kind) continue;
      found.push(...plain(clause.slice(at, index)), piece(word, kind));
      at = index + word.length;
    }
    return [...found, ...plain(clause.slice(at))];
  }

  function plain(text) {
    const all = text.split(" ").filter(Boolean);
    const starts = all.map((_, i) => i).filter((i) => i % T.RUN === 0);
    return starts.map((i) => piece(all.slice(i, i + T.RUN).join(" ")));
  }

  function shares(place, sought) {
    const { title, clauses } = T.rules[place];
    const own = new Set(S.bareTokens([title, ...clauses].join(" ")));
    return sought.some((token) => own.has(S.unaccented(token)));
  }

  // Syllable by syllable, and how far to trust all this

  function syllables(sought) {
    const rows = unique(sought).slice(0, T.SYLLABLES).map((token) => [
      token,
      holders("written", token),
      holders("stripped", S.unaccented(token)),
      listed(forms(token)) || words.nothing,
    ]);
    return section("syllables", words.syllables_title, words.syllables,
      { columns: words.syllables_columns, rows });
  }

  function notes() {
    const rows = T.ways.map((name) => [words.ways[name],
      ...T.measured[name].map((thousandths) => fill(words.share, { thousandths }))]);
    const findings = [
      finding("note", words.silence_title, fill(words.silence, T.alike)),
      finding("note", words.same_title, words.same),
      finding("note", words.fiction_title, words.fiction),
    ];
    const say = fill(words.notes, { questions: T.QUESTIONS, total: T.rules.length });
    return section("notes", words.notes_title, say,
      { columns: words.notes_columns, rows, findings });
  }

  A.register(MODULE, view);
})();
