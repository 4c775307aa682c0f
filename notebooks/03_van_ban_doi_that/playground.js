// What playground.py computes, in the page: the same functions, the same order. Python hands over
// every table and sentence (T), playground_restorer.js holds the model; tests hold both views equal.
(() => {
  const A = window.aulacPlayground;
  const { section, finding, line, piece, fill, codePoints, size, first, nfc } = A;
  const MODULE = "03_van_ban_doi_that";
  let T;
  let words; // of the language asked for
  let restorer;

  function prepare(tables) {
    if (T === tables) return;
    T = tables;
    Object.assign(T, T.limits);
    restorer = new A.Restorer((name) => A.asset(MODULE, name), T.restorer);
  }

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    text = text.replace(/[\ud800-\udfff]/gu, "\ufffd");
    const cut = first(text, T.LIMIT);
    const items = restorer.read(cut).map(item);
    if (!items.length) return [section("empty", words.empty_title, words.empty)];
    return [
      restored(answerOf(cut, items), items, cut !== text),
      doubts(items),
      asking(items),
      untouched(items),
      advice(cut, items),
    ].filter(Boolean);
  }

  // Reading

  function answerOf(text, items) {
    let [answer, done] = ["", 0];
    for (const { token, text: own } of items) {
      answer += text.slice(done, token.start) + own;
      done = token.end;
    }
    return answer + text.slice(done);
  }

  function item(token) {
    const { written, forms } = token;
    if (!forms || (forms.length === 1 && forms[0][0] === written)) {
      return { token, written, kind: kindOf(token), text: written, share: 0, others: [] };
    }
    const top = forms.length > 1 ? 99 : 100; // never quite certain
    const rounded = (share) => Math.min(Math.floor(share * 100 + 0.5), top);
    const shares = forms.map(([form, share]) => [form, rounded(share)]);
    const others = shares.slice(1, 1 + T.OTHERS).filter(([, share]) => share);
    return { token, written, kind: "decided", text: shares[0][0], share: shares[0][1], others };
  }

  function kindOf({ form, key, written, isWord, case: letters }) {
    const { special, cases } = T.restorer;
    if (form === special.number) return "number";
    if (form === special.code) return /[@#/.]/.test(written) ? "address" : "code";
    if (form === special.start) return "line";
    if (!isWord) return "sign";
    if (form !== key && /^[\x00-\x7f]*$/.test(key)) return "marked";
    return letters === cases[0] ? "other" : "name";
  }

  const decided = (items) => items.filter(({ kind }) => kind === "decided");
  const percent = (number) => `${number}\u00a0%`; // no line is broken between them
  const unique = (texts) => [...new Set(texts)];
  const rowsOf = (texts) => texts.slice(0, T.ROWS);

  // (a) the text with its marks

  function restored(answer, items, isCut) {
    const title = words.restored_title;
    const cut = finding("note", words.cut_title, fill(words.cut, { limit: T.LIMIT }));
    const shown = { findings: isCut ? [cut] : [], lines: lines(items) };
    if (!decided(items).length) return section("restored", title, words.nothing, shown);
    const short = size(answer) <= T.VALUE ? answer : first(answer, T.VALUE) + "…";
    const text = short.replaceAll("\n", " ");
    const copy = { label: words.copy, text: answer };
    return section("restored", title, fill(words.restored, { text }), { ...shown, copy });
  }

  function lines(items) {
    const rows = byLine(items);
    const label = (number) => (rows.length > 1 ? fill(words.line, { number }) : words.one_line);
    const shown = rows.map((row, i) => line(label(i + 1), pieces(row)));
    return [...shown, line(words.legend_title, words.legend.map((one) => piece(...one)))];
  }

  function byLine(items) {
    const rows = [[]];
    for (const one of items) {
      if (one.kind === "line") rows.push([]);
      else rows[rows.length - 1].push(one);
    }
    return rows.filter((row) => row.length);
  }

  // A line's pieces; signs that touch are one.

  function pieces(row) {
    const found = [];
    let end = null;
    for (const one of row) {
      const isSign = one.kind === "sign";
      if (isSign && end === one.token.start) found[found.length - 1].text += one.text;
      else found.push(piece(one.text, look(one), note(one)));
      end = isSign ? one.token.end : null;
    }
    return found;
  }

  function look({ kind, share }) {
    if (kind !== "decided") return "left";
    return share >= T.SURE ? "sure" : share >= T.LIKELY ? "likely" : "unsure";
  }

  const note = ({ kind, share }) => (kind === "decided" ? percent(share) : words.notes[kind] ?? "");

  // (b) where it is in doubt

  function doubts(items) {
    const every = decided(items);
    const unsure = every.filter(({ share }) => share < T.SURE);
    const key = unsure.length ? "doubts" : every.length ? "doubts_none" : "nothing";
    const say = fill(words[key], { total: every.length, unsure: unsure.length, mark: T.SURE });
    const rows = rowsOf(unsure).map(({ written, text, share, others }) =>
      [written, listed([[text, share]]), listed(others)]);
    const columns = rows.length ? words.doubts_columns : [];
    return section("doubts", words.doubts_title, say, { columns, rows });
  }

  const listed = (forms) => forms.map(([form, share]) => `${form} ${percent(share)}`).join(", ");

  // (c) to answer or to ask

  function asking(items) {
    const shares = decided(items).map(({ share }) => share);
    if (!shares.length) return null;
    const rows = T.measured.map(([mark, answered, right]) => {
      const own = shares.filter((share) => share >= mark).length;
      const label = fill(mark ? words.asking_from : words.asking_all, { mark });
      return [label, own, shares.length - own, percent(answered), percent(right)];
    });
    const columns = words.asking_columns;
    return section("asking", words.asking_title, words.asking, { columns, rows });
  }

  // (d) what is left alone

  function untouched(items) {
    const rows = [];
    for (const reason of T.reasons) {
      const found = items.filter(({ kind }) => kind === reason).map(({ written }) => written);
      if (found.length) {
        rows.push([words.reasons[reason], found.length, rowsOf(unique(found)).join(", ")]);
      }
    }
    const count = rows.reduce((sum, [, number]) => sum + number, 0);
    const columns = rows.length ? words.untouched_columns : [];
    const say = fill(rows.length ? words.untouched : words.untouched_none, { count });
    return section("untouched", words.untouched_title, say, { columns, rows });
  }

  // (e) what to look out for

  function advice(text, items) {
    const found = [
      looseMarks(text),
      alreadyMarked(items),
      names(items),
      readings(items),
      english(items),
      shortForms(items),
      fewWords(items),
      finding("note", words.weaker_title, words.weaker),
    ];
    return section("advice", words.advice_title, words.advice, { findings: found.filter(Boolean) });
  }

  const looseMarks = (text) => text !== nfc(text) && finding("warning", words.nfd_title, words.nfd);

  function alreadyMarked(items) {
    const count = items.filter(({ kind }) => kind === "marked").length;
    if (!count) return null;
    const changed = changes(items);
    const say = fill(changed.length ? words.marked_some : words.marked_all, { count });
    const level = changed.length ? "note" : "ok";
    return finding(level, words.marked_title, say, rowsOf(changed).join(", "));
  }

  const changes = (items) => items.filter(({ text, written }) => text !== written)
    .map(({ text, written }) => `${written} → ${text}`);

  function names(items) {
    const shown = unique(innerCapitals(items).map(({ text, others }) =>
      (others.length ? `${text} (${listed(others)})` : text)));
    if (!shown.length) return null;
    return finding("warning", words.names_title, words.names, rowsOf(shown).join(", "));
  }

  function innerCapitals(items) {
    const { ends, cases } = T.restorer;
    const found = [];
    let opening = true;
    for (const one of items) {
      if (ends.includes(one.token.form)) opening = true;
      else if (one.kind !== "sign") {
        if (!opening && one.kind === "decided" && one.token.case === cases[1]) found.push(one);
        opening = false;
      }
    }
    return found;
  }

  function readings(items) {
    const keys = items.map(({ kind, token }) => (kind === "decided" ? token.key : ""));
    const rows = unique(keys.slice(1).map((key, i) => `${keys[i]} ${key}`))
      .filter((pair) => Object.hasOwn(T.readings, pair))
      .map((pair) => `${pair}: ${T.readings[pair].join(", ")}`);
    return rows.length && finding("note", words.readings_title, words.readings, rows.join("\n"));
  }

  function english(items) {
    const foreign = items.some(({ kind }) => kind === "other" || kind === "name");
    const twins = unique(decided(items).filter(({ token }) => T.english.includes(token.key))
      .map(({ written }) => written));
    if (!foreign || !twins.length) return null;
    return finding("note", words.english_title, words.english, twins.join(", "));
  }

  function shortForms(items) {
    const found = items.filter(({ token }) => T.short_forms.includes(token.key));
    if (!found.length) return null;
    const changed = changes(found);
    const value = unique(changed.length ? changed : found.map(({ written }) => written)).join(", ");
    const say = changed.length ? words.short_changed : words.short;
    return finding("note", words.short_title, say, value);
  }

  function fewWords(items) {
    const count = items.filter(({ token }) => token.isWord).length;
    return count <= T.FEW && decided(items).length && finding("note", words.few_title, words.few);
  }

  A.register(MODULE, view);
})();
