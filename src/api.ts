/**
 * "assay/api": the analyses for programs. Typed results, an AbortSignal, progress events; nothing is printed and no process ends.
 *
 * Node.js only. The DSL is "assay", matchers for tests are "assay/vitest", what game authors need is "assay/games".
 */
export {
  type AnalysisOptions,
  audit,
  type AuditOptions,
  check,
  decide,
  derive,
  verify,
} from "./api/analyse.ts";
export { play } from "./api/play.ts";
export type { PlayOptions } from "./api/play-games.ts";
export { render, type RenderedFile, renderFiles } from "./api/render.ts";
export { REPORT_FORMATS, type ReportFormat } from "./api/report-formats.ts";
export type { BuiltProtocol, ProtocolSource } from "./api/sources.ts";
export type { AssessEvent, SourceDiagnostic } from "./assess/events.ts";
export { type Diagnostic, DiagnosticError } from "./core/diagnostic/diagnostic.ts";
export type { PlayedGame } from "./lenses/games/campaign/render.ts";
export type { Assessment, Finding, Trace, Verdict } from "./core/verdict/verdict.ts";
// The kinds of verdict that lenses add: with them, the union is whole for whoever imports this.
export type { Derived, Underivable } from "./lenses/ban/verdict-kinds.ts";
export type { Estimated } from "./lenses/games/verdict-kinds.ts";
export type { Searched } from "./lenses/network/verdict-kinds.ts";
