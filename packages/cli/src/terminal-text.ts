/** What templates hold must not steer the terminal: of control characters only line breaks, tabs and colours stay. */
export const harmless = (text: string) =>
  text.replace(/\p{Cc}(?=(?<colour>\[\d{1,2}m)?)/gu, (control, colour: string | undefined) => {
    if (control === '\n' || control === '\t' || (control === '\u001b' && colour)) return control;
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
