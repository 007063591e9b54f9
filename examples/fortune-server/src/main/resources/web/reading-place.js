// On a small screen a reading that begins stands at the top, and its answer once there is one,
// unless the reader has scrolled elsewhere meanwhile.
import { $ } from './dom.js';

const small = matchMedia('(max-width: 55.99rem)');
let place = null;

export function showRun() {
  $('run').scrollIntoView({ block: small.matches ? 'start' : 'nearest' });
  place = scrollY;
}

export function showAnswer() {
  if (small.matches && place !== null && Math.abs(scrollY - place) < 2) {
    $('meter').scrollIntoView({ block: 'start' });
  }
  place = null;
}
