import { useChat } from '@ai-sdk/react';
import { DefaultChatTransport } from 'ai';
import { createRoot } from 'react-dom/client';

const conversation = new URLSearchParams(location.search).get('conversation');

/** `useChat` as its documentation shows it; only the address is the product's. */
function Chat() {
  const { messages, sendMessage, regenerate, status, error } = useChat({
    id: conversation,
    resume: true,
    transport: new DefaultChatTransport({ api: `/chat/${conversation}` }),
  });
  return (
    <main data-status={status}>
      {messages.map(({ id, role, parts }) => (
        <p key={id} id={id} data-role={role}>
          {parts.map((part) => (part.type === 'text' ? part.text : ''))}
        </p>
      ))}
      {error && <p id="error">{error.message}</p>}
      <button type="button" id="again" onClick={() => regenerate()}>
        Again
      </button>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          sendMessage({ text: new FormData(event.target).get('text') });
        }}
      >
        <input name="text" />
      </form>
    </main>
  );
}

createRoot(document.body).render(<Chat />);
