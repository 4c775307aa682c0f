// playground_ways.py in plain JavaScript, with what it leans on: aulac/models/search/matching.py,
// aulac/models/words/units.py, the tokenizer and the sentence vectors. Double precision and the
// same order of sums, so that both agree to the last digit. What is a letter or a digit are
// Python's own ranges (classes), so that the age of a browser makes no difference.
(() => {
  const A = window.aulacPlayground;
  const [WRITTEN, BARE, TYPED_BARE] = [0, 1, 2];
  const LETTERS = { "\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ" };

  const comparisonKey = (text) =>
    A.stored(text.replace(/[\u00d0\u00f0\u0189\u0256]/g, (c) => LETTERS[c]));

  // aulac/text.py

  function unaccenter({ mark }) {
    const marks = new RegExp(`[${mark}]+`, "gu");
    const cache = new Map();
    return (text) => {
      if (!cache.has(text)) {
        const bare = A.nfd(text).replace(marks, "");
        const d = bare.replace(/[Đ\u00d0\u0189]/g, "D").replace(/[đ\u00f0\u0256]/g, "d");
        cache.set(text, A.nfc(d));
      }
      return cache.get(text);
    };
  }

  // aulac/models/words/units.py: where units stand, and their keys; marks are left out

  function syllableReader({ w, d, digit, blank }) {
    const sign = "[\\u0300-\\u036f]";
    const W = `(?:[${w}]|${sign})`;
    const RUN = `(?:[${w}]+|${sign}+)+`;
    const SHORT = "(?:[A-ZĐ]|T[Pp]|tp|P?GS|T[hH]?S|BS|KS|[qp])";
    const EMOJI = "[\\u2600-\\u27bf\\u{1f300}-\\u{1faff}]";
    const UNIT = new RegExp([
      `(?:https?:\\/\\/|www\\.)[^${blank}<>"]*[${w}_\\/]`,
      `[${w}_\\-]{1,63}(?:\\.[${w}_\\-]{1,63}){0,3}\\.(?:com|edu|gov|io|net|org|vn)(?!${W})`,
      `[${w}_.+\\-]{1,64}@[${w}_\\-]{1,63}(?:\\.[${w}_\\-]{1,63})+`,
      `[@#]${W}[${w}_\\u0300-\\u036f]*`,
      `(?:[A-ZĐ]\\.){2,}(?!${W})`,
      `${SHORT}\\.(?= {1,2}[A-ZĐÂƯÔ${d}])`,
      `(?:${SHORT}\\.(?=${W}))*${RUN}` +
        `(?:(?:[.,:\\/](?<=[${d}].)(?=[${d}])|[\\-'’](?=${W}))${RUN})*(?:(?<=[${d}])[%°])?`,
      `[:;=]['\\-]?(?:[()]+|[DPpvV3](?!${W}))|<3+|\\^[_.]?\\^+`,
      `${EMOJI}(?:[\\ufe0f\\u20e3\\u{1f3fb}-\\u{1f3ff}]|\\u200d${EMOJI})*`,
      "[\\u{1f1e6}-\\u{1f1ff}]{2}",
      `(?<mark>[^${w}_${blank}]|_|\\n)\\k<mark>*`,
    ].join("|"), "gu");
    const word = new RegExp(`^[@#]?${W}`, "u");
    const digits = new RegExp(`^[${digit}]+$`, "u");
    const number = new RegExp(`^[${digit}]`, "u");

    function key(unit) {
      const own = comparisonKey(unit);
      if (!number.test(own)) return own.toLowerCase();
      return digits.test(own) ? `#${Math.min(A.size(own), 9)}` : "#";
    }

    return (text) => {
      const found = [];
      UNIT.lastIndex = 0;
      for (let match; (match = UNIT.exec(text));) {
        if (word.test(match[0])) found.push(key(match[0]));
      }
      return found;
    };
  }

  // aulac/models/tokens: byte-level BPE

  function tokenizer(bytes, { letter, number }) {
    const { vocab, merges } = JSON.parse(new TextDecoder().decode(bytes)).model;
    const ids = new Map(Object.entries(vocab));
    const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
    const printed = [];
    for (let byte = 0, others = 256; byte < 256; byte++) {
      const isPrinted = (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
      printed.push(String.fromCodePoint(isPrinted ? byte : others++));
    }
    const PART = new RegExp(`[^\\r\\n${letter}${number}]?[${letter}]+| ?[${number}]+|` +
      ` ?[^ ${letter}${number}]+| +`, "gu");
    const cache = new Map();

    function merged(part) {
      const pieces = Array.from(new TextEncoder().encode(part), (byte) => printed[byte]);
      for (;;) {
        let [best, at] = [Infinity, -1];
        for (let i = 0; i + 1 < pieces.length; i++) {
          const rank = ranks.get(`${pieces[i]} ${pieces[i + 1]}`);
          if (rank < best) [best, at] = [rank, i];
        }
        if (at < 0) return pieces.map((piece) => ids.get(piece));
        pieces.splice(at, 2, pieces[at] + pieces[at + 1]);
      }
    }

    return (text) => (text.match(PART) || []).flatMap((part) => {
      if (!cache.has(part)) cache.set(part, merged(part));
      return cache.get(part);
    });
  }

  // playground_ways.py

  function count(values) {
    const found = new Map();
    for (const each of values) found.set(each, (found.get(each) || 0) + 1);
    return found;
  }

  function counted(texts, split, rarities, { K1, B }) {
    const counts = texts.map((text) => count(split(text)));
    const lengths = counts.map((each) => [...each.values()].reduce((a, b) => a + b, 0));
    const mean = lengths.reduce((a, b) => a + b, 0) / lengths.length;
    const gains = new Map();
    counts.forEach((each, place) => {
      const heldBack = K1 * (1 - B + B * (lengths[place] / mean));
      for (const [term, times] of each) {
        if (!gains.has(term)) gains.set(term, []);
        gains.get(term).push([place, times / (times + heldBack)]);
      }
    });

    function scores(sought) {
      const found = texts.map(() => 0);
      for (const [term, weight] of sought) {
        const held = gains.get(term) || [];
        for (const [place, gain] of held) found[place] += weight * (gain * rarities[held.length]);
      }
      return found;
    }

    return { gains, scores };
  }

  A.ruleSearch = (tables, asset) => {
    const { rules, classes, limits, ways } = tables;
    const { PAIR, MARKED, FORGIVEN, UNLIKELY, LIKE } = limits;
    const unaccented = unaccenter(classes);
    const syllables = syllableReader(classes);
    const encode = tokenizer(asset("tokenizer"), classes);
    const vectors = new Int8Array(asset("vectors").buffer);
    const scales = new Float32Array(asset("scales").buffer);
    const size = vectors.length / scales.length;
    const runs = new RegExp(`[${classes.w}_]+`, "gu");
    const words = new RegExp(`([${classes.w}_]+)[^${classes.w}_${classes.blank}]*`, "gu");

    const isMarked = (key) => key !== unaccented(key);
    const tokens = (text) => comparisonKey(text).toLowerCase().match(runs) || [];
    const bareTokens = (text) => tokens(text).map(unaccented);
    const pairs = (keys) => keys.slice(1).map((key, i) => `${keys[i]} ${key}`);

    function terms(text) {
      const keys = syllables(text);
      const kind = keys.some(isMarked) ? WRITTEN : TYPED_BARE;
      return [...keys, ...pairs(keys)].flatMap((key) =>
        [`${kind} ${key}`, `${BARE} ${unaccented(key)}`]);
    }

    function wanted(query) {
      const keys = syllables(query);
      const share = keys.filter(isMarked).length / Math.max(MARKED * keys.length, 1);
      const trust = Math.min(share, 1) * Math.min(share, 1);
      const loose = 1 - trust * (1 - FORGIVEN);
      const single = keys.map((key) => (isMarked(key)
        ? { key, forms: [[key, 1]], bare: 0 } : { key, forms: [[key, 1 - loose]], bare: loose }));
      const double = single.slice(1).map((second, i) => both(single[i], second));
      const found = new Map();
      const add = (term, weight) => found.set(term, (found.get(term) || 0) + weight);
      for (const [weight, several] of [[1, single], [PAIR, double]]) {
        for (const { key, forms, bare } of several) {
          for (const [form, part] of forms) add(`${WRITTEN} ${form}`, weight * part);
          const kind = bare ? BARE : TYPED_BARE;
          add(`${kind} ${unaccented(key)}`, weight * (bare || 1));
        }
      }
      return found;
    }

    function both(first, second) {
      const [[one, share]] = first.forms;
      const [[other, part]] = second.forms;
      const forms = share * part > UNLIKELY ? [[`${one} ${other}`, share * part]] : [];
      return { key: `${first.key} ${second.key}`, forms, bare: Math.min(first.bare, second.bare) };
    }

    const linesOf = (rule) => [rule.title, ...rule.clauses.map((one) => `${rule.title} ${one}`)];
    const wholes = rules.map((rule) => [rule.title, ...rule.clauses].join("\n"));
    const lines = rules.flatMap(linesOf);
    const [ofWholes, ofLines] = tables.rarities;
    const index = {
      written: counted(wholes, tokens, ofWholes, limits),
      stripped: counted(wholes, bareTokens, ofWholes, limits),
      forgiving: counted(wholes, terms, ofWholes, limits),
      lines: counted(lines, terms, ofLines, limits),
    };

    function bestOf(scores, sizes) {
      let start = 0;
      return sizes.map((size) => {
        const own = scores.slice(start, start + size);
        start += size;
        const best = own.reduce((a, b) => Math.max(a, b));
        return [best, own.indexOf(best)];
      });
    }

    function forgiving(query) {
      const sought = wanted(query);
      const sizes = rules.map((rule) => linesOf(rule).length);
      const best = bestOf(index.lines.scores(sought), sizes);
      return index.forgiving.scores(sought).map((score, i) => score + best[i][0]);
    }

    function vector(text) {
      const found = new Float64Array(size);
      const times = [...count(encode(A.stored(text)))].sort(([a], [b]) => a - b);
      for (const [token, often] of times) {
        const weight = often * scales[token];
        for (let i = 0; i < size; i++) found[i] += weight * vectors[token * size + i];
      }
      const length = Math.sqrt(dot(found, found));
      return length ? found.map((number) => number / length) : found;
    }

    function dot(one, other) {
      let sum = 0;
      for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
      return sum;
    }

    const clauseVectors = rules.flatMap((rule) => linesOf(rule).slice(1).map(vector));

    function likenesses(query) {
      const sought = vector(query);
      const sizes = rules.map(({ clauses }) => clauses.length);
      return bestOf(clauseVectors.map((one) => dot(one, sought)), sizes);
    }

    const percent = (likeness) => Math.floor(100 * likeness + 0.5);

    function ranked(query) {
      const scores = {
        written: index.written.scores(count(tokens(query))),
        stripped: index.stripped.scores(count(bareTokens(query))),
        forgiving: forgiving(query),
        meaning: likenesses(query).map(([one]) => (percent(one) >= LIKE ? one : 0)),
      };
      const order = (of) => of.map((_, place) => place).filter((place) => of[place] > 0)
        .sort((a, b) => of[b] - of[a]);
      return Object.fromEntries(ways.map((name) => [name, order(scores[name])]));
    }

    return { tokens, bareTokens, unaccented, isMarked, index, likenesses, percent, ranked, words };
  };
})();
