// Can this be a Vietnamese syllable? What syllables.py decides, with its tables.
(() => {
  const A = window.aulacPlayground;
  const VOWELS = "aăâeêioôơuưy";

  A.whyImpossible = ({ onset: pattern, rhymes, tones, front, stopped }) => {
    const onsets = new RegExp(pattern, "uy");
    const known = new Set(rhymes);

    function parts(syllable) {
      const apart = A.codePoints(A.nfd(syllable.toLowerCase()));
      const found = apart.filter((c) => tones.includes(c));
      const letters = A.nfc(apart.filter((c) => !tones.includes(c)).join(""));
      onsets.lastIndex = 0;
      const [onset] = onsets.exec(letters);
      const rhyme = letters.slice(onset.length);
      const isShared = onset === "gi" && (!rhyme || rhyme[0] === "ê" || !known.has(rhyme));
      return [onset, isShared ? `i${rhyme}` : rhyme, found];
    }

    return (syllable) => {
      const [onset, rhyme, found] = parts(syllable);
      if (!known.has(rhyme)) {
        return A.codePoints(rhyme).some((c) => VOWELS.includes(c)) ? "rhyme" : "onset";
      }
      const isFront = front.includes(rhyme[0]);
      if (onset === "qu") {
        const heard = [`u${rhyme}`, `o${rhyme}`, `u${rhyme.replaceAll("i", "y")}`];
        if (!heard.some((each) => known.has(each))) return "rhyme";
      } else if (["c", "g", "ng"].includes(onset) && isFront) {
        return "spelling";
      } else if (["k", "gh", "ngh"].includes(onset) && !isFront) {
        return "spelling";
      } else if (rhyme.length > 1 && rhyme[0] === "y" && onset) {
        return "spelling";
      } else if (rhyme.startsWith("iê") && !onset) {
        return "spelling";
      }
      const isStopped = stopped.some((end) => rhyme.endsWith(end));
      const isShort = found.length === 1 && "\u0301\u0323".includes(found[0]);
      return found.length > 1 || (isStopped && !isShort) ? "tone" : null;
    };
  };
})();
