type Attributes = { readonly [name: string]: string | number | undefined };

/** An XML element; what stands in it is XML already. */
export function element(name: string, attributes: Attributes, content: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
}

/** A text as XML may have it: control characters and lone surrogates are none of its characters. */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** A line of text, cut at a number of characters. */
export function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= most ? line : `${characters.slice(0, most - 1).join('')}…`;
}

/** About as wide as a line becomes, in pixels: wide letters are rare, and signs of other scripts take twice as much. */
export const widthOf = (text: string, size = 13): number =>
  Array.from(text).reduce((sum, character) => sum + (character > '\u2e7f' ? size : size * 0.56), 0);
