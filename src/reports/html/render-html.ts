/**
 * The assessment as pages that open from a folder: an index, and one page for each protocol.
 *
 * Equal results give equal pages: no time is in them.
 */
import type { Assessment } from "../../verdict/verdict.ts";
import type { Digest } from "../digest.ts";
import { html } from "./markup.ts";
import { INDEX_PAGE, namePages } from "./name-pages.ts";
import { renderPage } from "./page.ts";
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
  const index = renderPage({ title: "Assessment of protocols", body: renderIndex(assessment, listed), tool }, digest);
  const pages = listed.map(({ subject, page }) => {
    const title = subject.source === subject.protocol ? subject.protocol : `${subject.protocol} (${subject.source})`;
    const navigation = html`<a href="${INDEX_PAGE}">All protocols</a>`;
    const body = renderProtocol(narrow(assessment, subject), subject);
    return { name: page, text: renderPage({ title, navigation, body, tool }, digest) };
  });
  return [{ name: INDEX_PAGE, text: index }, ...pages];
}

/** The assessment, as far as it is of one protocol. */
function narrow(assessment: Assessment, { source, protocol }: Listed["subject"]): Assessment {
  const isOwn = (one: { readonly source: string; readonly protocol: string }): boolean =>
    one.source === source && one.protocol === protocol;
  const { disagreements, ban, errors, warnings, findings } = assessment;
  return {
    ...assessment,
    findings: findings.filter(isOwn),
    ...(ban === undefined ? {} : { ban: ban.filter(isOwn) }),
    ...(disagreements === undefined ? {} : { disagreements: disagreements.filter(isOwn) }),
    errors: errors.filter((one) => one.source === source),
    warnings: warnings.filter((one) => one.source === source),
  };
}
