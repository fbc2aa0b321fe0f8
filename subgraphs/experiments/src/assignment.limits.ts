/** Of a unit's name, in UTF-16 units. */
export const longestUnit = 256;
