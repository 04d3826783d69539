/** The same window for those who keep their screens dark, as Slack itself goes with the system. The purple frame stays. */
export const DARK_STYLES = `
@media (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --ink: #e8e5e9; --soft: #aba6ad; --line: #3a373d; --pale: #26242a; --link: #74b8ef; --amber: #f0b35c;
    --paper: #1a1a1d; --raised: #232226; --edge: #6f6a72; --alarm: #ff8099;
  }
  .stage, .alone, .panel-top, .panel .clock { background: var(--paper); }
  dialog, .skip, .overflow .menu, .suggestions, .chip, kbd, .step.next, .last-card, .wire pre { background-color: var(--raised); }
  .btn:not(.primary, .danger) { border-color: var(--edge); background: transparent; }
  .btn:not(.primary, .danger):hover { background: var(--pale); }
  .btn[aria-disabled=true] { color: #8d8890; }
  .input { border-color: var(--edge); background: var(--paper); }
  .compose, kbd { border-color: var(--edge); }
  .btn.danger-quiet, .problem, .message.failed .text, .field .error, .result.bad { color: var(--alarm) !important; }
  .field.wrong .input { border-color: var(--alarm); box-shadow: 0 0 0 1px var(--alarm); }
  .tab[aria-current], .tablist [role=tab][aria-selected=true] { border-color: #d9a8dc; }
  .blocks code { color: #ff9db6; }
  .blocks blockquote { border-left-color: #4a474d; }
  .mention { background: #1d3447; }
  .missing, .tag, .state, .step .mark, .bar { background: #38353b; }
  .state.on, .step.done .mark { background: #123d2e; color: #8fe3c0; }
  .bone { background-image: linear-gradient(90deg, #2b292e 25%, #38353b 45%, #2b292e 65%); }
  .message.ephemeral { background: #242320; }
  .planned { background: #3a2d1b; }
  .wire summary:hover { background: #322f35; }
  .way.in { color: #c39ae8; } .way.out { color: #5bc4d6; }
  .result.good { color: #6fd3ab; }
  .bar i { background: #5bc4d6; }
  .toast { background: #4a464d; }
  .overflow .item:hover, .overflow .item:focus-visible, .suggestions li[aria-selected=true] { background: #1d5a8c; color: #fff; }
  dialog::backdrop { background: rgba(0, 0, 0, .65); }
}
`;
