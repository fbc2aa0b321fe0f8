/** What has been shown of a message. An answer that begins again is shown from where it differs, or goes on. */
export class ShownText {
  private shown = '';
  private now = '';

  /** Its text begins again. */
  restart(): void {
    this.now = '';
  }

  /** What is to be shown of the next text; `instead`: it takes the place of all that was. */
  take(text: string): { readonly text: string; readonly instead: boolean } {
    return this.become(this.now + text);
  }

  /** The same, of the text that it is as a whole. */
  become(whole: string): { readonly text: string; readonly instead: boolean } {
    const { shown } = this;
    this.now = whole;
    // White space that the whole of an answer has lost is no other answer.
    if (shown.startsWith(whole) || shown.trim() === whole.trim()) return { text: '', instead: false };
    this.shown = whole;
    return whole.startsWith(shown)
      ? { text: whole.slice(shown.length), instead: false }
      : { text: whole, instead: true };
  }
}
