/**
 * Runs in the browser, as it stands. Without it the window still works, by ordinary forms; with it, presses do not
 * reload the page, dialogs ask first, and what happens elsewhere appears by itself.
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

  const say = (words) => {
    if (!toast || !words) return;
    toast.textContent = words;
    toast.classList.add('visible');
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => toast.classList.remove('visible'), 7000);
  };

  const focusables = (within) => [...within.querySelectorAll('a[href],button,select,input,textarea,summary')];
  const nameOf = (element) => element.tagName + (element.getAttribute('aria-label') || element.textContent.trim());

  function swap(old, fresh) {
    const open = new Set([...old.querySelectorAll('details[data-key][open]')].map((each) => each.dataset.key));
    const before = focusables(old);
    const index = before.indexOf(document.activeElement);
    const name = index < 0 ? '' : nameOf(before[index]);
    const place = before.slice(0, index).filter((each) => nameOf(each) === name).length;
    old.replaceWith(fresh);
    for (const each of fresh.querySelectorAll('details[data-key]')) each.open = open.has(each.dataset.key);
    if (index >= 0) {
      const after = focusables(fresh);
      const same = after.filter((each) => nameOf(each) === name);
      (same[place] || after[Math.min(index, after.length - 1)] || document.getElementById('main')).focus({ preventScroll: true });
    }
    if (fresh.id === 'messages') toEnd();
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
    if (busy > 0 || document.querySelector('dialog.confirm[open]')) { again = true; return; }
    again = false;
    busy += 1;
    try {
      const response = await fetch(location.href, { headers: { 'x-live': '1' } });
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

  async function send(form, button) {
    if (form.dataset.confirm && !(await confirmed(form.dataset.confirm))) {
      for (const select of form.querySelectorAll('select')) select.selectedIndex = 0;
      return false;
    }
    const status = form.querySelector('[data-status]');
    const body = new URLSearchParams(new FormData(form));
    if (button) { button.setAttribute('aria-busy', 'true'); button.classList.add('busy'); }
    if (status) status.textContent = 'Sent. Waiting for the acknowledgement…';
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } });
      const { ok, notice } = await response.json();
      if (status) { status.textContent = notice || ''; status.classList.toggle('problem', !ok || /failed|slow/.test(notice || '')); }
      else say(notice);
      if (ok && form.hasAttribute('data-command')) form.reset();
      form.querySelectorAll('[data-touched]').forEach((each) => each.removeAttribute('data-touched'));
      form.removeAttribute('data-touched');
    } catch {
      say('The simulator does not answer. Is it still running?');
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
    send(form, event.submitter);
  });

  document.addEventListener('change', (event) => {
    const keep = event.target.closest('[data-keep]');
    if (keep) keep.setAttribute('data-touched', '');
    if (event.target.matches('select[data-submit]') && event.target.value) event.target.form.requestSubmit();
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

  for (const details of document.querySelectorAll('details[data-remember]')) {
    const key = 'simulated-slack-' + details.dataset.remember;
    details.open = sessionStorage.getItem(key) === 'open';
    details.addEventListener('toggle', () => sessionStorage.setItem(key, details.open ? 'open' : ''));
  }

  for (const each of document.querySelectorAll('[data-live]')) shown.set(each.id, each.outerHTML);
  showModal();
  toEnd();
  if (!document.body.dataset.acting) return;
  new EventSource('/client/changes').addEventListener('change', refresh);
})();
`;
