// The index of the search, read in the few small files that a query needs (knowledge_center/search/index_files.py has
// what is in them): which pages have its words, which of its words no page has, and what may have been meant.

const SIGNS = "\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const letters = (more) => `(?:(?![${SIGNS}])[\\p{L}\\p{N}${more}])+`;
const PARTS = new RegExp(`[${SIGNS}]|(?<![+#])${letters("")}[+#]*|${letters("")}`, "gu");
const SIGN = new RegExp(`[${SIGNS}]`, "u");
const BLOCK = 64;
// Behind what several words end with that are written as one.
const JOINT = "-";
// How much a word counts in a page, of each level; and how soon more of it counts no more (BM25's k1).
const LEVELS = Array.from({ length: 8 }, (_, level) => 1.6 ** (level - 1)), ENOUGH = 1.2;
// Beside the word itself: another form of it, and a longer one that begins so.
const FORM = 0.9, LONGER = 0.25;
// Longer words are looked for in so many pieces at most; of fewer letters than this only where there is nothing else.
const PIECES = 3, SHORTEST_BEGINNING = 3, SHORTEST_GUESS = 4;
// Pages that have what is offered, at the least, and for a word of one page.
const OFTEN = 4, FAR_MORE = 16;
// Of what a query asks for a page has to have so much, its words weighed by how seldom they are; the second where few
// pages have that. bench/graded_queries.txt is what this was tried on.
const MOST = 0.6, HALF = 0.5, FEW = 3;
// Signs of an excerpt, and how far before what was found a sentence may begin.
const EXCERPT = 200, REACH = 160;
const SENTENCE = /[.!?…。！？]["”’»)]*\s+(?=\S)|[。！？]|\n/gu;
// What still belongs to a word: no sign, which is one of its own.
const REST = new RegExp(`^(?:(?![${SIGNS}])\\S)*`, "u");

// Letters that Unicode takes apart no further, as people without them on their keyboard write them.
const WRITTEN = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };

export function folded(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return plain.replace(/[œæßøłđðþı]/g, (letter) => WRITTEN[letter]).normalize("NFC");
}

// The words of a text as it stands, with the marks above and below their letters.
const WORDS = new RegExp(`[${SIGNS}]|(?<![+#])${letters("\\p{M}")}[+#]*|${letters("\\p{M}")}`, "gu");
const partsOf = (token) => folded(token).match(PARTS) ?? [];
const power = (count) => 31 - Math.clz32(count);

// A token without what stands around it, but for the marks of an exact phrase.
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

