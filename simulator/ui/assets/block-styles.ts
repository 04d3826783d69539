/** How Slack draws blocks, dialogs and modals. */
export const BLOCK_STYLES = `
.btn { display: inline-flex; align-items: center; justify-content: center; min-height: 36px; padding: 4px 14px; border: 1px solid #bcb7bd; border-radius: 8px; background: #fff; color: var(--ink); font: inherit; font-size: 15px; font-weight: 700; line-height: 1.3; text-align: center; text-decoration: none; cursor: pointer; }
.btn:hover { background: var(--pale); box-shadow: 0 1px 3px rgba(0, 0, 0, .1); text-decoration: none; }
.btn:disabled { opacity: .5; cursor: default; }
.btn.primary { border-color: var(--green); background: var(--green); color: #fff; }
.btn.primary:hover { background: #00664b; }
.btn.danger { border-color: var(--red); background: var(--red); color: #fff; }
.btn.danger:hover { background: #a30e37; }
.btn.danger-quiet { color: var(--red); }
.btn.large { min-height: 44px; padding: 8px 22px; }
.btn.busy { opacity: .6; cursor: progress; }
.press { display: inline-flex; }
.choice { display: flex; flex-wrap: wrap; gap: 10px; }

.blocks { display: grid; gap: 8px; }
.home .blocks { gap: 12px; }
.block { min-width: 0; overflow-wrap: anywhere; }
.block.header { font-size: 18px; line-height: 1.33; font-weight: 900; }
.home .block.header { font-size: 20px; }
.block.divider { width: 100%; height: 0; margin: 8px 0; border: 0; border-top: 1px solid var(--line); }
.block.section { display: flex; gap: 16px; align-items: flex-start; justify-content: space-between; }
.block.section > .body { min-width: 0; flex: 1; }
.block .fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 20px; }
.block .text + .fields { margin-top: 8px; }
.block.context { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; font-size: 13px; color: var(--soft); }
.block.context .avatar { width: 20px; height: 20px; border-radius: 4px; object-fit: cover; }
.block.actions { display: flex; flex-wrap: wrap; gap: 8px; padding: 2px 0; }
.block.image { margin: 0; }
.block.image figcaption { margin-bottom: 4px; font-size: 13px; font-weight: 700; }
.picture { display: block; max-width: 100%; max-height: 360px; border-radius: 8px; }
.thumbnail { width: 88px; height: 88px; border-radius: 8px; object-fit: cover; }
.missing { display: inline-grid; place-items: center; padding: 8px; background: #efecef; font-size: 12px; color: var(--soft); }
.unshown { padding: 4px 8px; border: 1px dashed #bcb7bd; border-radius: 6px; font-size: 13px; color: var(--soft); }
.blocks code { padding: 1px 4px; border: 1px solid var(--line); border-radius: 4px; background: var(--pale); color: #b5124c; font: 12.5px ui-monospace, Menlo, monospace; }
.blocks pre { margin: 4px 0; padding: 8px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--pale); overflow-x: auto; white-space: pre-wrap; }
.blocks pre code { padding: 0; border: 0; background: none; color: inherit; }
.blocks blockquote { margin: 2px 0; padding: 0 0 0 12px; border-left: 4px solid #ddd8de; }
.mention { padding: 0 3px; border-radius: 4px; background: #e8f1f8; color: var(--link); }
.emoji { font-size: 1.05em; }

.overflow { position: relative; }
.overflow > summary { list-style: none; min-width: 40px; }
.overflow > summary::-webkit-details-marker { display: none; }
.overflow .menu { position: absolute; right: 0; z-index: 4; min-width: 200px; margin-top: 4px; padding: 8px 0; border: 1px solid var(--line); border-radius: 8px; background: #fff; box-shadow: 0 6px 24px rgba(0, 0, 0, .16); }
.block.actions .overflow .menu { right: auto; left: 0; }
.overflow .press { display: block; }
.overflow .item { width: 100%; min-height: 34px; padding: 4px 20px; border: 0; background: none; text-align: left; cursor: pointer; }
.overflow .item:hover, .overflow .item:focus-visible { background: var(--link); color: #fff; outline-offset: -3px; }

dialog { width: min(520px, calc(100vw - 32px)); padding: 0; border: 0; border-radius: 12px; color: var(--ink); box-shadow: 0 18px 50px rgba(0, 0, 0, .35); }
dialog::backdrop { background: rgba(29, 28, 29, .55); }
dialog.confirm > form { display: grid; gap: 14px; padding: 26px 28px 22px; }
dialog h2 { font-size: 21px; line-height: 1.25; }
dialog .text { white-space: normal; }
dialog .choice { justify-content: flex-end; margin-top: 6px; }
dialog.modal header { padding: 20px 28px 14px; border-bottom: 1px solid var(--line); }
dialog.modal > .blocks { max-height: 60vh; overflow-y: auto; padding: 18px 28px; gap: 14px; }
dialog.modal footer { margin: 0; padding: 14px 28px 18px; border-top: 1px solid var(--line); }

.field { min-width: 0; margin: 0; padding: 0; border: 0; }
.field + .field { margin-top: 14px; }
.field > label, .field > legend { display: block; margin-bottom: 5px; padding: 0; font-weight: 700; }
.field small { font-weight: 400; color: var(--soft); }
.field .hint { margin: 5px 0; font-size: 13px; color: var(--soft); }
.input { width: 100%; min-height: 38px; padding: 6px 10px; border: 1px solid #8d898e; border-radius: 6px; background: #fff; }
.press .input { width: auto; max-width: 100%; }
.field .error { margin: 4px 0 0; font-size: 13px; font-weight: 600; color: var(--red); }
.field .error:empty { display: none; }
.field.wrong .input { border-color: var(--red); box-shadow: 0 0 0 1px var(--red); }
.boxlist { display: grid; }
.multi .menu { padding: 8px 16px 12px; max-height: 280px; overflow-y: auto; } .multi .press { display: grid; gap: 8px; }
dialog.modal > .blocks .block + .block { margin-top: 2px; }

label.box { display: flex; gap: 10px; align-items: flex-start; padding: 5px 0; border: 0; font-weight: 400; cursor: pointer; }
label.box:focus-within { box-shadow: none; }
label.box input { flex: none; min-height: 0; width: 18px; height: 18px; margin: 2px 0 0; accent-color: var(--green); }
label.box small { display: block; }

@media (max-width: 480px) {
  .block .fields { grid-template-columns: minmax(0, 1fr); }
  dialog .choice > .btn { flex: 1; }
}
`;
