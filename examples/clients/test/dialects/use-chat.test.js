// The AI SDK's hook for React in Chromium, of both versions, against the real server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { Chromium, missing } from '../chromium.js';
import { until } from '../contract.js';
import { TOKEN, World } from '../world.js';

const WORDS = ['  只聽', '耳邊\n', '消息到\n\n', '\u2028<b>😀', '</b> '];
const TEXT = WORDS.join('');
const QUESTION = '我下週的面試會順利嗎？';

/** The script of a page, in which `show` is made with those versions. */
async function scriptOf(major) {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { useChat, Chat } from 'ai-react-${major}';
        import { DefaultChatTransport } from 'ai-${major}';
        import { show } from './use-chat/page.js';
        window.show = (options) => show({ useChat, Chat, DefaultChatTransport }, options);`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  return outputFiles[0].text;
}

// The hook of version 6 keeps from a chat of its own that what is resumed begins anew (its transport
// says so), and shows twice what was there: see docs/clients.md.
for (const [major, own] of [['6', true], ['7', false]]) {
  test(`useChat of ai ${major} in Chromium`, { skip: missing }, async (t) => {
    const script = await scriptOf(major);
    const world = await World.begin();
    t.after(() => world.end());
    const chromium = await Chromium.start();
    t.after(() => chromium.quit());
    let chats = 0;

    const newChat = () => `chat ${major}/${(chats += 1)}`;

    /** A tab that shows the chat. */
    async function open(chatId, { resume = false } = {}) {
      const tab = await chromium.open(`${world.base}/health`);
      await tab.run(`${script}; window.show(args[0]); return null;`, {
        chatId,
        token: TOKEN,
        resume,
        own,
      });
      const page = {
        see: () => tab.run('return window.see()'),
        send: () => tab.run(`window.chat.sendMessage({ text: ${JSON.stringify(QUESTION)} });`),
        resumeStream: () => tab.run('window.chat.resumeStream();'),
        stop: () => tab.run('await window.chat.stop();'),
      };
      const mounted = { see: () => tab.run('return "chat" in window') };
      await until(mounted, (chat) => chat, 'a chat');
      return page;
    }

    async function write(words = WORDS) {
      const exchange = await world.model.next();
      exchange.begin();
      words.forEach((word) => exchange.word(word));
      return exchange;
    }

    const untilText = (page, text) => until(page, (seen) => seen.text === text, `the text ${text}`);
    const untilStatus = (page, status) =>
      until(page, (seen) => seen.status === status && seen.statuses.includes('streaming'), status);

    function assertWhole(seen, roles = ['user', 'assistant']) {
      assert.equal(seen.error, null);
      assert.deepEqual(seen.messages.map((message) => message.role), roles);
      assert.equal(seen.text, TEXT);
      assert.equal(seen.shown, TEXT);
      for (const text of seen.texts) {
        assert.ok(TEXT.startsWith(text), `${JSON.stringify(text)} was shown`);
      }
      const answer = seen.messages.at(-1);
      assert.match(answer.id, /^task_/);
      assert.equal(answer.parts.find((part) => part.type === 'data-progress').data.percent, 100);
      assert.equal(answer.metadata.model, 'fake-1');
    }

    await t.test('the whole answer', async () => {
      const page = await open(newChat());
      await page.send();
      (await write()).finish();

      const seen = await untilStatus(page, 'ready');
      assertWhole(seen);
      assert.deepEqual(seen.finishes, [{ isAbort: false, isError: false }]);
    });

    await t.test('a stream that breaks is resumed, while the task runs and after its end', async () => {
      const page = await open(newChat());
      await page.send();
      const exchange = await write(WORDS.slice(0, 2));
      await untilText(page, WORDS.slice(0, 2).join(''));
      world.proxy.cutAll();
      const broken = await untilStatus(page, 'error');
      assert.equal(broken.text, WORDS.slice(0, 2).join(''));

      await page.resumeStream();
      exchange.word(WORDS[2]);
      await untilText(page, WORDS.slice(0, 3).join(''));
      world.proxy.cutAll();
      await untilStatus(page, 'error');
      exchange.word(WORDS[3]).word(WORDS[4]).finish();
      await world.untilEnded(broken.messages.at(-1).id);

      await page.resumeStream();
      assertWhole(await untilStatus(page, 'ready'));
    });

    await t.test('a second tab', async () => {
      const chat = newChat();
      const page = await open(chat);
      await page.send();
      const exchange = await write(WORDS.slice(0, 2));
      await untilText(page, WORDS.slice(0, 2).join(''));
      const second = await open(chat, { resume: true });
      await untilText(second, WORDS.slice(0, 2).join(''));
      WORDS.slice(2).forEach((word) => exchange.word(word));
      exchange.finish();

      const seen = await untilStatus(page, 'ready');
      assertWhole(seen);
      const there = await untilStatus(second, 'ready');
      assertWhole(there, ['assistant']);
      assert.equal(there.messages[0].id, seen.messages[1].id);
    });

    await t.test('stop() only hangs up, and the call that stops ends the task', async () => {
      const chat = newChat();
      const page = await open(chat);
      await page.send();
      const exchange = await write(WORDS.slice(0, 2));
      await untilText(page, WORDS.slice(0, 2).join(''));
      const second = await open(chat, { resume: true });
      await untilText(second, WORDS.slice(0, 2).join(''));

      await page.stop();
      const left = await untilStatus(page, 'ready');
      assert.equal(left.text, WORDS.slice(0, 2).join(''));
      exchange.word(WORDS[2]);
      await untilText(second, WORDS.slice(0, 3).join(''));

      const stopped = await fetch(
        `${world.base}/api/v1/ai-sdk/chat/${encodeURIComponent(chat)}/stop`,
        { method: 'POST', headers: { Authorization: `Bearer ${TOKEN}` } },
      );
      assert.equal(stopped.status, 204);
      await exchange.gone;
      const seen = await untilStatus(second, 'ready');
      assert.deepEqual([seen.text, seen.error], [WORDS.slice(0, 3).join(''), null]);
      assert.equal((await page.see()).text, WORDS.slice(0, 2).join(''));
    });

    await t.test('a failure is a sentence and a code', async () => {
      const page = await open(newChat());
      await page.send();
      const exchange = await write(WORDS.slice(0, 2));
      await untilText(page, WORDS.slice(0, 2).join(''));
      exchange.kill();

      const seen = await untilStatus(page, 'error');
      assert.ok(seen.error.length > 5, seen.error);
      assert.equal(seen.text, WORDS.slice(0, 2).join(''));
      const failure = seen.messages.at(-1).parts.find((part) => part.type === 'data-error').data;
      assert.equal(failure.code, 'llm_truncated');
    });

    await t.test('nothing to resume is no error', async () => {
      const page = await open(newChat(), { resume: true });

      const seen = await until(page, ({ answers }) => answers.length > 0, 'an answer');
      assert.deepEqual(seen.answers, [204]);
      const then = await until(page, ({ status }) => status === 'ready', 'ready');
      assert.deepEqual([then.messages, then.error], [[], null]);
    });
  });
}
