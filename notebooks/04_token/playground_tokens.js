// The course's vocabularies in the page: what aulac/models/tokens computes, with the same merges.
// The smaller vocabulary is the beginning of the larger. Tests hold the tokens equal.
(() => {
  const A = window.aulacPlayground;
  const BASE = 0x10000;

  class Bpe {
    constructor({ alphabet, merges, small, classes }) {
      const pairs = new DataView(Uint8Array.from(atob(merges), (c) => c.charCodeAt(0)).buffer);
      this.ids = []; // of a byte
      alphabet.forEach((byte, id) => (this.ids[byte] = id));
      this.bytes = alphabet.map((byte) => [byte]); // of a token
      this.ranks = new Map();
      for (let rank = 0; rank < pairs.byteLength / 4; rank++) {
        const left = pairs.getUint16(4 * rank, true);
        const right = pairs.getUint16(4 * rank + 2, true);
        this.ranks.set(left * BASE + right, rank);
        this.bytes.push(this.bytes[left].concat(this.bytes[right]));
      }
      this.limits = { bpe_8k: small, bpe_16k: this.ranks.size, raw: this.ranks.size };
      this.pattern = piecesOf(classes);
      this.found = new Map();
    }

    // The tokens of a text: each an array of bytes.

    tokens(name, text) {
      if (name === "bytes") return [...encode(text)].map((byte) => [byte]);
      const limit = this.limits[name];
      const own = name === "raw" ? text : A.nfc(text);
      const ids = (own.match(this.pattern) || []).flatMap((piece) => this.idsOf(piece, limit));
      return ids.map((id) => this.bytes[id]);
    }

    idsOf(piece, limit) {
      const key = `${limit} ${piece}`;
      if (!this.found.has(key)) {
        if (this.found.size > 10000) this.found.clear();
        this.found.set(key, this.joined([...encode(piece)].map((byte) => this.ids[byte]), limit));
      }
      return this.found.get(key);
    }

    // The pair learned first is joined, wherever it stands; then the next, until none is left.

    joined(ids, limit) {
      for (;;) {
        let best = limit;
        for (let i = 0; i + 1 < ids.length; i++) {
          best = Math.min(best, this.ranks.get(ids[i] * BASE + ids[i + 1]) ?? limit);
        }
        if (best === limit) return ids;
        ids = this.merged(ids, best);
      }
    }

    merged(ids, rank) {
      const found = [];
      for (let i = 0; i < ids.length; i++) {
        const isPair = this.ranks.get(ids[i] * BASE + ids[i + 1]) === rank;
        found.push(isPair ? 256 + rank : ids[i]);
        if (isPair) i++;
      }
      return found;
    }
  }

  const encode = (text) => new TextEncoder().encode(text);

  // What no merge may cross, as recipe.py has it; classes are those of the tokenizer itself.

  const piecesOf = ({ letter, number, blank }) => new RegExp(
    `[^\\r\\n${letter}${number}]?[${letter}]+| ?[${number}]+` +
    `| ?[^${blank}${letter}${number}]+[\\r\\n]*` +
    `|[${blank}]*[\\r\\n]+|[${blank}]+(?![^${blank}])|[${blank}]+`,
    "gu",
  );

  // The letter that begins at a place, as its number and its size in bytes; null if none does.

  function letterAt(bytes, at) {
    const head = bytes[at];
    if (head < 0x80) return [head, 1];
    const size = head < 0xc2 ? 0 : head < 0xe0 ? 2 : head < 0xf0 ? 3 : head < 0xf5 ? 4 : 0;
    if (!size || at + size > bytes.length) return null;
    let code = head & (0xff >> (size + 1));
    for (const byte of bytes.slice(at + 1, at + size)) {
      if (byte >> 6 !== 2) return null;
      code = code * 64 + (byte & 63);
    }
    const least = [0, 0, 0x80, 0x800, 0x10000][size];
    const isHalf = code >= 0xd800 && code < 0xe000;
    return code < least || isHalf || code > 0x10ffff ? null : [code, size];
  }

  const hex = (byte) => `<${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

  // A token as text; bytes that make no letter as <E1>.

  function shown(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length;) {
      const letter = letterAt(bytes, at);
      text += letter ? String.fromCodePoint(letter[0]) : hex(bytes[at]);
      at += letter ? letter[1] : 1;
    }
    return text;
  }

  function isBroken(bytes) {
    for (let at = 0; at < bytes.length;) {
      const letter = letterAt(bytes, at);
      if (!letter) return true;
      at += letter[1];
    }
    return false;
  }

  A.bpe = { Bpe, shown, isBroken };
})();
