import { BLOCK_STYLES } from './block-styles.ts';
import { DARK_STYLES } from './dark-styles.ts';
import { PANEL_STYLES } from './panel-styles.ts';

const FRAME_STYLES = `
:root {
  color-scheme: light;
  --ink: #1d1c1d; --soft: #5f5c60; --line: #e4e0e5; --pale: #f8f6f8; --link: #1264a3;
  --plum: #3b0f3c; --deep: #2a082b; --lilac: #e9d8ea; --chosen: #f6ebf7;
  --green: #007a5a; --red: #c01343; --amber: #8a5300;
  --font: "Lato", "Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
* { box-sizing: border-box; }
html, body { height: 100%; }
body { margin: 0; display: flex; flex-direction: column; font: 15px/1.47 var(--font); color: var(--ink); background: var(--plum); -webkit-font-smoothing: antialiased; }
h1, h2, p, ul { margin: 0; }
a { color: var(--link); text-decoration: none; }
a:hover, .blocks .text a, .block.context a, .block.rich a { text-decoration: underline; }
button, input, select, textarea { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid #1d9bd1; outline-offset: 2px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 8px; top: -60px; z-index: 9; padding: 8px 14px; border-radius: 6px; background: #fff; }
.skip:focus { top: 6px; }
.quiet { color: var(--soft); font-weight: 400; }

.banner { flex: none; position: relative; display: flex; align-items: center; justify-content: center; min-height: 34px; padding: 3px 120px 3px 16px; text-align: center; font-size: 13px; color: var(--lilac); background: var(--deep); }
.panel-button { position: absolute; right: 10px; display: flex; align-items: center; gap: 5px; min-height: 26px; padding: 1px 10px; border: 1px solid rgba(255, 255, 255, .35); border-radius: 13px; background: none; color: #fff; font-size: 13px; cursor: pointer; }
.panel-button svg { width: 14px; height: 14px; }
.panel-button[aria-expanded=true] { background: rgba(255, 255, 255, .18); }
html:not(.scripted) .panel-button { display: none; }
.banner b { color: #fff; }
.frame { flex: 1; min-height: 0; display: grid; grid-template-columns: 68px 232px minmax(0, 1fr); }
.with-panel .frame { grid-template-columns: 68px 220px minmax(0, 1fr) minmax(330px, 380px); }
@media (max-width: 1179px) { .with-panel .frame { grid-template-columns: 68px 232px minmax(0, 1fr); } }
html:not(.scripted) .frame { grid-template-columns: 68px 220px minmax(0, 1fr) 360px; }
.rail { display: flex; flex-direction: column; align-items: center; gap: 10px; padding: 14px 0; background: var(--deep); overflow-y: auto; }
.tile { display: block; padding: 3px; border: 2px solid transparent; border-radius: 12px; }
.tile:hover { text-decoration: none; border-color: rgba(255, 255, 255, .35); }
.tile.here { border-color: #fff; }
.org { display: grid; justify-items: center; gap: 8px; width: 58px; padding: 6px 0 8px; border: 1px solid rgba(255, 255, 255, .18); border-radius: 12px; }
.org-name { max-width: 54px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 10.5px; color: #cdb4cf; }
.rail :focus-visible, .side :focus-visible { outline-color: #fff; }
.square { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 8px; color: #fff; font-weight: 700; font-size: 14px; letter-spacing: .02em; }

.side { display: flex; flex-direction: column; min-height: 0; color: var(--lilac); background: var(--plum); overflow-y: auto; }
.side .top { display: flex; align-items: center; justify-content: space-between; padding: 14px 16px 12px; border-bottom: 1px solid rgba(255, 255, 255, .12); }
.side .name strong { display: block; color: #fff; font-size: 17px; line-height: 1.25; }
.side .name small { font-size: 12.5px; }
.side .menu { display: none; }
.acting { padding: 14px 16px 4px; }
.acting label { display: block; margin-bottom: 5px; font-size: 12.5px; }
.me { display: flex; align-items: center; gap: 8px; }
.avatar-square.small { flex: none; width: 34px; height: 34px; font-size: 13px; }
.acting select { flex: 1; min-width: 0; min-height: 36px; padding: 5px 8px; border: 1px solid rgba(255, 255, 255, .3); border-radius: 6px; color: #fff; background: #53204f; }
.acting p { margin-top: 6px; font-size: 12.5px; }
.acting p::first-letter { text-transform: uppercase; }
.acting option { color: var(--ink); background: #fff; }
.side nav { padding: 6px 8px 20px; }
.side h2 { margin: 14px 8px 4px; font-size: 13px; font-weight: 500; color: #cdb4cf; }
.side .item { display: flex; align-items: center; gap: 10px; min-height: 32px; padding: 3px 10px; border-radius: 6px; color: var(--lilac); }
.side .item:hover { background: rgba(255, 255, 255, .1); text-decoration: none; }
.side .item[aria-current] { background: var(--chosen); color: var(--plum); font-weight: 700; }
.side .item .words { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.side .item.unread { color: #fff; font-weight: 700; }
.count { flex: none; min-width: 20px; padding: 0 6px; border-radius: 10px; background: #e01e5a; color: #fff; font-size: 12px; font-weight: 700; text-align: center; }
.mini { display: grid; place-items: center; flex: none; width: 20px; height: 20px; border-radius: 5px; color: #fff; font-size: 11px; font-weight: 700; }

.stage { display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow: hidden; background: #fff; border-top-left-radius: 8px; }
.main { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.main:focus { outline: none; }
.head { flex: none; padding: 14px 24px; border-bottom: 1px solid var(--line); }
.head h1 { display: flex; align-items: center; gap: 8px; font-size: 18px; line-height: 1.35; font-weight: 800; }
.head.app { padding-bottom: 0; }
.icon { display: grid; place-items: center; flex: none; width: 28px; height: 28px; border-radius: 7px; color: #fff; font-size: 14px; font-weight: 700; }
.icon.big { width: 64px; height: 64px; margin: 0 auto 18px; border-radius: 14px; font-size: 28px; }
.tabs { display: flex; gap: 20px; margin-top: 8px; }
.tab { padding: 7px 1px 9px; border-bottom: 2px solid transparent; color: var(--soft); font-size: 14px; }
.tab[aria-current] { color: var(--ink); font-weight: 700; border-color: var(--plum); }
.tab:hover { text-decoration: none; color: var(--ink); }
.scroll { flex: 1; min-height: 0; overflow-y: auto; }
/* Behind a dialog nothing scrolls: its own bar is the only one. */
html:has(dialog[open]) :is(.scroll, .panel-body) { overflow: hidden; scrollbar-gutter: stable; }
.pane { max-width: 780px; margin: 0 auto; padding: 22px 32px 56px; }

.empty { max-width: 460px; margin: 12vh auto 0; padding: 0 24px; text-align: center; color: var(--soft); }
.empty h1, .empty h2 { margin-bottom: 6px; font-size: 20px; line-height: 1.3; color: var(--ink); }
.empty .btn { margin: 20px 0 10px; }
.messages .empty { max-width: none; margin: 0; padding: 28px 24px 12px; text-align: left; }
.loading { display: grid; gap: 14px; }
.loading p { color: var(--soft); }
.bone { height: 16px; width: 60%; border-radius: 8px; background: linear-gradient(90deg, #efecef 25%, #f8f6f8 45%, #efecef 65%) 0 0 / 300% 100%; animation: shine 1.6s infinite linear; }
.bone.wide { width: 90%; } .bone.short { width: 35%; }
@keyframes shine { from { background-position: 100% 0; } to { background-position: 0 0; } }
.problem { color: var(--red) !important; }
.published { margin-top: 28px; font-size: 12.5px; color: var(--soft); }

.messages { display: flex; flex-direction: column; justify-content: flex-end; min-height: 100%; padding: 12px 0; }
.message { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 2px 10px; padding: 8px 24px; }
.message:hover { background: var(--pale); }
.only { grid-column: 2; display: flex; align-items: center; gap: 5px; font-size: 13px; color: var(--soft); }
.only svg { width: 15px; height: 15px; }
.avatar-square { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 8px; color: #fff; font-weight: 700; }
.said { min-width: 0; }
.by { line-height: 1.3; }
.by time { margin-left: 4px; font-size: 12.5px; color: var(--soft); }
.tag { padding: 0 4px; border-radius: 3px; background: #e9e6ea; font-size: 11px; font-weight: 700; color: var(--soft); vertical-align: 1px; }
.message.failed .text { color: var(--red); }
.message .blocks { max-width: 680px; }
.message.ephemeral { background: #f7f6f2; }
.edited { font-size: 12px; color: var(--soft); }

.composer { flex: none; position: relative; padding: 4px 20px 12px; }
.compose { display: flex; align-items: center; gap: 6px; padding: 4px 4px 4px 12px; border: 1px solid #8d898e; border-radius: 10px; }
.compose:focus-within { border-color: var(--link); box-shadow: 0 0 0 3px rgba(29, 155, 209, .3); }
.compose input { flex: 1; min-width: 0; min-height: 40px; border: 0; outline: 0; background: none; }
.send { display: grid; place-items: center; width: 40px; height: 36px; border: 0; border-radius: 8px; background: var(--green); color: #fff; cursor: pointer; }
.composer .hint { margin-top: 6px; min-height: 22px; font-size: 12.5px; color: var(--soft); }
.chip { padding: 1px 8px; border: 1px solid var(--line); border-radius: 10px; background: #fff; color: var(--ink); font-weight: 600; cursor: pointer; }
.chip:hover { background: var(--pale); border-color: #b9b4ba; }
kbd { padding: 0 6px; border: 1px solid #c9c4ca; border-bottom-width: 2px; border-radius: 5px; background: #fff; font: 13px ui-monospace, Menlo, monospace; }
.suggestions { position: absolute; z-index: 5; left: 20px; right: 20px; bottom: calc(100% - 2px); max-height: min(320px, 60vh); margin: 0; padding: 8px 0; overflow-y: auto; border: 1px solid var(--line); border-radius: 10px; background: #fff; box-shadow: 0 8px 30px rgba(0, 0, 0, .18); list-style: none; }
.suggestions[hidden] { display: none; }
.suggestions li { display: flex; align-items: center; gap: 8px; padding: 7px 14px; cursor: pointer; }
.suggestions li[hidden] { display: none; }
.suggestions li span { color: inherit; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.suggestions li .mini { color: #fff; overflow: visible; }
.suggestions li small { margin-left: auto; color: var(--soft); white-space: nowrap; }
.suggestions li[aria-selected=true] { background: var(--link); color: #fff; } .suggestions li[aria-selected=true] small { color: #e3eef6; }

.cards { display: grid; gap: 16px; }
.lead { color: var(--soft); }
.card { padding: 20px 24px; border: 1px solid var(--line); border-radius: 12px; }
.card h2 { margin-bottom: 8px; font-size: 16px; }
.card .choice { justify-content: flex-start; margin-top: 16px; }
.card .choice:not(:has(*)) { display: none; }
.card p + p { margin-top: 8px; }
.state { display: inline-block; padding: 1px 10px; border-radius: 10px; background: #eeebef; font-size: 13px; font-weight: 700; color: var(--soft); }
.state.on { background: #dff3ea; color: #00553f; }
.scopes { margin-top: 10px; padding-left: 20px; }
.scopes code { font-size: 12px; color: var(--soft); }

.toast { position: fixed; left: 50%; bottom: 28px; z-index: 8; max-width: min(520px, 92vw); padding: 10px 18px; border-radius: 8px; background: var(--ink); color: #fff; transform: translateX(-50%); visibility: hidden; opacity: 0; transition: opacity .15s; }
.toast.visible { visibility: visible; opacity: 1; }
.alone { margin: 12vh auto; max-width: 480px; padding: 32px; border-radius: 12px; background: #fff; }
.alone h1 { margin-bottom: 8px; font-size: 22px; }

@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
@media (max-width: 760px) {
  .frame { display: flex; flex-direction: column; }
  .rail, .side { flex: none; }
  .stage { flex: 1; }
  .rail { flex-direction: row; padding: 8px 12px; overflow-x: auto; }
  .side { overflow: visible; }
  .side .top { padding: 10px 16px; }
  .scripted .side .menu { display: grid; place-items: center; width: 44px; height: 40px; border: 1px solid rgba(255, 255, 255, .3); border-radius: 8px; background: none; color: #fff; cursor: pointer; }
  .scripted .navigation, .scripted .rail { display: none; }
  .scripted.navigating .stage { display: none; }
  .scripted.navigating .side { flex: 1; overflow-y: auto; }
  .scripted.navigating .navigation { display: block; } .scripted.navigating .rail { display: flex; }
  .side .item { min-height: 40px; }
  .stage { border-radius: 0; }
  .head { padding: 10px 16px; } .head.app { padding-bottom: 0; }
  .pane { padding: 18px 16px 40px; }
  .card { padding: 16px; }
  .message, .composer { padding-left: 16px; padding-right: 16px; }
  .banner { min-height: 34px; padding: 3px 104px 3px 10px; text-align: left; justify-content: flex-start; line-height: 1.25; }
  .org { display: flex; align-items: center; width: auto; padding: 4px 8px; } .org-name { max-width: 90px; }
  .suggestions { left: 12px; right: 12px; } .suggestions li small { display: none; }
}
`;

export const WINDOW_STYLES = FRAME_STYLES + BLOCK_STYLES + PANEL_STYLES + DARK_STYLES;
