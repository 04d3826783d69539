/** The simulator's own panel: shown or not, and one of its tabs. Both are remembered in this browser. */
export const PANEL_SCRIPT = `
  const panel = document.getElementById('panel');
  if (panel) {
    const KEY = 'simulated-slack-';
    const remembered = (name) => { try { return localStorage.getItem(KEY + name); } catch { return null; } };
    const remember = (name, value) => { try { localStorage.setItem(KEY + name, value); } catch { /* Then not. */ } };
    const buttons = [...document.querySelectorAll('[data-panel]')];
    const wide = window.matchMedia('(min-width: 1180px)');

    const show = (open) => {
      root.classList.toggle('with-panel', open);
      for (const each of buttons) if (each.hasAttribute('aria-expanded')) each.setAttribute('aria-expanded', String(open));
    };
    // Where it would lie upon the window it is opened by hand alone.
    const showAsRemembered = () => show(wide.matches && remembered('panel') !== 'closed');
    showAsRemembered();
    wide.addEventListener('change', showAsRemembered);
    for (const each of buttons) {
      each.addEventListener('click', () => {
        const open = !root.classList.contains('with-panel');
        show(open);
        if (wide.matches) remember('panel', open ? 'open' : 'closed');
        if (open) panel.querySelector('[aria-selected=true]').focus();
        else document.querySelector('.panel-button').focus();
      });
    }

    const tabs = [...panel.querySelectorAll('[role=tab]')];
    const select = (tab) => {
      for (const each of tabs) {
        const here = each === tab;
        each.setAttribute('aria-selected', String(here));
        each.tabIndex = here ? 0 : -1;
        document.getElementById(each.getAttribute('aria-controls')).hidden = !here;
      }
      remember('tab', tab.id);
    };
    select(tabs.find((each) => each.id === remembered('tab')) || tabs[0]);
    for (const [index, tab] of tabs.entries()) {
      tab.addEventListener('click', () => select(tab));
      tab.addEventListener('keydown', (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        const next = tabs[(index + step + tabs.length) % tabs.length];
        select(next);
        next.focus();
      });
    }
    // A link to something to break opens the panel there, with its button in focus.
    panel.addEventListener('click', (event) => {
      const link = event.target.closest('[data-thing]');
      const thing = link && document.getElementById(link.dataset.thing);
      if (!thing) return;
      event.preventDefault();
      select(tabs.find((each) => each.id === 'tab-break'));
      const button = thing.querySelector('button');
      button.scrollIntoView({ block: 'center' });
      button.focus({ preventScroll: true, focusVisible: true });
    });
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !wide.matches && root.classList.contains('with-panel') && !document.querySelector('dialog[open]')) buttons[0].click();
    });
  }
`;
