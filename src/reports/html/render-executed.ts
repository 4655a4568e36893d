/** Renders a trace on bytes: the messages that live parties sent and received, each with its first bytes. */
import type { Executed, ExecutedStep } from "../../core/verdict/executed.ts";
import { html, type Markup } from "./markup.ts";

/** The steps that took place, folded away; undefined where there were none. */
export function renderExecuted({ transcript, implementation }: Executed): Markup | undefined {
  if (transcript.length === 0) return undefined;
  return html`<details><summary>The same on bytes</summary>
<div class="scroll" tabindex="0" role="group" aria-label="Steps on bytes"><table>
<caption>Taken by ${implementation}; the network is the intruder. A long message is shown by its first bytes, its length and the start of its SHA-256.</caption>
<thead><tr><th scope="col">step</th><th scope="col">who</th><th scope="col">what</th><th scope="col">length</th><th scope="col">bytes</th></tr></thead>
<tbody>${transcript.map(renderStep)}</tbody></table></div></details>`;
}

function renderStep({ agent, role, run, kind, label, size, bytes, sha256 = "" }: ExecutedStep, i: number): Markup {
  const isWhole = size === undefined || (bytes ?? "").length === 2 * size;
  const rest = isWhole ? undefined : html` ... <span class="soft">sha256 ${sha256.slice(0, 16)}</span>`;
  return html`<tr><td>${i + 1}</td><th scope="row">${agent}, ${role}, run ${run}</th><td>${kind} ${label}</td><td>${size === undefined ? "" : `${size} B`}</td><td class="bytes">${bytes ?? ""}${rest}</td></tr>`;
}
