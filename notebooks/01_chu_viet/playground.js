// What playground.py and its companions compute, in the page: the same functions, the same order.
// Python hands over every table, pattern and sentence (T); tests hold the results equal.
(() => {
  const { section, finding, fill, codePoints, size, first, nfc, nfd, stored, otherToneStyle } =
    window.aulacPlayground;
  let T;
  let words; // of the language asked for
  let RE; // patterns, compiled once

  const count = (items, test) => [...items].filter(test).length;
  const isMark = (c) => c >= "\u0300" && c <= "\u036f";
  const utf8 = (text) => new TextEncoder().encode(text).length;
  const utf16 = (text) => text.length * 2;

  function prepare(tables) {
    if (T === tables) return;
    T = tables;
    Object.assign(T, T.limits);
    RE = {};
    for (const [name, pattern] of Object.entries(T.patterns)) RE[name] = new RegExp(pattern, "gu");
    RE.syllable = new RegExp(`^(?:${T.patterns.syllable})$`, "u");
    RE.two_styles = new RegExp(T.patterns.two_styles, "iu");
    RE.old = {};
    for (const [name, table] of Object.entries(T.legacy)) RE.old[name] = longestFirst(table);
    T.bytes = new Map();
    for (let byte = 128; byte < 256; byte++) T.bytes.set(String.fromCharCode(byte), byte);
    [...T.cp1252].forEach((letter, i) => T.bytes.set(letter, 128 + i));
    RE.run = new RegExp(`[${[...T.bytes.keys()].join("")}]{2,}`, "gu");
    T.names = [...Object.keys(T.legacy), "UTF-8"];
  }

  const has = (pattern, text) => text.search(pattern) >= 0;

  function view(text, lang, tables) {
    prepare(tables);
    words = T.words[lang];
    text = clean(text);
    if (!text) return [section("empty", words.empty_title, words.empty)];
    const cut = first(text, T.LIMIT);
    const isCut = cut !== text;
    text = cut;
    const decomposed = nfd(text);
    const forms = [text, nfc(decomposed), decomposed];
    const verdict = guess(text);
    const rescued = verdict.name ? rescue(text, verdict.name) : "";
    return [
      summary(forms, isCut, verdict),
      points(text),
      styles(rescued || text, rescued !== ""),
      legacy(text, rescued, verdict),
      breaks(forms),
    ];
  }

  const clean = (text) => text.replace(/[\ud800-\udfff]/gu, "\ufffd");

  // (a) summary

  function summary(forms, isCut, verdict) {
    const form = unicodeForm(...forms);
    const found = forms[0].match(RE.word) || [];
    const good = count(found, isSyllable);
    let say = fill(words.summary, { form: words[form], words: found.length, good });
    if (verdict.name) say += " " + fill(words.suspect, { name: words.encodings[verdict.name] });
    const level = form === "NFC" || form === "both" ? "ok" : "warning";
    const findings = [finding(level, words.form_title, words["form_" + form])];
    if (isCut) findings.push(finding("note", words.cut_title, fill(words.cut, { limit: T.LIMIT })));
    const rows = [
      [words.letters, ...forms.map((s) => count(s, (c) => !isMark(c)))],
      [words.points, ...forms.map(size)],
      [words.utf8, ...forms.map(utf8)],
      [words.utf16, ...forms.map(utf16)],
    ];
    const copy = level === "warning" ? { label: words.copy_nfc, text: forms[1] } : null;
    const columns = words.summary_columns;
    return section("summary", words.summary_title, say, { columns, rows, findings, copy });
  }

  function unicodeForm(text, composed, decomposed) {
    if (text === composed) return text === decomposed ? "both" : "NFC";
    return text === decomposed ? "NFD" : "neither";
  }

  // (b) code points

  function points(text) {
    const all = codePoints(text);
    const shown = all.slice(0, T.SHOWN);
    const say = fill(words.points_text, { total: all.length, shown: shown.length });
    const rows = shown.map((c) => [standIn(c), codeOf(c), bytesOf(c), describe(c)]);
    return section("points", words.points_title, say, { columns: words.points_columns, rows });
  }

  const hex = (number, width) => number.toString(16).toUpperCase().padStart(width, "0");
  const codeOf = (c) => "U+" + hex(c.codePointAt(0), 4);
  const bytesOf = (c) => [...new TextEncoder().encode(c)].map((byte) => hex(byte, 2)).join(" ");

  function kind(c) {
    const code = c.codePointAt(0);
    return T.kinds.find(([low, high]) => low <= code && code <= high);
  }

  function standIn(c) {
    const sign = kind(c)[2];
    return sign === "◌" ? sign + c : sign || c;
  }

  function describe(c) {
    if (T.marks.includes(c)) return words.marks[c][1];
    if (!T.small.includes(c) && !T.capitals.includes(c)) return words.kinds[kind(c)[3]];
    const [base, ...rest] = nfd(c);
    const own = codePoints(T.marks).filter((mark) => rest.includes(mark));
    const marks = own.map((mark) => words.marks[mark][0]);
    const name = fill(T.capitals.includes(c) ? words.capital : words.letter, { base });
    return name + (marks.length ? words.with + marks.join(words.and) : "");
  }

  // (c) tone style

  function styles(text, repaired) {
    const counts = tally((text.match(RE.word) || []).map(nfc));
    const found = [];
    for (const [word, times] of counts) {
      const both = twoStyles(word);
      if (both) found.push([word, ...both, times]);
    }
    if (!found.length) return section("styles", words.styles_title, words.styles_none);
    let say = fill(words.styles_text, { count: found.length });
    if (repaired) say += " " + words.styles_repaired;
    const rows = found.slice(0, T.WORDS_SHOWN)
      .map(([word, style, other, times]) => [word, words[style], other, times]);
    const used = found.map(([, style]) => style);
    const mixture = used.includes("old") && used.includes("new") ? "mixed" : used[0];
    const level = { old: "ok", new: "note", mixed: "warning" }[mixture];
    const findings = [finding(level, words.styles_finding, words["styles_" + mixture])];
    const copy = mixture === "old" ? null : { label: words.copy_stored, text: stored(text) };
    const columns = words.styles_columns;
    return section("styles", words.styles_title, say, { columns, rows, findings, copy });
  }

  function tally(items) {
    const counts = new Map();
    for (const item of items) counts.set(item, (counts.get(item) || 0) + 1);
    return counts;
  }

  function twoStyles(word) {
    const found = otherToneStyle(word);
    if (found.length) return ["new", found[0][1]];
    const moved = nfd(word).replace(RE.two_styles, "$1$3$2");
    return otherToneStyle(moved).length ? ["old", nfc(moved)] : null;
  }

  // (d) legacy encodings

  function legacy(text, rescued, { name, sure, counts, other }) {
    const title = words.legacy_title;
    if (!name) {
      return section("legacy", title, words.legacy_none, { findings: ambiguity(text, other) });
    }
    const template = sure ? words.legacy_sure : words.legacy_likely;
    const say = fill(template, { name: words.encodings[name] });
    const rows = Object.entries(counts).map(([one, numbers]) => [words.encodings[one], ...numbers]);
    const level = sure ? "ok" : "note";
    const findings = [
      finding(level, words.repair_title, words.repair, excerpt(rescued)),
      finding("note", words.check_title, words.check[name]),
    ];
    const copy = { label: words.copy_repair, text: rescued };
    return section("legacy", title, say, { columns: words.legacy_columns, rows, findings, copy });
  }

  function ambiguity(text, name) {
    if (!name) return [];
    const say = fill(words.ambiguous, { name: words.encodings[name] });
    return [finding("note", words.ambiguous_title, say, excerpt(rescue(text, name)))];
  }

  const excerpt = (text) => (size(text) <= T.VALUE ? text : first(text, T.VALUE) + "…");

  // playground_guess.py

  const escape = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

  function longestFirst(table) {
    const sequences = Object.keys(table).sort((a, b) => size(b) - size(a));
    return new RegExp(sequences.map(escape).join("|"), "gu");
  }

  function isSyllable(word) {
    if (size(word) > T.LONGEST) return false;
    const apart = codePoints(nfd(word.toLowerCase()));
    const tones = apart.filter((c) => T.tones.includes(c));
    const letters = nfc(apart.filter((c) => !T.tones.includes(c)).join(""));
    if (tones.length > 1 || !RE.syllable.test(letters)) return false;
    return !has(RE.stop, letters) || tones[0] === "\u0301" || tones[0] === "\u0323";
  }

  const coreOf = (chunk) => chunk.replace(RE.edges, "");
  const readsWell = (chunk) => coreOf(chunk).split(RE.joints).every(isSyllable);

  function decode(chunk, name) {
    if (name in T.legacy) return chunk.replace(RE.old[name], (found) => T.legacy[name][found]);
    return chunk.replace(RE.run, reread);
  }

  function reread(run) {
    const bytes = Uint8Array.from(run, (letter) => T.bytes.get(letter));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return run;
    }
  }

  function rescueChunk(chunk, name) {
    const whole = decode(chunk, name);
    if (size(chunk) > T.LONGEST || readsWell(whole)) return whole;
    const ending = chunk.search(RE.ending);
    const at = ending < 0 ? chunk.length : ending;
    const shorter = decode(chunk.slice(0, at), name) + chunk.slice(at);
    return readsWell(shorter) ? shorter : whole;
  }

  const rescue = (text, name) => text.replace(RE.chunk, (chunk) => rescueChunk(chunk, name));

  function weigh(chunks, name) {
    const changed = { gained: [], lost: [], kept: [] };
    for (const chunk of chunks) {
      const now = rescueChunk(chunk, name);
      const core = coreOf(chunk);
      if (now === chunk) continue;
      if (!readsWell(now)) changed.lost.push(core);
      else if (has(RE.telling, core)) changed[readsWell(chunk) ? "kept" : "gained"].push(core);
    }
    return changed;
  }

  function isLikely({ gained, lost }, total) {
    const isLong = gained.some((core) => size(core) > 2);
    return isLong && gained.length > 2 * lost.length && (gained.length > 1 || total <= 2);
  }

  function guess(text) {
    const chunks = [...new Set(text.match(RE.chunk))].filter((c) => size(c) <= T.LONGEST);
    const names = has(RE.unicode, text) ? T.names.slice(-1) : T.names;
    const changes = {};
    const counts = {};
    for (const name of names) {
      changes[name] = weigh(chunks, name);
      counts[name] = [changes[name].gained.length, changes[name].lost.length];
    }
    const gain = (name) => counts[name][0] - counts[name][1];
    const best = names.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    const found = isLikely(changes[best], chunks.length);
    const [gained, lost] = counts[best];
    const isOther = (name) => changes[name].kept.length && !counts[name].some(Boolean);
    const other = names.find(isOther);
    return {
      name: found ? best : "",
      sure: gained >= 5 && gained > 9 * lost,
      counts,
      other: found || !other ? "" : other,
    };
  }

  // (e) what breaks where

  function breaks(forms) {
    const [text, , decomposed] = forms;
    const whole = text.split("\n").map(trim).find((line) => line) || "";
    const line = first(whole, T.LINE);
    const findings = [
      compare(line),
      length(line),
      strip(line),
      encode(line),
      misread(line),
      sms(text, withoutMarks(decomposed)),
      fileName(whole),
      hidden(text),
      falseD(line, text),
    ];
    return section("breaks", words.breaks_title, words.breaks_text, { findings });
  }

  function trim(line) {
    let [start, end] = [0, line.length];
    while (start < end && " \t\r".includes(line[start])) start++;
    while (start < end && " \t\r".includes(line[end - 1])) end--;
    return line.slice(start, end);
  }

  function compare(line) {
    const [title, composed, decomposed] = [words.compare_title, nfc(line), nfd(line)];
    const now = size(line);
    if (line !== composed) {
      return finding("warning", title, fill(words.compare_warning, { now, other: size(composed) }));
    }
    if (line === decomposed) return finding("ok", title, words.compare_ok);
    return finding("note", title, fill(words.compare_note, { now, other: size(decomposed) }));
  }

  function length(line) {
    const [width, decomposed] = [size(nfc(line)), nfd(line)];
    if (size(decomposed) <= width) return finding("ok", words.length_title, words.length_ok);
    const level = size(line) > width ? "warning" : "note";
    const say = fill(words.length, { width });
    return finding(level, words.length_title, say, first(decomposed, width));
  }

  const replaceAll = (text, table) => codePoints(text).map((c) => table[c] ?? c).join("");
  const withoutMarks = (decomposed) => decomposed.replace(/[\u0300-\u036f]/g, "");
  const withoutStrokes = (text) => replaceAll(text, T.strokes);

  function strip(line) {
    const [title, stripped] = [words.strip_title, withoutMarks(nfd(line))];
    const good = withoutStrokes(stripped);
    if (good !== stripped) {
      const say = fill(words.strip_warning, { left: count(stripped, (c) => c in T.strokes) });
      return finding("warning", title, say, stripped + "\n" + good);
    }
    if (good === nfd(line)) return finding("ok", title, words.strip_ok);
    return finding("note", title, words.strip_note, good);
  }

  function encode(line) {
    const title = words.encode_title;
    const keep = (test) => codePoints(line).map((c) => (c < "\x80" || test(c) ? c : "?")).join("");
    const windows = keep((c) => T.cp1258.includes(c));
    const ascii = keep(() => false);
    if (ascii === line) return finding("ok", title, words.encode_ok);
    const lost = (kept) => count(codePoints(line).map((c, i) => c !== kept[i]), Boolean);
    const [fromWindows, fromAscii] = [lost(codePoints(windows)), lost(codePoints(ascii))];
    const say = fill(words.encode_lost, { windows: fromWindows, ascii: fromAscii });
    const level = fromWindows ? "warning" : "note";
    return finding(level, title, say, `windows-1258: ${windows}\nASCII: ${ascii}`);
  }

  function misread(line) {
    const title = words.misread_title;
    const letter = (byte) => (byte < 128 ? String.fromCharCode(byte) : T.cp1252[byte - 128]);
    const seen = Array.from(new TextEncoder().encode(line), letter).join("");
    if (seen === line) return finding("ok", title, words.misread_ok);
    const safe = seen.replace(/[\x80-\x9f]/g, "\ufffd");
    const level = safe === seen ? "note" : "warning";
    return finding(level, title, words["misread_" + level], safe);
  }

  function sms(text, stripped) {
    const [title, number] = [words.sms_title, messages(text)];
    if (isGsm(text)) return finding("ok", title, fill(words.sms_ok, { count: number }));
    const bare = messages(withoutStrokes(stripped));
    return finding("note", title, fill(words.sms_note, { count: number, bare }));
  }

  const isGsm = (text) => codePoints(text).every((c) => T.gsm.some((part) => part.includes(c)));

  function messages(text) {
    const twice = count(text, (c) => T.gsm[1].includes(c));
    const [total, alone, inParts] = isGsm(text)
      ? [text.length + twice, 160, 153]
      : [text.length, 70, 67];
    return total <= alone ? 1 : Math.ceil(total / inParts);
  }

  function fileName(line) {
    const [now, composed, decomposed] = [line, nfc(line), nfd(line)].map(utf8);
    const say = fill(words.file, { now, nfc: composed, nfd: decomposed });
    const level = now > T.FILE_NAME ? "warning" : decomposed > T.FILE_NAME ? "note" : "ok";
    return finding(level, words.file_title, say);
  }

  function hidden(text) {
    const rows = [...tally(text)]
      .filter(([c]) => T.hidden.includes(kind(c)[3]))
      .map(([c, times]) => `${standIn(c)} ${codeOf(c)} × ${times}: ${describe(c)}`);
    if (!rows.length) return finding("ok", words.hidden_title, words.hidden_ok);
    const value = rows.slice(0, T.WORDS_SHOWN).join("\n");
    return finding("warning", words.hidden_title, words.hidden_warning, value);
  }

  function falseD(line, text) {
    const number = count(text, (c) => c in T.true_d);
    if (!number) return finding("ok", words.eth_title, words.eth_ok);
    const small = line.replaceAll("\u00d0", "\u00f0").replaceAll("\u0189", "\u0256");
    const good = replaceAll(line, T.true_d);
    const say = fill(words.eth_warning, { count: number });
    return finding("warning", words.eth_title, say, small + "\n" + good);
  }

  window.aulacPlayground.register("01_chu_viet", view);
})();
