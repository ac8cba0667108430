// What the search knows of a query before it asks its engine: which of its words no text has, and what may have been
// meant. The list of words is made with the index (knowledge_center/search) and read in small pieces.

const SIGNS = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const PARTS = new RegExp(`[${SIGNS}]|(?:(?![${SIGNS}])[\\p{L}\\p{N}])+[+#]*`, "gu");
const SIGN = new RegExp(`[${SIGNS}]`, "u");
const SHORTEST_GUESS = 4;
// Powers of two of the number of texts: what is offered stands in four at least, and for a word of one text in 16.
const OFTEN = 2, FAR_MORE = 4;

export function folded(text) {
  return text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").normalize("NFC");
}

// A token as the engine takes it: without what stands around it, but for the marks of an exact phrase.
function bare(token) {
  return token.replace(/^[^\p{L}\p{N}"]+/u, "");
}

// How many letters apart two words are, two that changed places being one; more than `most` is as good as any.
function apart(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at++) {
    [before, last, row] = [last, row, [at]];
    for (let to = 1; to <= other.length; to++) {
      const same = one[at - 1] === other[to - 1];
      row[to] = Math.min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (same ? 0 : 1));
      if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1])
        row[to] = Math.min(row[to], before[to - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
  }
  return row[other.length];
}

class Shard {
  // Each word with the power of two below the number of texts that have it, and each stem with the most of its words.
  constructor(text) {
    this.words = new Map();
    this.stems = new Map();
    for (const line of text.split("\n")) {
      if (!line) continue;
      const [word, ...more] = line.split(" ");
      const ending = more[0]?.includes(">") ? more.shift() : "";
      const [cut, put] = ending ? ending.split(">") : ["", ""];
      const stem = word.slice(0, word.length - cut.length) + put;
      const power = Number(more[0] ?? 0);
      this.words.set(word, power);
      this.stems.set(stem, Math.max(power, this.stems.get(stem) ?? 0));
    }
  }
}

class WordList {
  constructor(base, { endings, frequent, shards }) {
    this.base = base;
    this.frequent = frequent;
    this.shards = shards;
    this.endings = endings.map((ending) => (ending ? ending.split(">") : ["", ""]));
    this.read = new Map();
  }

  file(name) {
    if (!this.read.has(name)) {
      this.read.set(name, fetch(new URL(`index/words_${name}.txt`, this.base)).then(async (answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return new Shard(await answer.text());
      }));
      this.read.get(name).catch(() => this.read.delete(name));
    }
    return this.read.get(name);
  }

  // The shard in which a word stands, if it stands anywhere.
  shard(word) {
    const letters = [...word].slice(0, 3);
    for (let end = letters.length; end >= 0; end--) {
      const name = this.shards[letters.slice(0, end).join("")];
      if (name) return name;
    }
    return null;
  }

  // In how many texts a word stands, as itself, in another form of it, or as the beginning of another word; -1: in none.
  // `whole`: not only as a beginning.
  async power(word) {
    const stems = this.endings.filter(([cut]) => word.endsWith(cut) && word.length - cut.length > 1)
      .map(([cut, put]) => word.slice(0, word.length - cut.length) + put);
    const names = new Set([word, ...stems.filter((stem) => !/\d/.test(stem))].map((one) => this.shard(one)));
    names.delete(null);
    let power = -1, whole = false;
    for (const shard of await Promise.all(Array.from(names, (name) => this.file(name)))) {
      for (const found of [shard.words.get(word), ...stems.map((stem) => shard.stems.get(stem))])
        if (found !== undefined) [power, whole] = [Math.max(power, found), true];
      if (!whole)
        for (const [listed, its] of shard.words) if (listed.startsWith(word)) power = Math.max(power, its);
    }
    if (power < 0 && Object.keys(this.shards).some((begin) => begin.startsWith(word) && begin)) power = 0;
    return { power, whole };
  }

  // The word that was meant, most likely, and in how many texts it stands.
  async meant(word) {
    if (word.length < SHORTEST_GUESS || /[\d+#]/.test(word)) return null;
    const most = word.length < 8 ? 1 : 2;
    const names = new Set([this.shard(word), this.frequent]);
    names.delete(null);
    let best = null;
    for (const shard of await Promise.all(Array.from(names, (name) => this.file(name)))) {
      for (const [listed, power] of shard.words) {
        const steps = listed.length < 3 || listed === word ? most + 1 : apart(word, listed, most);
        if (steps > most) continue;
        // A letter apart weighs more than eight times as many texts; the first letter is seldom wrong.
        const weight = power - 4 * steps - (listed[0] === word[0] ? 0 : 3);
        if (!best || weight > best.weight || (weight === best.weight && listed < best.word))
          best = { word: listed, power, weight };
      }
    }
    return best;
  }

  // What to say of one word of a query: `unknown`, with `meant` where a word is near; `meant` alone is an offer.
  async token(token) {
    const parts = folded(token).match(PARTS) ?? [];
    if (!parts.length) return null;
    const joined = parts.join("");
    const found = { token: bare(token), asked: bare(token), unknown: false, meant: null };
    if (parts.length > 1 && !SIGN.test(token)) {
      if ((await this.power(joined)).whole) return found;
      found.asked = parts.join(" ");
    }
    for (const part of parts) {
      const { power, whole } = await this.power(part);
      if (power < 0) {
        // Of growth+ the sign is none of the word; C++ is not C.
        const plain = part.replace(/[+#]+$/, "");
        if (plain !== part && plain.length > 2 && (await this.power(plain)).power >= 0) {
          found.asked = plain;
          continue;
        }
        found.unknown = true;
        found.meant = parts.length === 1 ? (await this.meant(part))?.word : null;
        return found;
      }
      if (parts.length === 1 && (!whole || power === 0)) {
        const near = await this.meant(part);
        if (near && near.power >= (whole ? FAR_MORE : OFTEN) && !near.word.startsWith(part)) found.meant = near.word;
      }
    }
    return found;
  }
}

// The list of the site, as it is now.
export async function wordList(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.status);
  return new WordList(address, await answer.json());
}

// What to ask the engine for: `queries`, of which any will do, or none; without the words that are `missing`. `offer`
// is the query with other words, or empty. `groups` are lists of words that mean the same.
export async function looked(list, query, groups) {
  const tokens = query.trim().split(/\s+/);
  const judged = await Promise.all(alike(tokens, groups).map((words) => judge(list, words)));
  const fewest = Math.min(...judged.filter(({ asked }) => asked.length).map(({ missing }) => missing.length));
  const queries = judged.filter(({ asked, missing }) => asked.length && missing.length === fewest);
  return {
    queries: [...new Set(queries.map(({ asked }) => asked.join(" ")))],
    missing: judged[0].missing,
    offer: judged[0].offer,
  };
}

async function judge(list, words) {
  const asked = [], missing = [], offered = [];
  let offers = false;
  for (const found of await Promise.all(words.map((word) => list.token(word)))) {
    if (!found) continue;
    if (found.unknown) missing.push(found.token);
    else if (found.meant) offers = true;
    const best = found.meant ?? found.asked;
    if (!found.unknown || found.meant) {
      asked.push(found.unknown ? best : found.asked);
      offered.push(best);
    }
  }
  return { asked, missing, offer: offers ? offered.join(" ") : "" };
}

// The words of a query, and the same with words that mean the same, no more than `most` in all.
function alike(words, groups, most = 4) {
  const plain = words.map((word) => folded(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#]+$/gu, ""));
  const found = [words];
  for (const group of groups) {
    const forms = [...new Set(group.map(folded))].map((form) => form.split(/\s+/));
    for (const form of forms) {
      const at = plain.findIndex((_, begin) => form.every((word, n) => plain[begin + n] === word));
      if (at < 0) continue;
      for (const other of forms)
        if (other !== form) found.push([...words.slice(0, at), ...other, ...words.slice(at + form.length)]);
      break;
    }
  }
  return found.slice(0, most);
}
