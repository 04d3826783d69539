/** Colours, type, the frame, buttons and lists. Every pair of text and ground keeps 4.5:1 in both schemes. */
export const BASE = `
:root {
  --ground: #eff3f8; --surface: #ffffff; --well: #f5f8fb; --ink: #132033; --quiet: #4a5a6d; --rule: #ccd6e2;
  --navy: #1f3a5f; --navy-deep: #142945; --on-navy: #ffffff; --link: #1d4e8c; --good: #14603a; --good-ground: #e2f2e8;
  --stop: #93371b; --strap: #1f3a5f; --stitch: #7f9bc0; --metal: #8592a1; --metal-dark: #5f6c7b; --focus: #b4540a;
  --shadow: 0 1px 2px rgb(19 32 51 / 8%), 0 18px 40px -18px rgb(19 32 51 / 28%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1622; --surface: #172231; --well: #1d2a3b; --ink: #e7edf5; --quiet: #a5b4c6; --rule: #2d3d51;
    --navy: #a9c8f2; --navy-deep: #c6dcfa; --on-navy: #0c1829; --link: #9cc2f5; --good: #8ed6ac; --good-ground: #18382a;
    --stop: #f0a58c; --strap: #3a5f94; --stitch: #84a6d6; --metal: #93a1b2; --metal-dark: #6f7e90; --focus: #ffb65c;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 18px 40px -18px rgb(0 0 0 / 70%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 "Avenir Next", Avenir, "Segoe UI Variable Text", "Segoe UI", system-ui, -apple-system, sans-serif;
  overflow-wrap: break-word;
}
main { flex: 1; overflow: hidden; }
.frame { width: 100%; max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
h1, h2 { margin: 0; line-height: 1.15; letter-spacing: -0.015em; font-weight: 650; }
h1 { text-wrap: balance; letter-spacing: -0.028em; line-height: 1.06; }
p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
p, li, dd { text-wrap: pretty; }
ul { list-style: none; }
code {
  font: 0.875em/1.4 ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", "DejaVu Sans Mono", Menlo, monospace;
  padding: 0.1em 0.35em; border-radius: 4px; background: var(--well); box-shadow: inset 0 0 0 1px var(--rule); white-space: nowrap;
}
a { color: var(--link); text-underline-offset: 0.18em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 3px; border-radius: 4px; }

.rail { position: relative; z-index: 2; background: var(--surface); border-bottom: 1px solid var(--rule); }
.brand {
  display: inline-flex; align-items: center; gap: 0.6rem; padding: 0.9rem 0; color: var(--navy); text-decoration: none;
  font-size: 1.125rem; font-weight: 650; letter-spacing: -0.01em;
}
.foot { border-top: 1px solid var(--rule); color: var(--quiet); font-size: 0.875rem; }
.foot nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; padding-top: 1.5rem; }
.foot nav a { padding: 0.25rem 0; }
.foot p { padding: 0.5rem 0 2rem; }
.skip { position: absolute; z-index: 3; left: 1rem; top: -4rem; padding: 0.5rem 1rem; border-radius: 0 0 8px 8px; background: var(--navy); color: var(--on-navy); }
.skip:focus { top: 0; }

.button {
  display: inline-block; padding: 0.7rem 1.25rem; border: 1.5px solid var(--navy); border-radius: 8px; color: var(--navy);
  font-weight: 600; line-height: 1.3; text-align: center; text-decoration: none;
}
.button:hover { background: var(--well); border-color: var(--navy-deep); color: var(--navy-deep); }
button.button { font: inherit; font-weight: 600; cursor: pointer; }
button.button:not(.button-primary):not(:hover) { background: transparent; }
.button-primary { background: var(--navy); color: var(--on-navy); }
.button-primary:hover { background: var(--navy-deep); color: var(--on-navy); }
.button:focus-visible { border-radius: 8px; }

.ticked li, .crossed li, .points li { position: relative; padding-left: 1.9rem; }
.ticked li + li, .crossed li + li, .points li + li { margin-top: 0.6rem; }
.ticked li::before, .crossed li::before, .points li::before { position: absolute; content: ""; left: 0.3rem; }
.ticked li::before {
  top: 0.36em; width: 0.42em; height: 0.78em; border: solid var(--good); border-width: 0 2.5px 2.5px 0; transform: rotate(42deg);
}
.crossed li::before { top: 0.75em; width: 0.8em; height: 2.5px; background: var(--stop); }
.points li::before { top: 0.62em; width: 0.42em; height: 0.42em; border-radius: 2px; background: var(--navy); }
`;
