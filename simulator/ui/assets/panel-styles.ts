/** The simulator's own panel, next to what looks like Slack. */
export const PANEL_STYLES = `
.panel { display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow: hidden; border-left: 1px solid var(--line); background: var(--pale); font-size: 13.5px; }
.scripted:not(.with-panel) .panel { display: none; }
.panel-top { flex: none; display: flex; align-items: stretch; border-bottom: 1px solid var(--line); background: #fff; }
.tablist { flex: 1; display: flex; gap: 2px; padding: 0 8px; }
.tablist [role=tab] { padding: 13px 10px 11px; border: 0; border-bottom: 3px solid transparent; background: none; color: var(--soft); font-weight: 600; cursor: pointer; }
.tablist [role=tab]:hover { color: var(--ink); }
.tablist [role=tab][aria-selected=true] { color: var(--ink); border-color: var(--plum); }
.close-panel { display: grid; place-items: center; width: 44px; border: 0; background: none; color: var(--soft); cursor: pointer; }
.close-panel:hover { color: var(--ink); }
html:not(.scripted) .tablist, html:not(.scripted) .close-panel, .scripted .only-bare { display: none; }
.panel .clock { flex: none; display: flex; align-items: center; gap: 7px; padding: 8px 18px; border-bottom: 1px solid var(--line); background: #fff; color: var(--soft); font-variant-numeric: tabular-nums; }
.clock svg { width: 15px; height: 15px; }
.panel-body { flex: 1; min-height: 0; overflow-y: auto; padding: 16px 18px 28px; }
.panel-body[hidden] { display: none; }
.last-card { margin-bottom: 16px; padding: 14px; border: 1px solid var(--line); border-radius: 10px; background: #fff; box-shadow: 0 1px 4px rgba(0, 0, 0, .06); }
.last-card h2 { margin: 0; font-size: 15px; line-height: 1.4; }
.last-card p { margin: 4px 0 12px; color: var(--soft); }
.panel .lead { margin-bottom: 14px; color: var(--soft); }

.steps { margin: 0; padding: 0; list-style: none; display: grid; gap: 6px; }
.step { display: grid; grid-template-columns: 28px minmax(0, 1fr); gap: 12px; padding: 10px 12px; border: 1px solid transparent; border-radius: 10px; color: var(--soft); }
.step.next { border-color: var(--line); background: #fff; color: var(--ink); box-shadow: 0 1px 4px rgba(0, 0, 0, .06); }
.step h2 { margin: 3px 0 0; font-size: 14px; line-height: 1.4; }
.step p { margin: 4px 0 10px; color: var(--soft); }
.step .mark { display: grid; place-items: center; width: 28px; height: 28px; border-radius: 50%; background: #e9e5ea; font-weight: 700; }
.step.next .mark { background: var(--plum); color: #fff; }
.step.done .mark { background: #dff3ea; color: #00553f; }

.wire { padding: 0; margin: 0 -8px; list-style: none; }
.wire li { border-bottom: 1px solid var(--line); }
.wire summary { display: grid; grid-template-columns: 18px minmax(0, 1fr) auto; gap: 1px 8px; padding: 8px; border-radius: 6px; cursor: pointer; list-style: none; }
.wire summary::-webkit-details-marker { display: none; }
.wire summary:hover { background: #efebf0; }
.way { font-weight: 700; text-align: center; } .way.in { color: #6b3fa0; } .way.out { color: #0b6e7f; }
.what { font-weight: 600; overflow-wrap: anywhere; }
.result { font-weight: 600; } .result.good { color: #00664b; } .result.slow { color: var(--amber); } .result.bad { color: var(--red); } .result.waiting { color: var(--soft); }
.meta { grid-column: 2 / -1; display: flex; flex-wrap: wrap; gap: 2px 12px; font-size: 12px; color: var(--soft); font-variant-numeric: tabular-nums; }
.ack { display: inline-flex; align-items: center; gap: 6px; }
.bar { display: inline-block; width: 48px; height: 5px; border-radius: 3px; background: #ded9e0; overflow: hidden; }
.bar i { display: block; height: 100%; background: #0b6e7f; }
.wire h3 { margin: 8px 8px 4px; font-size: 12px; color: var(--soft); }
.wire pre { max-height: 260px; overflow: auto; margin: 0 8px 8px; padding: 10px 12px; border-radius: 8px; background: #fff; border: 1px solid var(--line); font: 12px/1.5 ui-monospace, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }

.group { display: flex; flex-wrap: wrap; gap: 8px; padding: 14px 0; border-top: 1px solid var(--line); }
.group h2 { flex: 100%; margin: 0; font-size: 14px; }
.group > .hint { flex: 100%; margin: -4px 0 2px; font-size: 12.5px; color: var(--soft); }
.thing:has(.fields) { flex: 100%; display: flex; flex-wrap: wrap; gap: 8px; align-items: flex-end; }
.thing .fields { flex: 100%; display: grid; gap: 6px; }
.thing .row { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 8px; align-items: center; }
.thing label { font-size: 12.5px; line-height: 1.3; color: var(--soft); }
.thing .input { min-height: 34px; padding: 4px 8px; font-size: 13.5px; }
.btn.small { min-height: 32px; padding: 3px 11px; border-radius: 7px; font-size: 13.5px; font-weight: 600; }
.btn[aria-disabled=true] { color: #767278; background: none; border-style: dashed; box-shadow: none; cursor: not-allowed; }
.planned { flex: 100%; margin: 0; padding: 8px 12px; border-radius: 8px; background: #fdf1e2; list-style: none; }
.planned small { color: var(--soft); }
@media (max-width: 1179px) {
  .scripted .panel { position: fixed; z-index: 6; top: 34px; right: 0; bottom: 0; width: min(420px, 100vw); box-shadow: -8px 0 30px rgba(0, 0, 0, .25); }
}
html:not(.scripted) .panel { overflow: visible; }
html:not(.scripted) .panel-body { overflow: visible; flex: none; }
`;
