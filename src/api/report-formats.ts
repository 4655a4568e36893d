/** The names of formats, as a command line takes them; apart, so that help is answered without loading any of them. */

/** The formats of an assessment. */
export const REPORT_FORMATS = ["text", "json", "markdown", "html", "sarif", "junit", "latex"] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** All but the one that is several files. */
export type FileFormat = Exclude<ReportFormat, "html">;
