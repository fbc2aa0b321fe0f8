/** What stands between two pieces of one answer. */
export const pieceGap = '\n\n';

/** The pieces of one answer, as one text. */
export class Speech {
  private readonly pieces: string[] = [];

  add(piece: string): void {
    if (piece !== '') this.pieces.push(piece);
  }

  get text(): string {
    return this.pieces.join(pieceGap);
  }
}