// A file as it was before gzip; some hosts say how it is packed, and browsers have unpacked it then.
async function unpacked(answer) {
  if (!answer.ok) throw new Error(answer.status);
  const data = new Uint8Array(await answer.arrayBuffer());
  if (data[0] !== 0x1f || data[1] !== 0x8b) return data;
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const text = (bytes) => new TextDecoder().decode(bytes);

function* numbers(bytes) {
  let number = 0, shift = 0;
  for (const byte of bytes) {
    number += (byte & 127) * 2 ** shift;
    shift += 7;
    if (byte > 127) continue;
    yield number;
    number = shift = 0;
  }
}

// What stands before an empty line, line by line, and the bytes behind it.
function headed(bytes) {
  const end = bytes.findIndex((byte, at) => byte === 10 && (at === 0 || bytes[at - 1] === 10));
  return [text(bytes.subarray(0, end)).split("\n").filter(Boolean), bytes.subarray(end + 1)];
}

// What a stem does without at the beginning and at the end of a word, and what it has there: ge<t>, ing>e.
const affixes = (ending) => /^(?:(.*)<)?(.*)>(.*)$/.exec(ending || ">").slice(1).map((part) => part ?? "");

// The word as a stem that is so far from it; none where it has other letters there.
function stemOf(word, [begin, cut, put]) {
  const end = word.length - cut.length;
  if (end - begin.length < 1 || !word.startsWith(begin) || !word.endsWith(cut)) return null;
  return word.slice(begin.length, end) + put;
}

class Word {
  constructor(piece, nth, line) {
    const [word, ending, length] = line.split(" ");
    Object.assign(this, { piece, nth, word, length: Number(length), stem: stemOf(word, affixes(ending)) });
  }

  // How much the word counts in each page that has it.
  get pages() {
    this.read ??= this.counted();
    return this.read;
  }

  counted() {
    const pages = new Map();
    let page = 0;
    for (const number of numbers(this.piece.bytes.subarray(this.begin, this.begin + this.length))) {
      page += number >> 3;
      pages.set(page, (pages.get(page) ?? 0) + LEVELS[number & 7]);
    }
    return pages;
  }

  // Where the word stands in each page that has it.
  async places() {
    const [lines, bytes] = await this.piece.places();
    const begin = lines.slice(0, this.nth).reduce((sum, length) => sum + length, 0);
    const read = numbers(bytes.subarray(begin, begin + lines[this.nth]));
    const places = new Map();
    let page = 0;
    for (const number of numbers(this.piece.bytes.subarray(this.begin, this.begin + this.length))) {
      page += number >> 3;
      const where = places.get(page) ?? new Set();
      let place = 0;
      for (let left = read.next().value; left > 0; left--) where.add((place += read.next().value));
      places.set(page, where);
    }
    return places;
  }
}

class Piece {
  constructor(bytes, places) {
    const [lines, rest] = headed(bytes);
    this.bytes = rest;
    this.words = lines.map((line, nth) => new Word(this, nth, line));
    this.named = new Map();
    this.stems = new Map();
    let begin = 0;
    for (const one of this.words) {
      one.begin = begin;
      begin += one.length;
      this.named.set(one.word, one);
      this.stems.set(one.stem, [...(this.stems.get(one.stem) ?? []), one]);
    }
    this.places = async () => {
      const [lengths, all] = headed(await places());
      return [lengths.map(Number), all];
    };
  }
}

class SearchIndex {
  constructor(base, root) {
    Object.assign(this, root, { base, files: new Map(), common: new Set(root.common) });
    const forms = root.endings.map(affixes);
    this.beginnings = Array.from(new Set(forms.map(([begin]) => begin)));
    this.endings = Array.from(new Set(forms.map(([, cut, put]) => `${cut}>${put}`)), (ending) => ending.split(">"));
  }

  // A file of the index, as `made` of its bytes.
  file(name, made = text) {
    if (!this.files.has(name)) {
      this.files.set(name, fetch(new URL(`index/${name}.bin`, this.base)).then(unpacked).then(made));
      this.files.get(name).catch(() => this.files.delete(name));
    }
    return this.files.get(name);
  }

  piece(nth) {
    const name = this.pieces[nth];
    return this.file(name, (bytes) => new Piece(bytes, () => this.file(`${name}p`, (places) => places)));
  }

  // Which piece has a stem, if any has it; -1: none.
  at(stem) {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(stem, this.starts[middle])) high = middle;
      else low = middle + 1;
    }
    return low - 1;
  }

  // The words of the index that a word is looked for by: `same`, itself and its other forms, and `longer` ones.
  async words(word) {
    const stems = this.beginnings.filter((begin) => word.startsWith(begin))
      .flatMap((begin) => this.endings.map(([cut, put]) => stemOf(word, [begin, cut, put])))
      .filter((stem) => stem === word || (stem?.length > 1 && !/\d/.test(stem)));
    const places = new Set([word, ...stems].map((stem) => this.at(stem)));
    places.delete(-1);
    const pieces = await Promise.all(Array.from(places, (nth) => this.piece(nth)));
    const itself = pieces.map((piece) => piece.named.get(word)).find(Boolean);
    const same = itself ? itself.piece.stems.get(itself.stem)
      : [...new Set(pieces.flatMap((piece) => stems.flatMap((stem) => piece.stems.get(stem) ?? [])))];
    const [first, last] = [Math.max(this.at(word), 0), this.at(`${word}\u{10ffff}`)];
    if (same.length && (word.length < SHORTEST_BEGINNING || last - first >= PIECES)) return { same, longer: [] };
    const near = [];
    for (let nth = first; nth <= Math.min(last, first + PIECES - 1); nth++) near.push(this.piece(nth));
    const longer = (await Promise.all(near)).flatMap(({ words }) => words)
      .filter((one) => one.word.startsWith(word) && !same.includes(one));
    return { same, longer };
  }

  // How much each page has of a word, by the numbers of pages; `needles` are the words that were found.
  async counts(word) {
    const { same, longer } = await this.words(word);
    const counts = new Map();
    for (const one of same)
      for (const [page, count] of one.pages)
        counts.set(page, (counts.get(page) ?? 0) + count * (one.word === word ? 1 : FORM));
    for (const one of longer)
      for (const [page, count] of one.pages) if (!(counts.get(page) > count * LONGER)) counts.set(page, count * LONGER);
    return { counts, needles: [...same, ...longer].map((one) => [one.word]) };
  }

  // The same of words that stand one behind the other, as they are.
  async phrase(words) {
    const found = await Promise.all(words.map((word) => this.words(word)));
    const exact = found.map(({ same }, nth) => same.find(({ word }) => word === words[nth]));
    const counts = new Map();
    if (exact.every(Boolean)) {
      const places = await Promise.all(exact.map((word) => word.places()));
      for (const [page, first] of places[0]) {
        const begins = [...first].filter((place) => places.every((one, nth) => one.get(page)?.has(place + nth)));
        // No phrase stands there more often than the word of it that does least.
        if (begins.length) counts.set(page, Math.min(...exact.map((word) => word.pages.get(page))));
      }
    }
    return { counts, needles: [words], isPhrase: true };
  }

  // The pages that have most of what any of the `queries` asks for, the best first. `isWhole`: of one all of it.
  // `needles` are the words that were found, and phrases.
  async search(queries) {
    const all = await Promise.all(queries.map((query) => this.answer(query)));
    const best = new Map();
    for (const { pages } of all)
      for (const [page, score] of pages) if (!(best.get(page) >= score)) best.set(page, score);
    return {
      pages: [...best].sort(([one, its], [other, others]) => others - its || one - other).map(([page]) => page),
      isWhole: all.some(({ isWhole }) => isWhole),
      needles: all.flatMap(({ needles }) => needles),
    };
  }

  async answer(query) {
    const asked = [];
    for (const [token, quoted] of query.matchAll(/"([^"]*)"?|\S+/g)) {
      const parts = partsOf(quoted ?? token);
      if (parts.length > 1 && (quoted !== undefined || SIGN.test(token))) asked.push(parts);
      else if (parts.length > 1 && (await this.words(parts.join(""))).same.length) asked.push([parts.join("")]);
      else asked.push(...parts.map((part) => [part]));
    }
    const telling = asked.filter((words) => words.length > 1 || !this.common.has(words[0]));
    const found = await Promise.all((telling.length ? telling : asked)
      .map((words) => (words.length > 1 ? this.phrase(words) : this.counts(words[0]))));
    return { ...this.ranked(found), needles: found.flatMap(({ needles }) => needles) };
  }

  // The score of each page: BM25 (Robertson and Zaragoza, 2009), where a text's length is in the levels already.
  ranked(found) {
    const scored = new Map();
    let whole = 0;
    for (const { counts, isPhrase } of found) {
      const seldom = Math.log(1 + (this.size - counts.size + 0.5) / (counts.size + 0.5));
      whole += seldom;
      for (const [page, count] of counts) {
        const one = scored.get(page) ?? { score: 0, has: 0, words: 0, phrases: 0 };
        one.score += (seldom * count * (ENOUGH + 1)) / (count + ENOUGH);
        one.has += seldom;
        one.words += 1;
        if (isPhrase) one.phrases += 1;
        scored.set(page, one);
      }
    }
    const exact = found.filter(({ isPhrase }) => isPhrase).length;
    const having = (part) => [...scored].filter(([, { has, phrases }]) => phrases === exact && has >= part * whole);
    let pages = having(MOST);
    if (pages.length < FEW) pages = having(HALF);
    return {
      pages: pages.map(([page, { score }]) => [page, score]),
      isWhole: pages.some(([, { words }]) => words === found.length),
    };
  }

  // What is shown of a page: its `url`, `meta` and `text`.
  async page(number) {
    const names = await this.file(this.blocks[Math.floor(number / BLOCK)], (bytes) => text(bytes).split("\n"));
    return this.file(names[number % BLOCK], (bytes) => JSON.parse(text(bytes)));
  }

  // The pages of each value of each filter.
  async values() {
    return this.file(this.filters, (bytes) => new Map(Object.entries(JSON.parse(text(bytes))).map(([name, values]) =>
      [name, new Map(Object.entries(values).map(([value, steps]) => {
        let page = 0;
        return [value, new Set(steps.map((step) => (page += step)))];
      }))])));
  }

  // In how many texts a word stands; -1: in none. `whole`: not only as a beginning.
  async known(word) {
    if (this.common.has(word)) return { count: this.size, whole: true };
    const { same, longer } = await this.words(word);
    const count = Math.max(-1, ...(same.length ? same : longer).map(({ pages }) => pages.size));
    return { count, whole: same.length > 0 };
  }

  // The word that was meant, most likely: as it is written and listed, and in how many texts it stands.
  async meant(word) {
    if (word.length < SHORTEST_GUESS || /[\d+#]/.test(word)) return null;
    const most = word.length < 8 ? 1 : 2;
    const frequent = this.file(this.frequent, (bytes) => text(bytes).trim().split("\n").map((line) => {
      const [written, count] = line.split(" ");
      return [folded(written), Number(count), written];
    }));
    const near = this.starts.length ? this.piece(Math.max(this.at(word), 0)) : { words: [] };
    let best = null;
    for (const [listed, count, written = listed] of [...(await frequent), ...(await near).words.map((one) => [one.word, one])]) {
      const steps = !listed || listed.length < 3 || listed === word || listed.endsWith(JOINT) ? most + 1 : apart(word, listed, most);
      if (steps > most) continue;
      const pages = count.pages?.size ?? count;
      // A letter apart weighs more than eight times as many texts; the first letter is seldom wrong.
      const weight = power(pages) - 4 * steps - (listed[0] === word[0] ? 0 : 3);
      if (!best || weight > best.weight || (weight === best.weight && listed < best.listed))
        best = { word: written, listed, count: pages, weight, steps };
    }
    return best;
  }

  // The two words that texts have for one, and in how many of them the one of them that fewer have: flash mob, flashmob.
  async parted(word) {
    if (!/^\p{L}+$/u.test(word)) return null;
    let best = null;
    for (let at = SHORTEST_BEGINNING; at <= word.length - SHORTEST_BEGINNING; at++) {
      const begin = word.slice(0, at);
      // Those that are further off are beginnings of other words.
      if (this.at(begin) < this.at(word) - 1) continue;
      const first = await this.known(begin);
      // A file is fetched for the rest only where it may follow a word.
      const rest = first.whole ? await this.known(word.slice(at)) : first;
      const count = rest.whole ? Math.min(first.count, rest.count) : 0;
      if (count > (best?.count ?? 0)) best = { word: `${begin} ${word.slice(at)}`, listed: `${begin} `, count };
    }
    return best;
  }

  // Of a word that no text has, or one, what was meant: a letter apart, else two words, else two letters apart.
  async instead(word) {
    const near = await this.meant(word);
    return near?.steps === 1 ? near : (await this.parted(word)) ?? near;
  }

  // What to say of one word of a query: `unknown`, with `meant` where a word is near; `meant` alone is an offer.
  async token(token) {
    const parts = partsOf(token);
    if (!parts.length) return null;
    const joined = parts.join("");
    const found = { token: bare(token), asked: bare(token), unknown: false, meant: null };
    if (parts.length > 1 && !SIGN.test(token)) {
      if ((await this.known(joined)).whole) return found;
      found.asked = parts.join(" ");
    }
    for (const part of parts) {
      const { count, whole } = await this.known(part);
      if (count < 0) {
        // Of growth+ the sign is none of the word; C++ is not C.
        const plain = part.replace(/[+#]+$/, "");
        if (plain !== part && plain.length > 2 && (await this.known(plain)).count >= 0) {
          found.asked = plain;
          continue;
        }
        // Gespraech, on a keyboard without ä.
        const short = part.replace(/([aou])e/g, "$1");
        if (short !== part && (await this.known(short)).whole) {
          found.asked = short;
          continue;
        }
        found.unknown = true;
        found.meant = parts.length === 1 ? (await this.instead(part))?.word : null;
        return found;
      }
      if (parts.length === 1 && (!whole || count === 1)) {
        const near = await this.instead(part);
        if (near && near.count >= (whole ? FAR_MORE : OFTEN) && !near.listed.startsWith(part)) found.meant = near.word;
      }
    }
    return found;
  }
}

// A piece of a text where most of the `needles` are, from the begin of a sentence if one is near: texts, of which every
// second one was looked for.
export function excerpt(text, needles) {
  const words = Array.from(text.matchAll(WORDS), ({ 0: word, index: begin }) =>
    ({ word: folded(word), begin, end: begin + word.length }));
  const single = new Set(needles.filter((needle) => needle.length === 1).flat());
  const ends = [...single].filter((word) => word.endsWith(JOINT)).map((word) => word.slice(0, -JOINT.length));
  const phrases = needles.filter((needle) => needle.length > 1);
  const hits = words.flatMap(({ word, begin, end }, at) => {
    const phrase = phrases.find((some) => some.every((one, nth) => words[at + nth]?.word === one));
    if (phrase) return [{ word: phrase.join(" "), begin, end: words[at + phrase.length - 1].end }];
    return single.has(word) || ends.some((one) => word.endsWith(one)) ? [{ word, begin, end }] : [];
  });
  // A sign is as wide as two letters.
  const width = words.filter(({ word }) => SIGN.test(word)).length * 2 > words.length ? 2 : 1;
  const [length, reach] = [EXCERPT / width, REACH / width];
  let best = { begin: 0 }, most = 0;
  hits.forEach((hit, at) => {
    const near = new Set();
    for (let to = at; to < hits.length && hits[to].end - hit.begin <= length; to++) near.add(hits[to].word);
    if (near.size > most) [best, most] = [hit, near.size];
  });
  const from = Math.max(0, best.begin - reach);
  const sentences = Array.from(text.slice(from, best.begin).matchAll(SENTENCE), (end) => from + end.index + end[0].length);
  const begin = sentences.at(-1) ?? (from ? words.find((word) => word.begin > from)?.begin ?? from : 0);
  const end = words.findLast((word) => word.end <= begin + length + reach / 2)?.end ?? text.length;
  const rest = text.slice(end).match(REST)[0];
  const found = [(sentences.length || !from) && !/^\p{Ll}/u.test(text.slice(begin)) ? "" : "… "];
  let at = begin;
  for (const hit of hits)
    if (hit.begin >= at && hit.end <= end) {
      found[found.length - 1] += text.slice(at, hit.begin);
      found.push(text.slice(hit.begin, hit.end), "");
      at = hit.end;
    }
  found[found.length - 1] += text.slice(at, end) + rest + (end + rest.length < text.length ? " …" : "");
  // What ends without a stop, a heading or an item of a list, is told from what follows.
  return found.map((some) => some.replace(/(?<![\p{P}\s])\n(?=.)/gu, " · ").replace(/\n/g, " "));
}

// Whether one text stands before another as Python sorts them: by code points.
function before(one, other) {
  const [those, these] = [[...one], [...other]];
  for (let at = 0; at < those.length; at++) {
    if (at >= these.length) return false;
    if (those[at] !== these[at]) return those[at].codePointAt(0) < these[at].codePointAt(0);
  }
  return those.length < these.length;
}

// The index of the site, as it is now.
export async function openIndex(address) {
  const answer = await fetch(address, { cache: "no-cache" });
  if (!answer.ok) throw new Error(answer.status);
  const { pages, ...root } = await answer.json();
  return new SearchIndex(address, { ...root, size: pages });
}

// What to ask for: `queries`, of which any will do, or none; without the words that are `missing`. `offer` is the query
// with other words, or empty. `groups` are lists of words that mean the same.
export async function looked(index, query, groups) {
  const tokens = query.trim().split(/\s+/);
  const asked = [...alike(tokens, groups), ...(await joined(index, tokens))];
  const judged = await Promise.all(asked.map((words) => judge(index, words)));
  const fewest = Math.min(...judged.filter(({ asked }) => asked.length).map(({ missing }) => missing.length));
  const queries = judged.filter(({ asked, missing }) => asked.length && missing.length === fewest);
  return {
    queries: [...new Set(queries.map(({ asked }) => asked.join(" ")))],
    missing: judged[0].missing,
    offer: judged[0].offer,
  };
}

// The same with two words as one, where texts have them so: work force, workforce. One that is much rarer than either
// of the two is a hashtag, or a slip.
async function joined(index, words) {
  const found = await Promise.all(words.slice(1).map(async (word, at) => {
    const [begin, end] = [words[at], word].map(folded);
    const [least, isWord] = [Math.min(begin.length, end.length), /^\p{L}+$/u.test(begin + end)];
    if (least < SHORTEST_BEGINNING || !isWord || SIGN.test(begin + end)) return null;
    const { whole, count } = await index.known(begin + end);
    const apart = whole ? await Promise.all([begin, end].map((one) => index.known(one))) : [];
    return whole && apart.some((one) => one.count <= count * OFTEN) ? [...words.slice(0, at), words[at] + word, ...words.slice(at + 2)] : null;
  }));
  return found.filter(Boolean);
}

async function judge(index, words) {
  const asked = [], missing = [], offered = [];
  let offers = false;
  for (const found of await Promise.all(words.map((word) => index.token(word)))) {
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
