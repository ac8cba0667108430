module.exports = function (config) {
  config.addPassthroughCopy("content/articles/*.png");
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("head", (list, count) => list.slice(0, count));
  config.addCollection("newest", (all) => all.getFilteredByTag("articles").reverse());
  config.addCollection("topics", (all) => {
    const topics = new Map();
    for (const article of all.getFilteredByTag("articles").reverse()) {
      for (const name of article.data.categories) topics.set(name, [...(topics.get(name) || []), article]);
    }
    return [...topics].map(([name, articles]) => ({ name, articles }));
  });
  return { dir: { input: "content", includes: "../_includes", output: "_site" }, markdownTemplateEngine: false };
};
