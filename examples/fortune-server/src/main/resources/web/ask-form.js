// What is asked: the deity, the number with its poem, and the question.
import { api } from './api.js';
import { $, drawNumber, make, say, setText } from './dom.js';
import { currentLanguage, t } from './i18n.js';
import { renderPoem } from './poem-view.js';

const LONGEST_QUESTION = 1000;

let deities = [];
let poem = null;
let poemRequest = null;
let onFailure = () => {};
let onDrawn = () => {};

export const deityName = (id) => deities.find((deity) => deity.deity_id === id)?.name ?? id ?? '';
const chosenDeity = () => deities.find((deity) => deity.deity_id === $('deity').value);

function chosenNumber() {
  const value = Number($('number').value);
  const count = chosenDeity()?.poem_count ?? 0;
  return Number.isInteger(value) && value >= 1 && value <= count ? value : null;
}

const codePoints = (text) => [...text.trim()].length;

function countQuestion() {
  const count = codePoints($('question').value);
  setText($('question-count'), `${count} / ${LONGEST_QUESTION}`);
  $('question-count').classList.toggle('bad', count > LONGEST_QUESTION);
  return count;
}

function complain(field, sentence) {
  say($(`${field}-error`), sentence);
  $(field).setAttribute('aria-invalid', String(sentence !== null));
  return sentence === null;
}

function checkNumber() {
  const count = chosenDeity()?.poem_count ?? 1;
  return complain('number', chosenNumber() === null ? t('ask.badNumber', { n: count }) : null);
}

function checkQuestion() {
  const count = countQuestion();
  let sentence = null;
  if (count === 0) {
    sentence = t('ask.noQuestion');
  } else if (count > LONGEST_QUESTION) {
    sentence = t('ask.tooLong', { n: count });
  }
  return complain('question', sentence);
}

function fillDeities() {
  const chosen = $('deity').value;
  $('deity').replaceChildren(
    ...deities.map((deity) => {
      const option = make('option', { text: deity.name });
      option.value = deity.deity_id;
      return option;
    }),
  );
  // Whoever has not chosen yet meets the deity of the examples, not the first of the alphabet.
  const offered = (id) => deities.some((deity) => deity.deity_id === id);
  const first = [chosen, 'guan_yu'].find(offered);
  if (first) {
    $('deity').value = first;
  }
  $('number').max = chosenDeity()?.poem_count ?? '';
}

/** Shows the poem of the chosen number. */
async function loadPoem() {
  poemRequest?.abort();
  const number = chosenNumber();
  if (number === null) {
    poem = null;
    renderPoem(poem);
    return;
  }
  poemRequest = new AbortController();
  try {
    poem = await api.poem($('deity').value, number, poemRequest.signal);
    onFailure(null);
    renderPoem(poem, deityName(poem.deity_id));
  } catch (failure) {
    if (failure.name !== 'AbortError') {
      onFailure(failure);
    }
  }
}

function draw() {
  const deity = chosenDeity();
  if (!deity) {
    return;
  }
  $('number').value = drawNumber(deity.poem_count);
  complain('number', null);
  onDrawn(t('ask.drawn', { n: $('number').value }));
  loadPoem();
}

/** The request for a reading; null, with the reason at its field, while something is missing. */
export function readRequest() {
  const numberIsFine = checkNumber();
  const questionIsFine = checkQuestion();
  if (!numberIsFine || !questionIsFine) {
    $(numberIsFine ? 'question' : 'number').focus();
    return null;
  }
  return {
    deity_id: $('deity').value,
    fortune_number: chosenNumber(),
    question: $('question').value.trim(),
    enable_streaming: true,
    language: currentLanguage(),
  };
}

/** Offers these deities, and fills in what was asked before, if anything was. */
export function openForm(all, request) {
  deities = all;
  fillDeities();
  fillForm(request ?? {});
}

/** Fills in what was asked, as far as it is known. */
export function fillForm({ deity_id: deity, fortune_number: number, question }) {
  if (deities.some((known) => known.deity_id === deity)) {
    $('deity').value = deity;
    $('number').value = number;
  }
  $('question').value = question ?? $('question').value;
  countQuestion();
  if ($('number').value) {
    loadPoem();
  }
}

export const isOpen = () => deities.length > 0;

/** Says again, in the page's language, what this part of the page says. */
export function retellForm() {
  if (poem) {
    renderPoem(poem, deityName(poem.deity_id));
  }
  complain('number', null);
  complain('question', null);
}

/**
 * @param handlers.failed gets what went wrong with a call; null when all is well again
 * @param handlers.drawn gets a sentence that tells which poem was drawn
 */
export function bindForm(handlers) {
  onFailure = handlers.failed;
  onDrawn = handlers.drawn;
  $('draw').addEventListener('click', draw);
  $('deity').addEventListener('change', () => {
    $('number').max = chosenDeity()?.poem_count ?? '';
    if ($('number').value) {
      checkNumber();
      loadPoem();
    }
  });
  $('number').addEventListener('input', () => {
    if ($('number').value) {
      checkNumber();
    }
    loadPoem();
  });
  $('question').addEventListener('input', () => {
    if (countQuestion() > 0) {
      checkQuestion();
    }
  });
  $('question').addEventListener('keydown', (event) => {
    // An Enter that ends the composition of a word (isComposing; 229 in Safari) is not a send.
    const plain = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey;
    if (plain && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      $('ask-form').requestSubmit($('ask').disabled ? null : $('ask'));
    }
  });
}
