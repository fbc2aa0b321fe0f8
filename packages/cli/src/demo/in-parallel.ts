/** Does something for each item, at most `width` at a time; answers in the items' order. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  width: number,
  act: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [place, item] of queue) answers[place] = await act(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return answers;
}
