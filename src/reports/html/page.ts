/**
 * The frame of every page: one self-contained file that asks nothing of any network.
 *
 * Its policy allows the one style and the one script by their hashes, and nothing else: text that somehow became markup
 * could still not run.
 */
import type { Digest } from "../digest.ts";
import { type Content, html, trustConstant } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

/** The parts in which pages differ. */
export interface PageParts {
  readonly title: string;
  /** Above the heading: the way back. */
  readonly navigation?: Content;
  /** Sections worth going to: their ids and names, as links below the heading. */
  readonly contents: readonly (readonly [id: string, name: string])[];
  readonly body: Content;
  /** Who made the page. */
  readonly tool: { readonly name: string; readonly version: string };
}

/** Renders a whole page; ends in a line feed. */
export function renderPage({ title, navigation, contents, body, tool }: PageParts, digest: Digest): string {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${digest(STYLE, "base64")}'`,
    `script-src 'sha256-${digest(SCRIPT, "base64")}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trustConstant(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
${navigation === undefined ? undefined : html`<nav aria-label="Pages">${navigation}</nav>`}
<h1>${title}</h1>
<p class="soft">Made by ${tool.name} ${tool.version}. This page is complete in itself and sends no request.</p>
<nav class="contents" aria-label="On this page">${contents.map(([id, name]) => html`<a href="#${id}">${name}</a> `)}</nav>
</header>
<main id="content">
${body}
</main>
<script>${trustConstant(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}
