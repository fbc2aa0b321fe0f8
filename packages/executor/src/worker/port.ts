/** Carries messages to the other side and back, in order. */
export interface Port {
  /** Throws where the message holds what cannot be copied. */
  post(message: unknown): void;
  onMessage(listener: (message: any) => void): void;
  /** Nothing is heard any more. */
  close(): void;
}
