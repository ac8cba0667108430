// Results by topic, author and year. What there is to filter by is asked of the engine when somebody filters, not before.

// The results of `queries` that have all of `chosen`, of each filter one value, and what else may be chosen in `fields`.
export async function filtered(pagefind, answers, queries, chosen, fields) {
  await pagefind.filters();
  for (const field of fields) {
    const others = new Map([...chosen].filter(([name]) => name !== field.name));
    offer(field, await counts(pagefind, answers, queries, others, field.name), chosen.get(field.name) ?? "");
  }
  return answers(pagefind, queries, Object.fromEntries(chosen));
}

// How many results each value of one filter would leave, as the other fields are set.
async function counts(pagefind, answers, queries, others, name) {
  const filters = Object.fromEntries(others);
  const counted = new Map();
  for (const query of queries)
    for (const [value, count] of Object.entries((await pagefind.search(query, { filters })).filters[name] ?? {}))
      if (count) counted.set(value, count);
  // What two queries find may be the same.
  if (queries.length > 1)
    for (const value of counted.keys())
      counted.set(value, (await answers(pagefind, queries, { ...filters, [name]: value })).length);
  return counted;
}

function offer(field, counted, mine) {
  if (mine && !counted.has(mine)) counted.set(mine, 0);
  const order = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
  const sorted = [...counted].sort(([one], [other]) => order.compare(one, other));
  if (field.name === "year") sorted.reverse();
  field.replaceChildren(field.options[0], ...sorted.map(([value, count]) => new Option(`${value} (${count})`, value)));
  field.value = mine;
}
