export const SETUP_SCRIPT_PATH = '/setup.js';

/**
 * Runs in the browser, as it is, on the set-up page alone. It writes what is typed into the block to copy and counts what
 * is still open; nothing of it leaves the page. Without it the page still shows everything, to be copied by hand.
 */
export const setupScript = `'use strict';
(() => {
  const block = document.getElementById('lines');
  const progress = document.getElementById('progress');
  const here = document.getElementById('progress-here');
  const inputs = [...document.querySelectorAll('[data-setting]')];
  const states = new Map([...document.querySelectorAll('[data-state]')].map((each) => [each.dataset.state, each]));
  const was = new Map([...states].map(([name, cell]) => [name, cell.textContent]));

  const lines = new Map((block ? block.defaultValue : '').split('\\n').filter(Boolean).map((line) => {
    const end = line.indexOf('=');
    return [line.slice(0, end), line.slice(end + 1)];
  }));

  function write() {
    for (const input of inputs) {
      const name = input.dataset.setting;
      if (lines.has(name)) lines.set(name, input.validity.valid ? input.value.trim().replace(/\\/+$/, '') : '');
    }
    block.value = [...lines].map(([name, value]) => name + '=' + value).join('\\n');
    let open = Number(progress.dataset.others);
    for (const [name, cell] of states) {
      const value = lines.get(name);
      cell.textContent = value ? progress.dataset.inBlock : was.get(name);
      if (!value) open += 1;
    }
    const words = open === 0 ? progress.dataset.none : open === 1 ? progress.dataset.one : progress.dataset.many;
    const said = words.replace('{open}', String(open));
    if (progress.textContent !== said) progress.textContent = said;
    // Once more where one types, for the eye alone.
    here.textContent = said;
  }

  for (const input of inputs) input.addEventListener('input', write);

  for (const button of document.querySelectorAll('[data-copy]')) {
    const words = button.textContent;
    let timer;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const from = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(from.value);
        button.textContent = button.dataset.copied;
      } catch {
        // Where the browser refuses, it is one key away.
        from.focus();
        from.select();
        button.textContent = button.dataset.selected;
      }
      clearTimeout(timer);
      timer = setTimeout(() => { button.textContent = words; }, 3000);
    });
  }
  if (lines.size > 0) write();
})();
`;
