/**
 * Offers the apps' commands after a slash at the beginning, and people after an @ anywhere, as a combobox that keyboard and
 * screen reader understand.
 */
export const COMPOSER_SCRIPT = `
  const composer = document.getElementById('composer');
  const suggestions = document.getElementById('suggestions');
  if (composer && suggestions) {
    const MOST = 8;
    const LABELS = { command: 'Commands', person: 'People' };
    const all = [...suggestions.children];
    let chosen = -1;
    let asked;
    composer.setAttribute('role', 'combobox');
    composer.setAttribute('aria-autocomplete', 'list');
    composer.setAttribute('aria-controls', suggestions.id);

    // What is being typed, and where it is in the text; undefined: nothing that could be completed.
    const typed = () => {
      const before = composer.value.slice(0, composer.selectionStart);
      const command = /^\\/\\S*$/.exec(composer.value);
      if (command) return { kind: 'command', words: command[0], from: 0, to: composer.value.length };
      const person = /(?:^|\\s)@([^\\s@]*(?: [^\\s@]+)?)$/.exec(before);
      if (!person) return undefined;
      return { kind: 'person', words: '@' + person[1], from: before.length - person[1].length - 1, to: before.length };
    };
    const fits = (option, { kind, words }) => {
      if (option.dataset.kind !== kind) return false;
      if (kind === 'command') return option.dataset.takes.startsWith(words);
      const sought = words.slice(1).toLowerCase();
      const name = option.dataset.name.toLowerCase();
      return [option.dataset.takes.slice(1), name, ...name.split(' ')].some((each) => each.startsWith(sought));
    };

    const offered = () => all.filter((each) => !each.hidden);
    const choose = (index) => {
      const some = offered();
      chosen = some.length === 0 ? -1 : (index + some.length) % some.length;
      for (const each of all) each.setAttribute('aria-selected', String(each === some[chosen]));
      if (some[chosen]) {
        composer.setAttribute('aria-activedescendant', some[chosen].id);
        some[chosen].scrollIntoView({ block: 'nearest' });
      } else composer.removeAttribute('aria-activedescendant');
    };
    const close = () => {
      suggestions.hidden = true;
      composer.setAttribute('aria-expanded', 'false');
      choose(-1);
      composer.removeAttribute('aria-activedescendant');
    };
    const offer = () => {
      asked = typed();
      const some = asked ? all.filter((each) => fits(each, asked)).slice(0, MOST) : [];
      for (const each of all) each.hidden = !some.includes(each);
      if (some.length === 0) { close(); return; }
      suggestions.setAttribute('aria-label', LABELS[asked.kind]);
      suggestions.hidden = false;
      composer.setAttribute('aria-expanded', 'true');
      choose(0);
    };
    const take = (option) => {
      const taken = option.dataset.takes + ' ';
      composer.setRangeText(taken, asked.from, asked.to, 'end');
      composer.focus();
      close();
    };
    close();
    composer.addEventListener('input', offer);
    composer.addEventListener('blur', () => setTimeout(close, 150));
    composer.addEventListener('keydown', (event) => {
      if (suggestions.hidden) return;
      if (event.key === 'ArrowDown') { event.preventDefault(); choose(chosen + 1); }
      else if (event.key === 'ArrowUp') { event.preventDefault(); choose(chosen - 1); }
      else if (event.key === 'Escape') { event.preventDefault(); close(); }
      else if (event.key === 'Tab' || event.key === 'Enter') {
        const option = offered()[chosen];
        // What is written out is sent; what is only begun is completed.
        if (!option || option.dataset.takes === asked.words) { close(); return; }
        event.preventDefault();
        take(option);
      }
    });
    suggestions.addEventListener('mousedown', (event) => {
      const option = event.target.closest('[data-takes]');
      if (option) { event.preventDefault(); take(option); }
    });
  }
`;
