// aulac/models/words in plain JavaScript: units.py, tables.py, network.py and segmenter.py, of one
// text at a time. What is a letter or a digit are Python's own ranges (T.classes), so that the age
// of a browser makes no difference.
(() => {
  const A = window.aulacPlayground;
  const SHAPES = [0, 1, 2, 3, 4, 5];
  const [LOWER, TITLE, UPPER, NUMBER, MIXED, MARK] = SHAPES;
  A.wordShapes = { LOWER, TITLE, UPPER, NUMBER, MARK };
  const [PAD, UNKNOWN] = [0, 1];
  const EDGE = 3;
  const LONGEST = 4;

  // units.py

  function units({ w, d, digit, lower, upper, title, blank }) {
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
    const RE = {
      word: new RegExp(`^[@#]?${W}`, "u"),
      digits: new RegExp(`^[${digit}]+$`, "u"),
      digit: new RegExp(`^[${digit}]`, "u"),
      capital: new RegExp(`^[${upper}]`, "u"),
      lower: new RegExp(`[${lower}]`, "u"),
      upper: new RegExp(`[${upper}]`, "u"),
      title: new RegExp(`[${title}]`, "u"),
    };

    const isLower = (s) => RE.lower.test(s) && !RE.upper.test(s) && !RE.title.test(s);
    const isUpper = (s) => RE.upper.test(s) && !RE.lower.test(s) && !RE.title.test(s);

    function spans(text) { // not matchAll, which copies the pattern at every call
      const found = [];
      UNIT.lastIndex = 0;
      for (let match; (match = UNIT.exec(text));) found.push([match.index, UNIT.lastIndex]);
      return found;
    }

    function keyAndShape(unit) {
      const key = A.stored(unit.replace(/[\u00d0\u0189]/g, "Đ").replace(/[\u00f0\u0256]/g, "đ"));
      const shape = RE.word.test(unit) ? shapeOf(key) : MARK;
      if (shape !== NUMBER) return [key.toLowerCase(), shape];
      return [RE.digits.test(key) ? `#${Math.min(A.size(key), 9)}` : "#", NUMBER];
    }

    function shapeOf(key) {
      if (RE.digit.test(key)) return NUMBER;
      if (isLower(key)) return LOWER;
      if (isUpper(key) && A.size(key) > 1) return UPPER;
      return RE.capital.test(key) ? TITLE : MIXED;
    }

    return { spans, keyAndShape, isUpper };
  }

  // Files: safetensors, with half precision

  const TYPES = { I8: Int8Array, U8: Uint8Array, U16: Uint16Array, F16: Uint16Array,
    I32: Int32Array, F32: Float32Array };

  function readTables(bytes) {
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const tables = {};
    for (const [name, { dtype, shape, data_offsets: [start, end] }] of Object.entries(header)) {
      const own = bytes.slice(8 + length + start, 8 + length + end); // aligned
      const data = new TYPES[dtype](own.buffer);
      tables[name] = { data: dtype === "F16" ? Float32Array.from(data, half) : data, shape };
    }
    return tables;
  }

  function half(bits) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
  }

  // tables.py

  const ONSET = /^(ngh|ng|nh|gh|gi|ch|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(.*)$/su;
  const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

  function partsOf(key) {
    if (!/^\p{L}+$/u.test(key)) return ["", "", ""];
    const marks = A.nfd(key);
    const [, onset, rhyme] = A.nfc(marks.replace(TONE, "")).match(ONSET);
    return [onset || "", "-" + rhyme, (marks.match(TONE) || ["level"]).join("")];
  }

  function load({ vocabulary, words, tables }) {
    const ids = new Map(vocabulary.map((key, id) => [key, id]));
    const rows = [0]; // where the pairs of each first syllable begin
    for (const count of tables.counts.data) rows.push(rows.at(-1) + count);
    const known = new Set();
    for (const word of words) {
      const code = word.split(" ").map((key) => ids.get(key));
      if (code.length <= LONGEST && !code.includes(undefined)) known.add(code.join(" "));
    }

    function pairKind(first, second) {
      if (first <= UNKNOWN || second <= UNKNOWN) return 0;
      let [low, high] = [rows[first], rows[first + 1]];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (tables.seconds.data[middle] < second) low = middle + 1;
        else high = middle;
      }
      const isThere = low < rows[first + 1] && tables.seconds.data[low] === second;
      return isThere ? tables.pair_kinds.data[low] : 0;
    }

    function alike(first, second) {
      const [a, b] = [partsOf(vocabulary[first]), partsOf(vocabulary[second])];
      const same = a.map((part, i) => b[1] !== "" && part === b[i]);
      const onset = same[0] && b[0] !== "";
      return [onset, same[1], onset && same[2], onset && same[1] && same[2]];
    }

    function knownWords(row) {
      const bits = row.map(() => new Array(3 * (LONGEST - 1)).fill(0));
      for (let length = 2; length <= LONGEST; length++) {
        const at = 3 * (length - 2);
        for (let start = 0; start + length <= row.length; start++) {
          const code = row.slice(start, start + length).join(" ");
          if (row[start] <= UNKNOWN || !known.has(code)) continue;
          for (let inside = 1; inside < length; inside++) bits[start + inside][at] = 1;
          bits[start][at + 1] = 1;
          bits[start + length][at + 2] = 1;
        }
      }
      return bits;
    }

    return { ids, pairKind, alike, knownWords };
  }

  // network.py

  function convolve(x, n, weight, bias) {
    const [, inside, outside] = weight.shape;
    const y = new Float64Array(n * outside);
    for (let i = 0; i < n; i++) {
      const sums = y.subarray(i * outside, (i + 1) * outside);
      sums.set(bias.data);
      for (let tap = 0; tap < 3; tap++) {
        const from = i + tap - 1;
        if (from < 0 || from >= n) continue;
        for (let j = 0; j < inside; j++) {
          const value = x[from * inside + j];
          if (!value) continue;
          const start = (tap * inside + j) * outside;
          for (let k = 0; k < outside; k++) sums[k] += value * weight.data[start + k];
        }
      }
    }
    return y;
  }

  function hiddenNumbers(x, n, network) {
    const h = convolve(x, n, network.first, network.first_bias).map((v) => Math.max(v, 0));
    const more = convolve(h, n, network.second, network.second_bias);
    return h.map((v, i) => v + Math.max(more[i], 0));
  }

  // segmenter.py

  A.wordSegmenter = (asset, classes) => {
    const { spans, keyAndShape, isUpper } = units(classes);
    const read = (name) => new TextDecoder().decode(asset(name)).split("\n");
    const [vocabulary, words] = [read("syllables"), read("words")];
    const [tables, network] = ["tables", "network"].map((name) => readTables(asset(name)));
    const { ids, pairKind, alike, knownWords } = load({ vocabulary, words, tables });
    const [scale] = tables.scale.data;
    const dimensions = tables.embeddings.shape[1];
    const kindSize = tables.kinds.shape[1];
    const [ownCount, ownSize] = network.own.shape;
    const own = new Map();
    for (let i = 0; i < ownCount; i++) {
      own.set(network.own_ids.data[i], network.own.data.subarray(i * ownSize, (i + 1) * ownSize));
    }
    const none = new Float32Array(ownSize);

    // The row of a text: the id and the shape of each unit; all capitals tell no more than none.
    function encode(keys, isShouted) {
      const edge = new Array(EDGE).fill([PAD, MARK]);
      const row = keys.map(([key, shape]) => [
        ids.get(key) ?? UNKNOWN,
        isShouted && (shape === TITLE || shape === UPPER) ? LOWER : shape,
      ]);
      const all = [...edge, ...row, ...edge];
      return [all.map(([id]) => id), all.map(([, shape]) => shape)];
    }

    function numbers(row, shapes) {
      const bits = knownWords(row);
      return row.flatMap((id, i) => [
        ...Array.from(tables.embeddings.data.subarray(id * dimensions, (id + 1) * dimensions),
          (value) => Math.fround(value * scale)),
        ...(own.get(id) || none),
        ...SHAPES.map((shape) => Number(shapes[i] === shape)),
        ...kindOf(i ? pairKind(row[i - 1], id) : 0),
        ...(i ? alike(row[i - 1], id).map(Number) : [0, 0, 0, 0]),
        ...bits[i],
      ]);
    }

    const kindOf = (kind) => tables.kinds.data.subarray(kind * kindSize, (kind + 1) * kindSize);

    // Whether a word begins at each unit.
    function begins(keys, isShouted) {
      const [row, shapes] = encode(keys, isShouted);
      const hidden = hiddenNumbers(numbers(row, shapes), row.length, network);
      const { data, shape: [, size, choices] } = network.last;
      const score = (place, side, choice) => {
        let sum = 0;
        for (let j = 0; j < size; j++) {
          sum += hidden[place * size + j] * data[(side * size + j) * choices + choice];
        }
        return sum;
      };
      return keys.map((_, i) => {
        const place = i + EDGE;
        if (shapes[place] === MARK || shapes[place - 1] === MARK) return true;
        const [join, part] = [0, 1].map((choice) =>
          score(place - 1, 0, choice) + score(place, 1, choice) + network.last_bias.data[choice]);
        return part > join;
      });
    }

    // Where words stand, in UTF-16 units.
    function segment(text) {
      const found = spans(text);
      const pieces = found.map(([start, end]) => text.slice(start, end));
      const starts = begins(pieces.map(keyAndShape), isUpper(pieces.join("")));
      const joined = [];
      found.forEach(([start, end], i) => {
        if (starts[i]) joined.push([start, end]);
        else joined.at(-1)[1] = end;
      });
      return joined.filter(([start]) => text[start] !== "\n");
    }

    return { segment, spans, keyAndShape, words, isKnown: (key) => ids.has(key) };
  };
})();
