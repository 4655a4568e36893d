/**
 * The assessment as pages that open from a folder: an index, and one page for each protocol.
 *
 * Equal results give equal pages: no time is in them.
 */
import type { Assessment } from "../../core/verdict/verdict.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import type { Digest } from "../digest.ts";
import { html } from "./markup.ts";
import { INDEX_PAGE, namePages } from "./name-pages.ts";
import { type PageParts, renderPage } from "./page.ts";
import { type Listed, renderIndex } from "./render-index.ts";
import { renderProtocol } from "./render-protocol.ts";

/** A page and the name of its file. */
export interface Page {
  readonly name: string;
  readonly text: string;
}

/** Renders the pages; the index comes first. */
export function renderHtml(assessment: Assessment, digest: Digest): readonly Page[] {
  const { tool, subjects } = assessment;
  const names = namePages(subjects);
  const listed = subjects.map(
    (subject, i): Listed => ({
      subject,
      findings: narrow(assessment, subject).findings,
      page: names[i] ?? INDEX_PAGE,
    }),
  );
  const title = "Assessment of protocols";
  const contents = listContents([
    ["basis", "Basis of the verdicts"],
    ["protocols", `Protocols (${subjects.length})`],
    [assessment.overheads !== undefined && "overheads", "Overheads"],
    [assessment.errors.length > 0 && "errors", "Errors"],
    [assessment.warnings.length > 0 && "warnings", "Warnings"],
  ]);
  const index = renderPage({ title, contents, body: renderIndex(assessment, listed), tool }, digest);
  const pages = listed.map(({ subject, page }) => {
    const title = subject.source === subject.protocol ? subject.protocol : `${subject.protocol} (${subject.source})`;
    const navigation = html`<a href="${INDEX_PAGE}">All protocols</a>`;
    const own = narrow(assessment, subject);
    const body = renderProtocol(own, subject);
    return { name: page, text: renderPage({ title, navigation, contents: listSections(own), body, tool }, digest) };
  });
  return [{ name: INDEX_PAGE, text: index }, ...pages];
}

/** The sections of a protocol's page that there are. */
function listSections({ findings, ban = [], errors, warnings }: Assessment): PageParts["contents"] {
  const outlines = findings.map(outlineVerdict);
  return listContents([
    ["subject", "Sources"],
    ["basis", "Basis of the verdicts"],
    [ban.length > 0 && "ban", "Assumptions of BAN logic"],
    ["verdicts", "Verdicts"],
    [outlines.some(({ attack }) => attack !== undefined) && "attacks", "Attacks"],
    [outlines.some(({ played }) => played !== undefined) && "games", "Games"],
    ["claims", "Claim by claim"],
    [errors.length > 0 && "errors", "Errors"],
    [warnings.length > 0 && "warnings", "Warnings"],
  ]);
}

function listContents(
  all: readonly (readonly [id: string | false | undefined, name: string])[],
): PageParts["contents"] {
  return all.flatMap(([id, name]) => (typeof id === "string" ? [[id, name] as const] : []));
}

/** The assessment, as far as it is of one protocol. */
function narrow(assessment: Assessment, { source, protocol }: Listed["subject"]): Assessment {
  const isOwn = (one: { readonly source: string; readonly protocol: string }): boolean =>
    one.source === source && one.protocol === protocol;
  const { disagreements, judgements, ban, errors, warnings, findings } = assessment;
  return {
    ...assessment,
    findings: findings.filter(isOwn),
    ...(ban === undefined ? {} : { ban: ban.filter(isOwn) }),
    ...(disagreements === undefined ? {} : { disagreements: disagreements.filter(isOwn) }),
    ...(judgements === undefined ? {} : { judgements: judgements.filter(isOwn) }),
    errors: errors.filter((one) => one.source === source),
    warnings: warnings.filter((one) => one.source === source),
  };
}
