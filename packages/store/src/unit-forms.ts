/**
 * The forms in which a unit can stand in a table: composed (NFC), as it is written since units are normalised where they
 * come in, and decomposed (NFD), as a row from before may have it. Mostly they are one.
 */
export const unitForms = (unit: string): string[] => [...new Set([unit.normalize(), unit.normalize('NFD')])];
