// @ts-check

/**
 * @typedef {{ readonly name: string, readonly keywords: readonly string[] }} Keywords
 */

/**
 * The first route with a keyword in a text: as whole words, whatever their case.
 *
 * @template {Keywords} Route
 * @param {string} text
 * @param {readonly Route[]} routes
 * @returns {{ route: Route, keyword: string } | undefined}
 */
exports.findRoute = (text, routes) => {
  const words = wordsOf(text);
  for (const route of routes) {
    const keyword = route.keywords.find((one) => words.includes(wordsOf(one)));
    if (keyword !== undefined) return { route, keyword };
  }
  return undefined;
};

/** @param {string} text */
const wordsOf = (text) => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
