/** That no worker can do a task; apart from the queue, which not everybody has installed. */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";

/** No worker is there that has what the task needs: whoever asked may do it himself. */
export class UnableError extends DiagnosticError {}
