/** Offers the apps' commands while a person types one, as a combobox that keyboard and screen reader understand. */
export const COMPOSER_SCRIPT = `
  const composer = document.getElementById('composer');
  const suggestions = document.getElementById('suggestions');
  if (composer && suggestions) {
    const all = [...suggestions.children];
    let chosen = -1;
    composer.setAttribute('role', 'combobox');
    composer.setAttribute('aria-autocomplete', 'list');
    composer.setAttribute('aria-controls', suggestions.id);

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
      const typed = composer.value;
      for (const each of all) each.hidden = !each.dataset.command.startsWith(typed);
      if (!/^\\/\\S*$/.test(typed) || offered().length === 0) { close(); return; }
      suggestions.hidden = false;
      composer.setAttribute('aria-expanded', 'true');
      choose(0);
    };
    const take = (option) => {
      composer.value = option.dataset.command + ' ';
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
        // A command that is written out is sent; one that is only begun is completed.
        if (!option || option.dataset.command === composer.value.trim()) { close(); return; }
        event.preventDefault();
        take(option);
      }
    });
    suggestions.addEventListener('mousedown', (event) => {
      const option = event.target.closest('[data-command]');
      if (option) { event.preventDefault(); take(option); }
    });
  }
`;
