import { COMPOSER_SCRIPT } from './script-composer.ts';
import { PANEL_SCRIPT } from './script-panel.ts';

/**
 * Runs in the browser, unchanged. Without it the window still works, by ordinary forms; with it, presses do not
 * reload the page, dialogs ask first, and what happens elsewhere appears on its own.
 */
export const WINDOW_SCRIPT = `'use strict';
(() => {
  const root = document.documentElement;
  root.classList.add('scripted');
  const toast = document.getElementById('toast');
  const shown = new Map();
  let toastTimer;
  let busy = 0;
  let again = false;
  let leaving = false;

  const say = (words, stays = false) => {
    if (!toast || !words) return;
    toast.textContent = words;
    toast.classList.add('visible');
    clearTimeout(toastTimer);
    if (!stays) toastTimer = setTimeout(() => toast.classList.remove('visible'), 7000);
  };

  const focusables = (within) => [...within.querySelectorAll('a[href],button,select,input,textarea,summary,pre')];
  const nameOf = (element) => element.tagName + (element.getAttribute('aria-label') || element.textContent.trim());

  function swap(old, fresh) {
    const open = new Set([...old.querySelectorAll('details[data-key][open]')].map((each) => each.dataset.key));
    const before = focusables(old);
    const index = before.indexOf(document.activeElement);
    const name = index < 0 ? '' : nameOf(before[index]);
    const place = before.slice(0, index).filter((each) => nameOf(each) === name).length;
    keepInputs(old, fresh);
    const scrolled = old.closest('.panel-body, .scroll')?.scrollTop;
    old.replaceWith(fresh);
    if (scrolled !== undefined && fresh.id !== 'messages') fresh.closest('.panel-body, .scroll').scrollTop = scrolled;
    for (const each of fresh.querySelectorAll('details[data-key]')) each.open = open.has(each.dataset.key);
    if (index >= 0) {
      const after = focusables(fresh);
      const same = after.filter((each) => nameOf(each) === name);
      (same[place] || after[Math.min(index, after.length - 1)] || document.getElementById('main')).focus({ preventScroll: true });
    }
    if (fresh.id === 'messages') toEnd();
  }

  // As Slack does: an input that is still there keeps what was filled in.
  function keepInputs(old, fresh) {
    for (const input of old.querySelectorAll('[data-input][data-touched]')) {
      const same = [...fresh.querySelectorAll('[data-input]')].find((each) => each.name === input.name
        && each.type === input.type && (!/^(checkbox|radio)$/.test(each.type) || each.value === input.value));
      if (!same) continue;
      if (/^(checkbox|radio)$/.test(same.type)) same.checked = input.checked;
      else same.value = input.value;
      same.setAttribute('data-touched', '');
    }
  }

  function toEnd() {
    const scroll = document.querySelector('.scroll.end');
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }

  function showModal() {
    const modal = document.querySelector('dialog[data-show]');
    if (!modal || modal.matches(':modal')) return;
    modal.close();
    modal.showModal();
    modal.addEventListener('cancel', (event) => {
      event.preventDefault();
      document.getElementById(modal.dataset.close).requestSubmit();
    });
  }

  async function refresh() {
    if (leaving) return;
    if (busy > 0 || document.querySelector('dialog.confirm[open]')) { again = true; return; }
    again = false;
    busy += 1;
    try {
      const response = await fetch(location.href, { headers: { 'x-live': '1' } });
      // Someone set up another Slack: the person this page was about is gone.
      if (response.status === 404 && !leaving) { leaving = true; location.assign('/'); }
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (document.querySelector('dialog.confirm[open]')) { again = true; return; }
      for (const fresh of page.querySelectorAll('[data-live]')) {
        const old = document.getElementById(fresh.id);
        if (!old || shown.get(fresh.id) === fresh.outerHTML) continue;
        // A form half filled in is the person's, until they send it.
        if (old.querySelector('[data-keep][data-touched]')) continue;
        shown.set(fresh.id, fresh.outerHTML);
        swap(old, document.adoptNode(fresh));
      }
      showModal();
    } catch { /* The simulator is away; the next change or visit shows it again. */ }
    finally {
      busy -= 1;
      if (again) refresh();
    }
  }

  const confirmed = (id) => new Promise((resolve) => {
    const dialog = document.getElementById(id);
    dialog.returnValue = '';
    dialog.addEventListener('close', () => { resolve(dialog.returnValue === 'confirm'); if (again) refresh(); }, { once: true });
    dialog.showModal();
  });

  function showErrors(places, errors) {
    let first;
    for (const place of places) {
      const words = errors[place.dataset.errorFor] || '';
      place.textContent = words;
      const field = place.closest('.field');
      field.classList.toggle('wrong', words !== '');
      const input = field.querySelector('[data-input]');
      if (!input) continue;
      if (words) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      if (words && !first) first = input;
    }
    if (first) first.focus();
  }

  async function send(form, button) {
    if (form.dataset.confirm && !(await confirmed(form.dataset.confirm))) {
      form.reset();
      return false;
    }
    const status = form.querySelector('[data-status]');
    leaving = form.dataset.then !== undefined;
    if (leaving) say('Setting it up…', true);
    const body = new URLSearchParams(new FormData(form));
    // A press tells the app what is in the inputs around it.
    if (form.classList.contains('press')) {
      for (const input of form.closest('[data-surface]')?.querySelectorAll('[data-input]') ?? []) {
        if (!/^(checkbox|radio)$/.test(input.type) || input.checked) body.append('input:' + input.name, input.value);
      }
    }
    const reasons = document.querySelectorAll('[data-error-for]');
    if (button) { button.setAttribute('aria-busy', 'true'); button.classList.add('busy'); }
    if (status) status.textContent = 'Sent. Waiting for the acknowledgement…';
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
      const { ok, notice, errors } = await response.json();
      if (form.id === 'submit-modal') showErrors(reasons, errors || {});
      if (status) { status.textContent = notice || ''; status.classList.toggle('problem', !ok || /failed|slow/.test(notice || '')); }
      else if (!errors) say(notice);
      if (ok && leaving) { location.assign(form.dataset.then); return true; }
      leaving = false;
      if (ok && form.hasAttribute('data-command')) form.reset();
      form.querySelectorAll('[data-touched]').forEach((each) => each.removeAttribute('data-touched'));
      form.removeAttribute('data-touched');
    } catch {
      say('The simulator isn’t answering. Is it still running?');
    } finally {
      if (button) { button.removeAttribute('aria-busy'); button.classList.remove('busy'); }
      document.querySelectorAll('details.overflow[open]').forEach((each) => { each.open = false; });
      refresh();
    }
    return true;
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.matches('[data-live-form]')) return;
    event.preventDefault();
    if (event.submitter && event.submitter.classList.contains('busy')) return;
    if (event.submitter && event.submitter.getAttribute('aria-disabled') === 'true') { say(event.submitter.title); return; }
    send(form, event.submitter);
  });

  document.addEventListener('change', (event) => {
    const keep = event.target.closest('[data-keep]');
    if (keep) keep.setAttribute('data-touched', '');
    if (event.target.matches('[data-input]')) event.target.setAttribute('data-touched', '');
    const chooses = event.target.matches('[data-submit]');
    if (chooses && (event.target.value || event.target.type === 'checkbox')) event.target.form.requestSubmit();
  });

  document.addEventListener('input', (event) => {
    if (event.target.matches('[data-input]')) event.target.setAttribute('data-touched', '');
  });

  document.addEventListener('click', (event) => {
    // A link button both opens its address and tells the app.
    const link = event.target.closest('a[data-press]');
    if (link) {
      const form = link.closest('form');
      if (!form.dataset.confirm) { send(form); return; }
      event.preventDefault();
      send(form).then((sent) => sent && window.open(link.href, '_blank', 'noopener'));
      return;
    }
    const chip = event.target.closest('[data-insert]');
    if (chip) {
      const input = document.getElementById('composer');
      input.value = chip.dataset.insert + ' ';
      input.focus();
      return;
    }
    const menu = event.target.closest('button.menu');
    if (menu) {
      const open = menu.getAttribute('aria-expanded') !== 'true';
      menu.setAttribute('aria-expanded', String(open));
      root.classList.toggle('navigating', open);
      return;
    }
    for (const each of document.querySelectorAll('details.overflow[open]')) {
      if (!each.contains(event.target)) each.open = false;
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const each of document.querySelectorAll('details.overflow[open]')) {
      each.open = false;
      each.querySelector('summary').focus();
    }
  });

${COMPOSER_SCRIPT}
${PANEL_SCRIPT}
  for (const each of document.querySelectorAll('[data-live]')) shown.set(each.id, each.outerHTML);
  showModal();
  toEnd();
  if (!document.body.dataset.acting) return;
  new EventSource('/client/changes').addEventListener('change', refresh);
})();
`;
