/** The names of formats on a command line. A separate module, so that help does not load the formats. */

/** The formats of an assessment. */
export const REPORT_FORMATS = ["text", "json", "markdown", "html", "sarif", "junit", "latex"] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Every format that is a single file. */
export type FileFormat = Exclude<ReportFormat, "html">;
