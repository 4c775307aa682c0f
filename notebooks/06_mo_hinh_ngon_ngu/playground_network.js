// The network of lesson 6.2 in the page: what playground_network.py computes, character by
// character, with the same float64 numbers. Tests hold the results equal.
(() => {
  const A = window.aulacPlayground;
  const SEED = 11;
  const [FACTOR, STEP, SIZE] = [1664525, 1013904223, 2 ** 32];

  function halves() {
    const table = new Float64Array(65536);
    for (let bits = 0; bits < 65536; bits++) {
      const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
      const size = exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction;
      table[bits] = bits >> 15 ? -size : size;
    }
    return table;
  }

  // The tables of a safetensors file in half precision; doubles need no conversion later.

  function readTables(bytes) {
    const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    const half = halves();
    const found = {};
    for (const [name, { data_offsets: [start, end] }] of Object.entries(header)) {
      if (name === "__metadata__") continue;
      const numbers = new Uint16Array(bytes.slice(8 + size + start, 8 + size + end).buffer);
      found[name] = Float64Array.from(numbers, (bits) => half[bits]);
    }
    return found;
  }

  // The products of a matrix with several x: each row meets them all while it is at hand. The
  // length of an x is a multiple of 4; four sums side by side, for a processor adds them at once.

  function times(table, xs) {
    const width = xs[0].length;
    const rows = table.length / width;
    const found = xs.map(() => new Float64Array(rows));
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      for (let n = 0; n < xs.length; n++) {
        const x = xs[n];
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        for (let i = 0, at = start; i < width; i += 4, at += 4) {
          a += table[at] * x[i];
          b += table[at + 1] * x[i + 1];
          c += table[at + 2] * x[i + 2];
          d += table[at + 3] * x[i + 3];
        }
        found[n][row] = a + b + (c + d);
      }
    }
    return found;
  }

  A.letterModel = (bytes, config, characters) => {
    const tables = readTables(bytes);
    const alphabet = [...characters];
    const places = new Map(alphabet.map((c, i) => [c, i]));
    const embeddings = tables["model.embed_tokens.weight"];
    const size = embeddings.length / alphabet.length;
    const [heads, layers] = [config.num_attention_heads, config.num_hidden_layers];
    const width = size / heads;
    const speeds = Array.from({ length: width / 2 }, (_, i) =>
      config.rope_parameters.rope_theta ** -((2 * i) / width));
    const tableOf = (layer, name) => tables[`model.layers.${layer}.${name}.weight`];
    const idOf = (c) => places.get(c) ?? 0;

    const emptyMemory = () => Array.from({ length: layers }, () => ({ keys: [], values: [] }));
    const copied = (memory) =>
      memory.map(({ keys, values }) => ({ keys: [...keys], values: [...values] }));

    function normal(x, scale) {
      let sum = 0;
      for (const each of x) sum += each * each;
      const root = Math.sqrt(sum / x.length + config.rms_norm_eps);
      return x.map((each, i) => (each / root) * scale[i]);
    }

    const turns = []; // of each place: cosines and sines
    const turnsAt = (place) => (turns[place] ||= [Math.cos, Math.sin].map((wave) =>
      Float64Array.from(speeds, (speed) => wave(place * speed))));

    function turned(x, place) {
      const found = new Float64Array(size);
      const half = width / 2;
      const [cos, sin] = turnsAt(place);
      for (let start = 0; start < size; start += width) {
        for (let i = 0; i < half; i++) {
          const a = x[start + i];
          const b = x[start + half + i];
          found[start + i] = a * cos[i] - b * sin[i];
          found[start + half + i] = b * cos[i] + a * sin[i];
        }
      }
      return found;
    }

    // What a character sees of its own place and those before; keys and values are kept.
    function looks(query, key, value, { keys, values }) {
      const place = keys.length;
      keys.push(turned(key, place));
      values.push(value);
      const looking = turned(query, place);
      const mixed = new Float64Array(size);
      for (let start = 0; start < size; start += width) {
        const scores = new Float64Array(place + 1);
        for (let at = 0; at <= place; at++) {
          let sum = 0;
          for (let i = start; i < start + width; i++) sum += looking[i] * keys[at][i];
          scores[at] = sum / Math.sqrt(width);
        }
        const shares = softmax(scores);
        for (let at = 0; at <= place; at++) {
          for (let i = start; i < start + width; i++) mixed[i] += shares[at] * values[at][i];
        }
      }
      return mixed;
    }

    const added = (xs, more) => xs.map((x, n) => x.map((each, i) => each + more[n][i]));

    // Reads a character after each memory, which keeps it; one memory may come several times, for
    // characters in a row. Returns the scores of what may come next.
    function read(ids, memories) {
      let xs = ids.map((id) => embeddings.slice(id * size, (id + 1) * size));
      for (let layer = 0; layer < layers; layer++) {
        const ready = xs.map((x) => normal(x, tableOf(layer, "input_layernorm")));
        const [queries, keys, values] = ["q", "k", "v"].map((each) =>
          times(tableOf(layer, `self_attn.${each}_proj`), ready));
        const seen = memories.map((memory, n) =>
          looks(queries[n], keys[n], values[n], memory[layer]));
        xs = added(xs, times(tableOf(layer, "self_attn.o_proj"), seen));
        const inner = xs.map((x) => normal(x, tableOf(layer, "post_attention_layernorm")));
        const wide = times(tableOf(layer, "mlp.up_proj"), inner);
        const gated = times(tableOf(layer, "mlp.gate_proj"), inner).map((gates, n) =>
          gates.map((gate, i) => (gate / (1 + Math.exp(-gate))) * wide[n][i]));
        xs = added(xs, times(tableOf(layer, "mlp.down_proj"), gated));
      }
      return times(embeddings, xs.map((x) => normal(x, tables["model.norm.weight"])));
    }

    function write(text, scores, memory, knobs, length) {
      const sum = A.codePoints(text).reduce((all, c) => all + c.codePointAt(0), 0);
      const memories = knobs.map(() => copied(memory));
      const written = knobs.map(() => "");
      let [rows, luck] = [knobs.map(() => scores), (SEED + sum * FACTOR) % SIZE];
      for (let i = 0; i < length; i++) {
        luck = (Math.imul(luck, FACTOR) + STEP) >>> 0;
        const ids = knobs.map((knob, n) => draw(rows[n], ...knob, luck / SIZE));
        ids.forEach((id, n) => (written[n] += alphabet[id]));
        if (i < length - 1) rows = read(ids, memories);
      }
      return written;
    }

    return { alphabet, places, idOf, emptyMemory, read, write };
  };

  function softmax(scores) {
    const best = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const shares = scores.map((each) => Math.exp(each - best));
    const sum = shares.reduce((a, b) => a + b, 0);
    return shares.map((each) => each / sum);
  }
  A.softmax = softmax;

  // The places of scores, the highest first.
  const sorted = (scores) =>
    Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
  A.sortedPlaces = sorted;

  function draw(scores, temperature, topK, luck) {
    const order = sorted(scores).slice(0, temperature === 0 ? 1 : topK || undefined);
    let sum = 0;
    const sums = order.map((i) => (sum += Math.exp((scores[i] - scores[order[0]]) / temperature)));
    const found = sums.findIndex((each) => each > luck * sum);
    return order[Math.max(found, 0)];
  }
})();
