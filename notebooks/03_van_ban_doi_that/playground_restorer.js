// Âu Lạc Mini's restorer in the page: what aulac/models/restorer computes with weight 0, that is,
// the network alone, file by file. Tests hold the results equal.
(() => {
  const A = window.aulacPlayground;

  // tokens.py. Classes are Python's, by its own tables: what JavaScript takes for a letter depends
  // on the age of the browser, its \s is another, and so is what its flag i folds.

  const SPACES =
    "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const FOLDED = { i: "iI\u0130\u0131", s: "sS\u017f", k: "kK\u212a" };
  const either = (c) => `[${FOLDED[c] || c + c.toUpperCase()}]`;
  const anyCase = (text) => text.replace(/[a-z]/g, either);

  const patternsOf = (classes) => ({
    token: tokenPattern(classes),
    letter: new RegExp(`^[${classes.letters}]`, "u"),
    loose: new RegExp(`[${classes.loose}]`, "gu"),
  });

  function tokenPattern({ letters, digits, numerals }) {
    const lettersOnly = letters + numerals;
    const word = `${lettersOnly}${digits}_`;
    const loose = "[\\u0300-\\u036f]*";
    const part = `[${word}\\-]{1,63}`;
    return new RegExp(
      `(?<code>(?:${anyCase("https?")}://|${anyCase("www")}\\.)[^${SPACES}]+` +
      `|[${word}.+\\-]{1,64}@[${word}.\\-]+|[@#][${word}]+` +
      `|(?:${part}[.\\/]){1,5}(?:${anyCase("com|vn|net|org|edu|gov|io|html?")})(?![${word}])` +
      `|${part}\\.(?:${anyCase("pdf|docx?|xlsx?|txt|csv|json|md|py|jpe?g|png")})(?![${word}]))` +
      `|(?<number>[${digits}]+(?:[.,:\\/\\-][${digits}]+)*(?![${word}]))` +
      `|(?<mixed>(?=[${word}]*[${digits}_])(?:[${word}]${loose})+)` +
      `|(?<word>(?:[${lettersOnly}]${loose})+)` +
      "|(?<line>\\n)" +
      `|(?<mark>[^${word}${SPACES}])`,
      "gu",
    );
  }

  const LOOKALIKES = { "\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ", "\u0256": "đ" };
  const comparisonKey = (text) =>
    A.stored(text.replace(/[\u00d0\u00f0\u0189\u0256]/g, (c) => LOOKALIKES[c]));

  const unaccentedKey = (form, { loose }) =>
    A.nfc(A.nfd(form).replace(loose, "").replace(/đ/g, "d"));

  const isUpper = (text) => /\p{Uppercase}/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);

  function caseOf(word, [lower, capitalized, upper]) {
    const [first, ...rest] = word;
    if (!isUpper(first)) return lower;
    return rest.length && isUpper(word) ? upper : capitalized;
  }

  function shape(match, { special, marks, cases }, patterns) {
    const { code, number, mixed, word, line } = match.groups;
    if (word) {
      const form = comparisonKey(word).toLowerCase();
      return [form, unaccentedKey(form, patterns), caseOf(word, cases)];
    }
    const name = code || mixed ? "code" : number ? "number" : line ? "start" : "other";
    const form = marks.includes(match[0]) ? match[0] : special[name];
    return [form, form, cases[0]];
  }

  function* tokens(text, settings, patterns) {
    for (const match of text.matchAll(patterns.token)) {
      const [form, key, letters] = shape(match, settings, patterns);
      const [start, end] = [match.index, match.index + match[0].length];
      const isWord = patterns.letter.test(key);
      yield { start, end, written: match[0], form, key, case: letters, isWord };
    }
  }

  function* sentences(read, { ends, longest }) {
    let sentence = [];
    for (const token of read) {
      sentence.push(token);
      if (ends.includes(token.form) || sentence.length === longest) {
        yield sentence;
        sentence = [];
      }
    }
    if (sentence.length) yield sentence;
  }

  // network.py

  function halves() {
    const table = new Float32Array(65536);
    for (let bits = 0; bits < 65536; bits++) {
      const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
      const size = exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction;
      table[bits] = bits >> 15 ? -size : size;
    }
    return table;
  }

  // The tables of a safetensors file, half precision made single.

  function readTables(bytes) {
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    const half = halves();
    const found = {};
    for (const [name, { dtype, data_offsets: place }] of Object.entries(header)) {
      if (name === "__metadata__") continue;
      const { buffer } = bytes.slice(8 + size + place[0], 8 + size + place[1]);
      const isHalf = dtype === "F16";
      found[name] = isHalf ? widened(new Uint16Array(buffer), half) : new Uint32Array(buffer);
    }
    return found;
  }

  function widened(bits, half) {
    const wide = new Float32Array(bits.length);
    for (let i = 0; i < bits.length; i++) wide[i] = half[bits[i]];
    return wide;
  }

  class Network {
    constructor(tables, keys, forms, settings) {
      Object.assign(this, tables, { keys, forms, settings });
      this.size = tables.form.length / forms.length;
      this.ids = new Map(keys.map((key, i) => [key, i]));
    }

    // The last layer at each token of a sentence, one row after another.

    hidden(ids, cases) {
      const { size, settings: { dilations } } = this;
      const x = new Float64Array(ids.length * size);
      ids.forEach((id, t) => id && this.embed(x.subarray(t * size, (t + 1) * size), id, cases[t]));
      dilations.forEach((dilation, layer) => this.addLayer(x, ids, layer, dilation));
      return this.normal(x, dilations.length);
    }

    embed(row, id, letters) {
      const at = [id * this.size, letters * this.size];
      for (let i = 0; i < this.size; i++) row[i] = this.key[at[0] + i] + this.case[at[1] + i];
    }

    addLayer(x, ids, layer, dilation) {
      const { size } = this;
      const y = this.normal(x, layer);
      ids.forEach((id, t) => id || y.fill(0, t * size, (t + 1) * size));
      const out = new Float64Array(2 * size);
      for (let t = 0; t < ids.length; t++) {
        out.set(this.bias.subarray(layer * 2 * size, (layer + 1) * 2 * size));
        [t - dilation, t, t + dilation].forEach((from, tap) => {
          if (from >= 0 && from < ids.length) this.multiply(out, y, from * size, 3 * layer + tap);
        });
        for (let i = 0; i < size; i++) x[t * size + i] += out[i] / (1 + Math.exp(-out[size + i]));
      }
    }

    // Adds a row of y, times one third of a layer's weights.

    multiply(out, y, start, third) {
      const { size, weight } = this;
      for (let i = 0; i < size; i++) {
        const factor = y[start + i];
        const row = (third * size + i) * 2 * size;
        for (let j = 0; j < 2 * size; j++) out[j] += factor * weight[row + j];
      }
    }

    normal(x, layer) {
      const { size, settings: { epsilon } } = this;
      const y = new Float64Array(x.length);
      for (let start = 0; start < x.length; start += size) {
        const row = x.subarray(start, start + size);
        const mean = row.reduce((a, b) => a + b, 0) / size;
        const spread = Math.sqrt(row.reduce((a, b) => a + (b - mean) ** 2, 0) / size + epsilon);
        for (let i = 0; i < size; i++) {
          const at = layer * size + i;
          y[start + i] = ((row[i] - mean) / spread) * this.norm_weight[at] + this.norm_bias[at];
        }
      }
      return y;
    }

    score(hidden, form) {
      const { size } = this;
      let sum = this.form_bias[form];
      for (let i = 0; i < size; i++) sum += hidden[i] * this.form[form * size + i];
      return sum;
    }
  }

  // candidates.py, and restorer.py

  const REMEMBERED = 200; // sentences: while one is typed, the others stay

  class Restorer {
    constructor(asset, settings) {
      const lines = (name) => new TextDecoder().decode(asset(name)).split("\n");
      this.settings = settings;
      this.patterns = patternsOf(settings.classes);
      const tables = readTables(asset("network"));
      this.network = new Network(tables, lines("keys"), lines("forms"), settings);
      this.places = this.network.keys.map((key, id) => this.usable(key, id));
      this.shares = new Float32Array(asset("shares").slice().buffer);
      this.seen = new Map();
    }

    idOf(key) {
      return this.network.ids.get(key) ?? this.settings.unknown_key;
    }

    // The places of a key's forms; one with a loose mark is longer than its key, and of no use.

    usable(key, id) {
      const { rows, forms } = this.network;
      const places = Array.from({ length: rows[id + 1] - rows[id] }, (_, i) => rows[id] + i);
      return places.filter((place) => A.size(forms[place]) === A.size(key));
    }

    formsOf(key) {
      return this.places[this.network.ids.get(key)] || [];
    }

    isFree({ form, key }) {
      return form === key && this.formsOf(key).length > 0;
    }

    // How much the text seems to lack marks, as a logarithm: 0 where it has none.

    doubt(text) {
      const { dropped, prior } = this.settings;
      const logs = prior.map(Math.log);
      for (const { form, key } of text) {
        if (!this.formsOf(key).length) continue;
        const share = this.shares[this.idOf(key)];
        dropped.forEach((lost, i) => {
          const marked = share * (1 - lost);
          logs[i] += Math.log(Math.max(form === key ? 1 - marked : marked, 1e-3));
        });
      }
      const top = Math.max(...logs);
      const weights = logs.map((log) => Math.exp(log - top));
      const sum = (items) => items.reduce((a, b) => a + b, 0);
      return Math.log(sum(weights.map((weight, i) => weight * dropped[i])) / sum(weights));
    }

    // The scores of the forms of each free token of a sentence.

    likes(sentence) {
      const { network } = this;
      const ids = sentence.map(({ key }) => this.idOf(key));
      const cases = sentence.map((token) => token.case);
      const name = ids.map((id, t) => `${id}.${cases[t]}`).join(" ");
      if (!this.seen.has(name)) {
        if (this.seen.size >= REMEMBERED) this.seen.clear();
        const hidden = network.hidden(ids, cases);
        this.seen.set(name, sentence.map(({ key }, t) => {
          const row = hidden.subarray(t * network.size, (t + 1) * network.size);
          return this.formsOf(key).map((form) => [network.forms[form], network.score(row, form)]);
        }));
      }
      return this.seen.get(name);
    }

    // The forms that the network likes best, with their probabilities, the likeliest first.

    choose({ key, written }, likes, doubt) {
      const best = [...likes].sort((a, b) => b[1] - a[1]).slice(0, this.settings.kept);
      const weights = best.map(([form, like]) =>
        Math.exp(like - best[0][1] + (form === key ? 0 : doubt)));
      const sum = weights.reduce((a, b) => a + b, 0);
      return best.map(([form], i) => [form === key ? written : cased(form, written), weights[i] / sum])
        .sort((a, b) => b[1] - a[1]);
    }

    // The tokens of a text; those that may be changed have `forms`.

    read(text) {
      const read = [...tokens(text, this.settings, this.patterns)];
      const doubt = this.doubt(read);
      for (const sentence of sentences(read, this.settings)) {
        if (!sentence.some((token) => this.isFree(token))) continue;
        const likes = this.likes(sentence);
        sentence.forEach((token, t) => {
          if (this.isFree(token)) token.forms = this.choose(token, likes[t], doubt);
        });
      }
      return read;
    }
  }

  function cased(form, written) {
    const letters = A.codePoints(written);
    return A.codePoints(form).map((c, i) => (isUpper(letters[i]) ? c.toUpperCase() : c)).join("");
  }

  A.Restorer = Restorer;
})();
