import type { PortableVersion } from '../portable-prompt';

/**
 * MLflow has one kind of template, read in two ways (`PromptVersion.format`): a text with `{%` is Jinja, in any other
 * `{{ name }}` is replaced and all else stays as it is.
 */
const isJinja = (text: string) => text.includes('{%') && text.includes('%}');
const variable = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}/g;
const hasMoreThanVariables = (text: string) => /\{\{|\{#/.test(text.replace(variable, ''));

/** Makes MLflow read a text as Jinja, and comes to nothing. */
const jinjaMark = '{% if true %}{% endif %}';

type Texts = Pick<PortableVersion, 'syntax'> & { readonly texts: readonly string[] };

/** Texts that MLflow renders as the product does; a note where it cannot. */
export function toMlflowTexts({ syntax, texts }: Texts): { readonly texts: readonly string[]; readonly note?: string } {
  if (syntax === 'MUSTACHE') {
    const isPlain = texts.every((text) => !isJinja(text) && !hasMoreThanVariables(text));
    return isPlain ? { texts } : { texts, note: 'MLflow does not render sections and partials of Mustache' };
  }
  const needsMark = !texts.some(isJinja) && texts.some(hasMoreThanVariables);
  return { texts: needsMark ? [`${jinjaMark}${texts[0]}`, ...texts.slice(1)] : texts };
}

/** The texts as they were before they went to MLflow. */
export const withoutMark = (texts: readonly string[]): readonly string[] =>
  texts.map((text, index) => (index === 0 && text.startsWith(jinjaMark) ? text.slice(jinjaMark.length) : text));

/**
 * The syntax of texts that were written for MLflow: Jinja where it reads them so, Mustache where they have tags that
 * only Mustache has, or marks that Jinja would read as its own; else, in texts that mean the same in both, Jinja.
 */
export function syntaxOf(texts: readonly string[]): PortableVersion['syntax'] {
  if (texts.some(isJinja)) return 'JINJA';
  return texts.some((text) => /\{\{\s*[#^/>&{!=]|\{#/.test(text)) ? 'MUSTACHE' : 'JINJA';
}
