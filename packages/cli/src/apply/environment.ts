/** The value of an environment variable; undefined when it is not set, or empty. */
export type Environment = (name: string) => string | undefined;

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/**
 * Fills `${NAME}` and `${NAME:-default}` in from the environment. Throws for a variable that is not set and has no
 * default, and for a `${` that begins neither. What is filled in is not filled in again.
 */
export function filledIn(text: string, environment: Environment): string {
  if (text.replace(variable, '').includes('${'))
    throw new Error('has a ${ that is neither ${NAME} nor ${NAME:-default}');
  return text.replace(variable, (_, name: string, fallback: string | undefined) => {
    const value = environment(name) ?? fallback;
    if (value === undefined)
      throw new Error(`needs ${name}, which the environment does not have; set it, or write \${${name}:-default}`);
    return value;
  });
}
