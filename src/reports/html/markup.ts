/**
 * HTML in which every text is escaped: a template takes texts as texts, and only what another template made as markup.
 *
 * There is no way to make markup of a text, other than constants of this folder through `trustConstant`.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";

/** A piece of HTML, made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

/** The content of a template's hole. */
export type Content = string | number | Markup | undefined | readonly Content[];

/** Builds markup; texts between the constant parts are escaped, for elements and quoted attributes alike. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: parts.map((part, i) => part + (i < contents.length ? render(contents[i]) : "")).join("") };
}

/** A constant of this folder as markup; for the script and the style of pages. */
export function trustConstant(constant: string): Markup {
  return { markup: constant };
}

function render(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "string") return escapeHtml(content);
  if (typeof content === "number") return String(content);
  return "markup" in content ? content.markup : content.map(render).join("");
}

function escapeHtml(text: string): string {
  return sanitise(text).replace(/[&<>"'`]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
