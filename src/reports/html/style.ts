/** The style of every page: light and dark by the reader's choice, and without what only a screen needs when printed. */

/** The whole style sheet; its hash stands in each page's policy. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --page: #ffffff; --panel: #f4f6f8; --line: #c9d1d9;
  --link: #0a4fa3; --good: #0b6b2e; --bad: #b01020; --warning: #7a4f00; --open: #5a3fa0; --mark: #fff1b8; --accent: #0a4fa3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #a3adb8; --page: #0f1419; --panel: #1a2129;
  --line: #3b4652; --link: #7fb8ff; --good: #6fd08c; --bad: #ff8f8f; --warning: #e8b84c; --open: #c3aaff; --mark: #4a3d00;
  --accent: #7fb8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 0 1.25rem 4rem; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { margin: 1.5rem 0 0.25rem; font-size: 1.7rem; } h2 { margin: 2.2rem 0 0.6rem; font-size: 1.3rem; }
h3 { margin: 1.6rem 0 0.4rem; font-size: 1.08rem; } p, ul, ol { margin: 0.4rem 0; }
a { color: var(--link); } a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible,
summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code, pre, .term { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.92em; }
pre { overflow-x: auto; padding: 0.75rem; background: var(--panel); border: 1px solid var(--line); white-space: pre-wrap; }
.soft { color: var(--soft); } .hash { overflow-wrap: anywhere; }
.bytes { font-family: ui-monospace, monospace; min-width: 20rem; overflow-wrap: anywhere; }
.contents { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.6rem 0; padding: 0.5rem 0.75rem;
  background: var(--panel); border: 1px solid var(--line); }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--page); padding: 0.5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; border: 1px solid var(--line); }
thead th { background: var(--panel); } tbody th { font-weight: 500; }
.good { color: var(--good); } .bad { color: var(--bad); } .warning { color: var(--warning); } .open { color: var(--open); }
.verdict { font-weight: 600; } .differs { font-weight: 600; color: var(--bad); }
.filter { display: flex; flex-wrap: wrap; gap: 0.75rem 1.25rem; align-items: end; padding: 0.75rem; margin: 0.6rem 0;
  background: var(--panel); border: 1px solid var(--line); }
.filter label { display: block; font-size: 0.9rem; } .filter p { margin: 0; }
input, select, button { font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--soft);
  border-radius: 4px; padding: 0.25rem 0.6rem; }
button { cursor: pointer; } button[disabled] { cursor: default; color: var(--soft); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0.4rem 0; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; min-width: 0; }
.player { border: 1px solid var(--line); padding: 0.75rem; margin: 0.6rem 0; }
.controls { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; position: sticky; top: 0; z-index: 1;
  background: var(--page); padding: 0.35rem 0; }
.stage { align-self: start; } .status { flex-basis: 100%; margin: 0; min-height: 3em; }
.panes { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1rem; }
@media (max-width: 60rem) { .panes { grid-template-columns: minmax(0, 1fr); } }
.narration { padding-left: 2rem; } .narration li, .knowledge li { padding: 0.15rem 0.35rem; }
.knowledge { max-height: 24rem; overflow: auto; }
.chart { width: 100%; height: auto; display: block; }
.chart text { fill: var(--ink); font: 12px ui-monospace, "DejaVu Sans Mono", monospace; }
.chart .name { font: 600 14px system-ui, sans-serif; } .chart .detail { fill: var(--soft); font: 12px system-ui, sans-serif; }
.chart .lane { stroke: var(--line); stroke-width: 1.5; } .chart .lane.intruder { stroke: var(--bad); stroke-dasharray: 5 4; }
.chart .head { fill: var(--panel); stroke: var(--line); } .chart .head.intruder { stroke: var(--bad); }
.chart .arrow { stroke: var(--ink); stroke-width: 1.5; fill: none; } .chart .tip { fill: var(--ink); }
.chart .box { fill: var(--page); stroke: var(--soft); } .chart .box.claim { stroke: var(--bad); stroke-width: 2; }
.chart .label { font-weight: 600; } .chart .back { fill: transparent; }
.playing .step.now .back, .playing li.now { background: var(--mark); fill: var(--mark); }
.playing .step.later text { fill: var(--soft); font-weight: 400; } .playing .step.later .tip { fill: var(--line); }
.playing .step.later .arrow, .playing .step.later .box { stroke: var(--line); } .playing .narration li.later { color: var(--soft); }
.playing .knowledge li.later { display: none; } .playing .knowledge li.now { font-weight: 600; }
.plot { display: block; max-width: 100%; height: auto; } .plot text { fill: var(--ink); font: 13px system-ui, sans-serif; }
.plot .tick { fill: var(--soft); } .plot .grid { stroke: var(--line); stroke-dasharray: 2 4; } .plot .axis { stroke: var(--soft); stroke-width: 1.5; }
.interval line { stroke: currentColor; stroke-width: 2; } .interval rect { stroke: currentColor; stroke-width: 1.5; fill: var(--page); }
.interval.bad rect { fill: currentColor; } .segment { stroke: var(--ink); stroke-width: 0.75; } .part-0 { fill: var(--accent); }
.part-1 { fill: var(--mark); } .part-2 { fill: var(--good); } .part-3 { fill: var(--soft); }
#matrix td:last-child { min-width: 18rem; } td.number { text-align: right; font-variant-numeric: tabular-nums; } dl.formulas dt { text-align: right; }
.tree ul { padding-left: 1.4rem; border-left: 1px solid var(--line); list-style: none; } .tree > ul { padding-left: 0; border: 0; }
.tree li { padding: 0.15rem 0; } .formula { font-family: "STIX Two Math", "Cambria Math", "DejaVu Serif", serif; font-size: 1.05em; }
math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math; }
.formulas dd, .tree li { overflow-x: auto; overflow-y: hidden; }
[hidden] { display: none !important; }
@media print { .contents, .controls, .filter, .skip { display: none; } body { max-width: none; } .knowledge { max-height: none; }
  .playing .step.later text, .playing .step.later .tip { fill: var(--ink); } .playing .step.later .arrow { stroke: var(--ink); }
  .playing .knowledge li.later { display: list-item; } tr, li, .step { break-inside: avoid; } }
`;
