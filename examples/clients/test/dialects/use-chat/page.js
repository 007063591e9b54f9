// A page with one chat, made with useChat of whatever version; bundled and sent to a browser.
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';

const textOf = (message) =>
  message.parts.filter((part) => part.type === 'text').map((part) => part.text).join('');

/**
 * Shows the chat; `window.chat` is then what the hook gives, and `window.see` what there is to see.
 *
 * @param own whether the page makes the chat for the hook, which else makes it
 */
export function show({ useChat, Chat, DefaultChatTransport }, { chatId, token, resume, own }) {
  const seen = { statuses: [], texts: [], answers: [], finishes: [] };
  const transport = new DefaultChatTransport({
    api: '/api/v1/ai-sdk/chat',
    headers: { Authorization: `Bearer ${token}` },
    body: { deity_id: 'guan_yu', fortune_number: 40 },
    fetch: async (...request) => {
      const response = await fetch(...request);
      seen.answers.push(response.status);
      return response;
    },
  });
  const given = {
    id: chatId,
    transport,
    onFinish: ({ isAbort, isError }) => seen.finishes.push({ isAbort, isError }),
  };
  const options = own ? { chat: new Chat(given) } : given;
  const place = document.body.appendChild(document.createElement('div'));

  function Shown() {
    const chat = useChat({ ...options, resume });
    const answers = chat.messages.filter((message) => message.role === 'assistant');
    const text = answers.map(textOf).join('|');
    seen.texts.push(text);
    seen.statuses.push(chat.status);
    window.chat = chat;
    return createElement('pre', null, text);
  }

  window.see = () => ({
    ...seen,
    status: window.chat.status,
    error: window.chat.error?.message ?? null,
    messages: window.chat.messages,
    text: seen.texts.at(-1),
    shown: place.textContent,
  });
  createRoot(place).render(createElement(Shown));
}
