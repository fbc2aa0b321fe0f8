/** Calls whoever has asked to be told; one that throws keeps nobody else from hearing. */
export class Listeners<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(event: any) => void>>();

  /** Answers a function that ends it. */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const others = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, others.add(listener));
    return () => void others.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of this.listeners.get(name) ?? [])
      try {
        listener(event);
      } catch (error) {
        // It is the application's fault, and is reported where its other uncaught errors are.
        queueMicrotask(() => {
          throw error;
        });
      }
  }
}
